"""One sigmoid neuron learns by gradient descent, and its learning curve is read."""

import numpy as np

from solutions.activations import sigmoid
from solutions.losses import half_sse

__all__ = ["neuron_gradient", "read_curve", "train_neuron"]


def neuron_gradient(X, y, w):
    """Compute the gradient of the loss of one sigmoid neuron without a bias.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows.
    y : array_like of shape (n,)
        Labels.
    w : array_like of shape (d,)
        Weights.

    Returns
    -------
    ndarray of shape (d,)
        The gradient of ``half_sse(y, sigmoid(X @ w))`` with respect to ``w``:
        entry j says how much the loss rises for each unit that ``w[j]``
        rises. It points uphill. The arguments are left unchanged.

    Raises
    ------
    ValueError
        If ``y`` is not of shape (n,) or ``w`` not of shape (d,). The message
        names the shape that came. Also if one of the three holds nan or
        infinity.

    Examples
    --------
    >>> neuron_gradient([[1.0], [0.0]], [1.0, 0.5], [0.0])
    array([-0.125])
    """
    X = np.asarray(X, dtype=float)
    y = np.asarray(y, dtype=float)
    w = np.asarray(w, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1] or w.shape != X.shape[1:]:
        message = (
            f"X has shape {X.shape}, y {y.shape} and w {w.shape}, but they must "
            "be (n, d), (n,) and (d,); one label per row, one weight per column."
        )
        raise ValueError(message)
    if not all(np.all(np.isfinite(part)) for part in (X, y, w)):
        message = (
            "X, y or w holds nan or infinity, but all numbers must be finite; "
            "find the line that made them."
        )
        raise ValueError(message)
    a = sigmoid(X @ w)
    return X.T @ ((a - y) * a * (1 - a))


def train_neuron(X, y, w0, lr, steps):
    """Train one sigmoid neuron with full-batch gradient descent.

    Parameters
    ----------
    X : array_like of shape (n, d)
        Examples as rows.
    y : array_like of shape (n,)
        Labels.
    w0 : array_like of shape (d,)
        Weights to start from. They are the same after the call as before it.
    lr : float
        Learning rate, finite and at least 0.
    steps : int
        How many steps to take, 0 or more.

    Returns
    -------
    w : ndarray of shape (d,)
        Weights after the last step, floating point numbers.
    losses : list of float
        One entry per step: ``half_sse(y, sigmoid(X @ w))`` with the weights as
        they were before that step.

    Raises
    ------
    ValueError
        If ``steps`` is below 0 or ``lr`` is below 0, nan or infinite. The
        message names the argument. Also if the shapes do not fit together.

    Notes
    -----
    Each step subtracts from the weights ``lr`` times the gradient over all
    examples, computed with the weights of that moment.

    Examples
    --------
    >>> w, losses = train_neuron([[1.0]], [1.0], [0.0], lr=8.0, steps=1)
    >>> w
    array([1.])
    >>> losses
    [0.125]
    """
    if not (np.isfinite(lr) and lr >= 0):
        message = f"lr is {lr} but must be a finite number of at least 0; try 0.1."
        raise ValueError(message)
    if steps < 0:
        message = f"steps is {steps} but must be 0 or more; try 100."
        raise ValueError(message)
    w = np.array(w0, dtype=float)
    neuron_gradient(X, y, w)  # refuses shapes that do not fit, even for 0 steps
    losses = []
    for _ in range(steps):
        losses.append(half_sse(y, sigmoid(np.asarray(X, dtype=float) @ w)))
        w = w - lr * neuron_gradient(X, y, w)
    return w, losses


def read_curve(losses):
    """Say from a learning curve whether the learning rate fits.

    Parameters
    ----------
    losses : array_like of shape (n,)
        The loss before each step, at least 10 entries. Some may be nan or
        infinite. Losses are not negative.

    Returns
    -------
    {"too small", "good", "too large", "diverged"}
        "diverged" if a loss is nan or infinite, or if the curve ends above
        where it began.

        "too large" if the curve ends no higher than it began and goes up and
        down on the way: at least every fourth step goes up by as much as one
        can see in a plot of the whole curve.

        "too small" if it falls smoothly and has not come to rest at the end:
        the second half of the steps still brings a large part of the whole
        fall. A curve that does not move at all is "too small", too.

        "good" if it falls and comes to rest: the second half of the steps
        brings next to nothing. Where it comes to rest does not matter, and
        neither do a few small rises, nor rises in the last digits.

    Raises
    ------
    ValueError
        If there are fewer than 10 losses or they do not stand in one row. The
        message names the shape.

    Notes
    -----
    Losses times 1,000 give the same answer: only the form of the curve counts.
    Clear cases are asked for, so that you choose the limits between them.

    Examples
    --------
    >>> read_curve([8.0, 4.0, 2.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    'good'
    >>> read_curve([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0])
    'diverged'
    """
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 10:
        message = (
            f"losses has shape {losses.shape} but must be one row of at least 10 "
            "numbers; train for more steps."
        )
        raise ValueError(message)
    if not np.all(np.isfinite(losses)) or losses[-1] > losses[0]:
        return "diverged"
    height = np.max(losses) - np.min(losses)
    if height == 0:
        return "too small"
    rises = np.diff(losses) > 0.01 * height
    if np.mean(rises) >= 0.2:
        return "too large"
    middle = np.mean(losses[len(losses) // 2 - 1 : len(losses) // 2 + 2])
    still_to_come = (middle - np.mean(losses[-2:])) / height
    return "too small" if still_to_come > 0.2 else "good"
