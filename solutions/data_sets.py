"""Data sets that collect examples one by one and hand them out as arrays."""

import numpy as np

__all__ = ["SequentialDataSet", "SupervisedDataSet"]


class SupervisedDataSet:
    """Examples with their targets, collected one by one.

    Iterating over a data set gives pairs ``(x, target)`` in the order in which
    they were added, ``x`` of shape (n_inputs,) and ``target`` of shape
    (n_targets,).

    Parameters
    ----------
    n_inputs : int
        Numbers in each example.
    n_targets : int
        Numbers in each target.

    Examples
    --------
    >>> data = SupervisedDataSet(2, 1)
    >>> data.add_sample([0.0, 1.0], [1.0])
    >>> data.add_sample([1.0, 1.0], [0.0])
    >>> len(data)
    2
    >>> data["input"]
    array([[0., 1.],
           [1., 1.]])
    >>> [target.tolist() for x, target in data]
    [[1.0], [0.0]]
    """

    def __init__(self, n_inputs, n_targets):
        """Start without examples."""
        self.n_inputs = n_inputs
        self.n_targets = n_targets
        self.clear()

    def add_sample(self, x, target):
        """Add one example. The data set keeps copies of its own.

        Parameters
        ----------
        x : array_like of shape (n_inputs,)
        target : array_like of shape (n_targets,)

        Raises
        ------
        ValueError
            If ``x`` or ``target`` has another length: the message names the
            length that came and the length that was expected. If a number is
            not finite: the message says "finite". Nothing is added then.
        """
        x = np.array(x, dtype=float)
        target = np.array(target, dtype=float)
        for name, row, n in [
            ("x", x, self.n_inputs),
            ("target", target, self.n_targets),
        ]:
            if row.shape != (n,):
                message = (
                    f"{name} has shape {row.shape} but the data set expects ({n},); "
                    f"pass {n} numbers."
                )
                raise ValueError(message)
            if not np.isfinite(row).all():
                message = (
                    f"{name} holds {row[~np.isfinite(row)][0]} but the data set "
                    "expects finite numbers; leave the example out or mend it."
                )
                raise ValueError(message)
        self._inputs.append(x)
        self._targets.append(target)

    def __len__(self):
        """Return the number of examples."""
        return len(self._inputs)

    def __iter__(self):
        """Return an iterator over the pairs ``(x, target)``."""
        return iter(list(zip(self._inputs, self._targets, strict=True)))

    def __getitem__(self, name):
        """Return all inputs or all targets, one example in each row.

        Parameters
        ----------
        name : {"input", "target"}

        Returns
        -------
        ndarray of shape (n, n_inputs) or (n, n_targets)
            Floating point numbers; n is 0 if there are no examples.

        Raises
        ------
        KeyError
            If ``name`` is another name. The message lists both.
        """
        if name == "input":
            return np.array(self._inputs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self._targets).reshape(-1, self.n_targets)
        message = f"{name!r} is not a part of a data set; choose input or target."
        raise KeyError(message)

    def clear(self):
        """Remove all examples."""
        self._inputs = []
        self._targets = []


class SequentialDataSet:
    """Sequences of examples, in which the order matters.

    Iterating gives one pair ``(xs, targets)`` for each sequence, ``xs`` of
    shape (T, n_inputs) and ``targets`` of shape (T, n_targets) for a sequence
    of T steps.

    Parameters
    ----------
    n_inputs : int
        Numbers in each step.
    n_targets : int
        Numbers in the target of each step.

    Examples
    --------
    >>> data = SequentialDataSet(1, 1)
    >>> for sequence in ([(-1, -1), (-1, 1)], [(1, 1), (-1, -1), (1, -1)]):
    ...     data.new_sequence()
    ...     for x, target in sequence:
    ...         data.add_sample([x], [target])
    >>> len(data)
    2
    >>> [xs.shape for xs, targets in data]
    [(2, 1), (3, 1)]
    """

    def __init__(self, n_inputs, n_targets):
        self.n_inputs = n_inputs
        self.n_targets = n_targets
        self.clear()

    def new_sequence(self):
        """Begin a sequence; what is added from now on belongs to it."""
        self._sequences.append(SupervisedDataSet(self.n_inputs, self.n_targets))

    def add_sample(self, x, target):
        """Add one step to the sequence that was begun last.

        Parameters
        ----------
        x : array_like of shape (n_inputs,)
        target : array_like of shape (n_targets,)

        Raises
        ------
        ValueError
            If a length is wrong or a number is not finite, or if no sequence
            has begun.
        """
        if not self._sequences:
            message = "there is no sequence yet; call new_sequence() first."
            raise ValueError(message)
        self._sequences[-1].add_sample(x, target)

    def __len__(self):
        """Return the number of sequences."""
        return len(self._sequences)

    def __iter__(self):
        """Return an iterator over the pairs ``(xs, targets)``."""
        return iter([(one["input"], one["target"]) for one in self._sequences])

    def clear(self):
        """Remove all sequences."""
        self._sequences = []
