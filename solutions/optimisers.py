"""Optimisers for one flat array of parameters: momentum, Adam, falling rates.

A network that keeps all its parameters in one array is trained by a handful of
operations on that array. The updates work in place, block by block, because a
block that stays in the processor's cache is several times as quick as the whole.
What an optimiser remembers between steps is a dict of arrays and numbers, so that
it can be stored beside the parameters.
"""

import numpy as np

__all__ = [
    "adam_state",
    "adam_update",
    "cosine_rate",
    "momentum_state",
    "momentum_update",
    "one_cycle_rate",
]

# Numbers in a block: three or four arrays of 64 KB fit into a second-level cache.
_BLOCK = 16_384


def cosine_rate(lr, step, steps):
    """Return the learning rate of a step that falls along half a cosine.

    Parameters
    ----------
    lr : float
        Learning rate of step 0.
    step : int
        From 0 to ``steps``.
    steps : int
        Number of steps; the rate would be 0 there.

    Returns
    -------
    float
        ``lr * (1 + cos(pi * step / steps)) / 2``.

    Notes
    -----
    Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm
    restarts", ICLR 2017, equation 5, with one period.

    Examples
    --------
    >>> [round(cosine_rate(0.4, step, 4), 3) for step in range(5)]
    [0.4, 0.341, 0.2, 0.059, 0.0]
    """
    return float(lr * (1 + np.cos(np.pi * step / steps)) / 2)


def one_cycle_rate(lr, step, steps, warm_up=0.25):
    """Return the learning rate of a step that rises first and then falls to 0.

    Parameters
    ----------
    lr : float
        The highest rate.
    step : int
        From 0 to ``steps``.
    steps : int
        Number of steps; the rate would be 0 there.
    warm_up : float, default 0.25
        Part of the steps in which the rate rises in a straight line, at least 0
        and below 1.

    Returns
    -------
    float
        The step after the warm-up gets ``lr``; from there the rate falls along
        half a cosine.

    Notes
    -----
    After Smith and Topin, "Super-convergence: very fast training of neural
    networks using large learning rates", arXiv:1708.07120, 2017.

    Examples
    --------
    >>> [round(one_cycle_rate(0.4, step, 8, 0.5), 3) for step in range(9)]
    [0.08, 0.16, 0.24, 0.32, 0.4, 0.341, 0.2, 0.059, 0.0]
    """
    peak = int(warm_up * steps)
    if step < peak:
        return float(lr * (step + 1) / (peak + 1))
    return cosine_rate(lr, step - peak, steps - peak)


def momentum_state(theta):
    """Return what `momentum_update` remembers, before the first step.

    Parameters
    ----------
    theta : ndarray of shape (n,)

    Returns
    -------
    dict
        "velocity", zeros in the shape and dtype of ``theta``.
    """
    return {"velocity": np.zeros_like(theta)}


def momentum_update(theta, gradient, state, lr, momentum=0.9, nesterov=False):
    """Take one step with momentum, in place.

    Parameters
    ----------
    theta : ndarray of shape (n,)
        The parameters. They are changed.
    gradient : ndarray of shape (n,)
        The slope along each parameter; left as it is.
    state : dict
        From `momentum_state`. Its velocity is changed.
    lr : float
        Learning rate.
    momentum : float, default 0.9
        Part of the velocity that is kept, at least 0 and below 1. With 0 the
        step is plain gradient descent.
    nesterov : bool, default False
        Whether the slope counts as if it had been measured a step ahead.

    Notes
    -----
    ``velocity = momentum * velocity + gradient``; then ``theta -= lr * velocity``,
    with Nesterov ``theta -= lr * (gradient + momentum * velocity)``. Sutskever,
    Martens, Dahl and Hinton, "On the importance of initialization and momentum
    in deep learning", ICML 2013, rewritten for slopes at the present place.

    Examples
    --------
    >>> theta = np.array([1.0])
    >>> state = momentum_state(theta)
    >>> for _ in range(3):
    ...     momentum_update(theta, np.array([1.0]), state, lr=0.1, momentum=0.5)
    ...     print(theta.round(3))
    [0.9]
    [0.75]
    [0.575]
    """
    _demand_same_shape(theta, gradient)
    velocity = state["velocity"]
    work = np.empty(min(_BLOCK, theta.size), theta.dtype)
    for start in range(0, theta.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        t, g, v = theta[part], gradient[part], velocity[part]
        w = work[: t.size]
        v *= momentum
        v += g
        if nesterov:
            np.multiply(v, momentum, out=w)
            w += g
            w *= lr
        else:
            np.multiply(v, lr, out=w)
        t -= w


def adam_state(theta):
    """Return what `adam_update` remembers, before the first step.

    Parameters
    ----------
    theta : ndarray of shape (n,)

    Returns
    -------
    dict
        "m" and "v", zeros in the shape and dtype of ``theta``, and "step", the
        number of steps taken.
    """
    return {"m": np.zeros_like(theta), "v": np.zeros_like(theta), "step": 0}


def adam_update(theta, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Take one step of Adam, in place.

    Parameters
    ----------
    theta : ndarray of shape (n,)
        The parameters. They are changed.
    gradient : ndarray of shape (n,)
        The slope along each parameter; left as it is.
    state : dict
        From `adam_state`. It is changed.
    lr : float
        Learning rate.
    beta1, beta2 : float
        How much of the running averages of slopes and of squared slopes is kept.
    eps : float
        Added to the root of the average, so that nothing is divided by 0.

    Notes
    -----
    Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015,
    algorithm 1, with both corrections taken out of the arrays into two numbers.

    Examples
    --------
    The first step moves each parameter by about the learning rate:

    >>> theta = np.array([1.0, 1.0])
    >>> adam_update(theta, np.array([5.0, -0.0005]), adam_state(theta), lr=0.01)
    >>> theta.round(5)
    array([0.99, 1.01])
    """
    _demand_same_shape(theta, gradient)
    state["step"] += 1
    unbiased = float(np.sqrt(1 - beta2 ** state["step"]))
    rate = lr * unbiased / (1 - beta1 ** state["step"])
    work = np.empty(min(_BLOCK, theta.size), theta.dtype)
    for start in range(0, theta.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        t, g, m, v = theta[part], gradient[part], state["m"][part], state["v"][part]
        w = work[: t.size]
        np.subtract(g, m, out=w)
        w *= 1 - beta1
        m += w
        np.multiply(g, g, out=w)
        w -= v
        w *= 1 - beta2
        v += w
        np.sqrt(v, out=w)
        w += eps * unbiased
        np.divide(m, w, out=w)
        w *= rate
        t -= w


def _demand_same_shape(theta, gradient):
    if theta.shape != gradient.shape:
        message = (
            f"gradient has shape {gradient.shape} but theta has {theta.shape}; "
            "pass one slope for each parameter."
        )
        raise ValueError(message)
