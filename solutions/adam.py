"""Adam: gradient descent in which every parameter keeps its own pace."""

import numpy as np

__all__ = ["Adam", "adam_step"]


def adam_step(theta, g, state=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Make one step of Adam for one array of parameters.

    Parameters
    ----------
    theta : ndarray of any shape
        Parameters, floating point numbers.
    g : ndarray in the shape of ``theta``
        Slope of the loss along each of them.
    state : dict, optional
        What the step before returned; None before the first step.
    lr : float, default 0.001
        Learning rate.
    beta1, beta2 : float, defaults 0.9 and 0.999
        How much of the running averages is kept in each step.
    eps : float, default 1e-8
        Added to the root, so that nothing is divided by 0.

    Returns
    -------
    theta : ndarray
        The parameters after the step, a new array of the same shape and dtype.
    state : dict
        A new dict: "t", how many steps have been made, an int; "m" and "v", the
        running averages of the slopes and of their squares, arrays in the shape
        of ``theta``, before any correction. The arguments, the old state and its
        arrays included, are left unchanged.

    Raises
    ------
    ValueError
        If ``g`` has another shape than ``theta``. The message names both.

    Notes
    -----
    With t steps made, this one included, and m and v starting at 0::

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - lr * m_hat / (sqrt(v_hat) + eps)

    Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1.

    Examples
    --------
    >>> theta, state = adam_step(np.array([1.0, 1.0]), np.array([4.0, -0.5]), lr=0.1)
    >>> theta.round(6), state["t"]
    (array([0.9, 1.1]), 1)
    """
    theta, g = np.asarray(theta), np.asarray(g)
    if g.shape != theta.shape:
        message = (
            f"theta has shape {theta.shape} and g has shape {g.shape}; pass one "
            "slope for each parameter."
        )
        raise ValueError(message)
    if state is None:
        state = {"t": 0, "m": np.zeros_like(theta), "v": np.zeros_like(theta)}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"t": t, "m": m, "v": v}


class Adam:
    """Adam for a whole model: one state for each array of parameters.

    Parameters
    ----------
    lr : float, default 0.001
    beta1, beta2 : float, defaults 0.9 and 0.999
    eps : float, default 1e-8

    Attributes
    ----------
    states : dict
        The state of `adam_step` for each array, by the key under which it came.

    Raises
    ------
    ValueError
        If ``lr`` or ``eps`` is not above 0, or a beta not from 0 to below 1.

    Examples
    --------
    >>> adam, params = Adam(lr=0.1), {"w": np.array([1.0])}
    >>> adam.update({"w": np.array([3.0])}, params)["w"].round(6)
    array([0.9])
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        if not (lr > 0 and eps > 0 and 0 <= beta1 < 1 and 0 <= beta2 < 1):
            message = (
                f"lr, beta1, beta2, eps are {lr}, {beta1}, {beta2}, {eps}; pass lr and "
                "eps above 0 and betas from 0 to below 1."
            )
            raise ValueError(message)
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.states = {}

    def settings(self):
        """Return the arguments that make an equal optimiser, as a dict."""
        names = ("lr", "beta1", "beta2", "eps")
        return {name: float(getattr(self, name)) for name in names}

    def update(self, grads, params):
        """Make one step.

        Parameters
        ----------
        grads, params : dict of ndarray
            Slopes and parameters under the same keys.

        Returns
        -------
        dict of ndarray
            The parameters after the step, new arrays under the same keys.
        """
        new = {}
        for key, theta in params.items():
            new[key], self.states[key] = adam_step(
                theta, grads[key], self.states.get(key), **self.settings()
            )
        return new
