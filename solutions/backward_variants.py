"""Ten wrong or crippled backward passes beside the right one, trained side by side.

Each learner is a net with one hidden layer of sigmoids, sigmoid outputs, biases and
half of the sum of squared errors as its loss, and learns one example at a time. All
learners are kept in stacked arrays, one per rule and start, so that a step costs one
matrix product for all of them.
"""

import numpy as np

__all__ = ["RULES", "accuracy_of_rules", "implied_gradient"]

RULES = (
    "chain rule",
    "no output slope in the hidden layer",
    "no output slope at all",
    "no hidden slope",
    "W2 moved before it is used",
    "random feedback instead of W2",
    "slope of the activation's sigmoid",
    "biases stay 0",
    "W1 stays as drawn",
    "hidden sign flipped",
    "slope formula fed with sums",
)
_NAMES = ("W1", "b1", "W2", "b2")
(
    _RIGHT,
    _NO_OUTPUT_SLOPE_IN_HIDDEN,
    _NO_OUTPUT_SLOPE,
    _NO_HIDDEN_SLOPE,
    _W2_FIRST,
    _RANDOM_FEEDBACK,
    _SLOPE_TWICE,
    _NO_BIASES,
    _W1_FROZEN,
    _FLIPPED,
    _SLOPE_OF_SUMS,
) = range(len(RULES))


def accuracy_of_rules(X, y, X_test, y_test, seeds, hidden=100, epochs=5, lr=0.3):
    """Train a net with each rule from each seed, and count right answers.

    Parameters
    ----------
    X, X_test : ndarray of shape (n, d), (m, d)
        Examples, scaled to about 0 to 1.
    y, y_test : ndarray of shape (n,), (m,)
        Labels from 0 to 9.
    seeds : sequence of int
        Each decides one start and one order of the examples for all rules.
    hidden, epochs : int
    lr : float

    Returns
    -------
    ndarray of shape (number of rules, number of seeds)
        Part of the test examples that are answered rightly, rules in the order
        of ``RULES``.
    """
    rngs = [np.random.default_rng(seed) for seed in seeds]
    d, k = X.shape[1], 10
    starts = [_start(d, hidden, k, rng) for rng in rngs]
    nets = {
        name: np.stack([np.stack([start[name] for start in starts])] * len(RULES))
        for name in _NAMES
    }
    feedback = np.stack([_feedback(hidden, k, rng) for rng in rngs])
    T = np.full((len(y), k), 0.01, np.float32)
    T[np.arange(len(y)), y] = 0.99
    X = X.astype(np.float32)
    for _ in range(epochs):
        orders = np.stack([rng.permutation(len(X)) for rng in rngs])
        for rows in orders.T:
            _step(nets, feedback, X[rows], T[rows], lr)
    z1 = X_test.astype(np.float32) @ nets["W1"] + nets["b1"][:, :, np.newaxis]
    z2 = _sigmoid(z1) @ nets["W2"] + nets["b2"][:, :, np.newaxis]
    return np.mean(np.argmax(z2, axis=-1) == y_test, axis=-1)


def implied_gradient(params, x, t, rule):
    """Return what a rule takes for the gradient: its step, divided by minus lr.

    Parameters
    ----------
    params : dict of str to ndarray
        "W1" (d, h), "b1" (h,), "W2" (h, k) and "b2" (k,) of one net.
    x : ndarray of shape (d,)
    t : ndarray of shape (k,)
    rule : str
        One of `RULES`.

    Returns
    -------
    dict of str to ndarray
        One array for each of ``params``, in its shape.
    """
    lr = 0.3
    nets = {
        name: np.stack([params[name].astype(float)[np.newaxis]] * len(RULES))
        for name in _NAMES
    }
    before = {name: array.copy() for name, array in nets.items()}
    feedback = _feedback(*params["W2"].shape, np.random.default_rng(0))
    _step(nets, feedback[np.newaxis], x[np.newaxis], t[np.newaxis], lr)
    place = RULES.index(rule)
    return {name: (before[name] - nets[name])[place, 0] / lr for name in _NAMES}


def _start(d, h, k, rng):
    """Draw one net in float32 as the popular recipe does, between -0.5 and 0.5."""
    W1, W2 = (rng.uniform(-0.5, 0.5, size=shape) for shape in ((d, h), (h, k)))
    params = {"W1": W1, "b1": np.zeros(h), "W2": W2, "b2": np.zeros(k)}
    return {name: array.astype(np.float32) for name, array in params.items()}


def _feedback(h, k, rng):
    return rng.uniform(-0.5, 0.5, size=(h, k)).astype(np.float32)


def _step(nets, feedback, x, t, lr):
    """Learn one example for each seed, in every net, in place.

    Shapes: W1 (rules, seeds, d, h), b1 (rules, seeds, h), W2 (rules, seeds, h, k),
    b2 (rules, seeds, k), feedback (seeds, h, k), x (seeds, d), t (seeds, k).
    """
    W1, b1, W2, b2 = (nets[name] for name in _NAMES)
    z1 = np.matmul(x[:, np.newaxis], W1)[:, :, 0] + b1
    a1 = _sigmoid(z1)
    error = _sigmoid(np.matmul(a1[:, :, np.newaxis], W2)[:, :, 0] + b2)
    slope = error * (1 - error)
    error -= t
    delta2 = error * slope
    delta2[_NO_OUTPUT_SLOPE] = error[_NO_OUTPUT_SLOPE]
    sent_back = delta2.copy()
    sent_back[_NO_OUTPUT_SLOPE_IN_HIDDEN] = error[_NO_OUTPUT_SLOPE_IN_HIDDEN]

    dW2 = a1[..., np.newaxis] * delta2[:, :, np.newaxis]
    dW2 *= lr
    back = np.matmul(W2, sent_back[..., np.newaxis])[..., 0]
    moved = W2[_W2_FIRST] - dW2[_W2_FIRST]
    for rule, weights in ((_W2_FIRST, moved), (_RANDOM_FEEDBACK, feedback)):
        back[rule] = np.matmul(weights, sent_back[rule][..., np.newaxis])[..., 0]

    slope = a1 * (1 - a1)
    slope[_NO_HIDDEN_SLOPE] = 1
    twice = _sigmoid(a1[_SLOPE_TWICE])
    slope[_SLOPE_TWICE] = twice * (1 - twice)
    slope[_FLIPPED] *= -1
    sums = z1[_SLOPE_OF_SUMS]
    # Cut off, so that nets which explode stay finite.
    slope[_SLOPE_OF_SUMS] = np.clip(sums * (1 - sums), -1e4, 1e4)
    delta1 = back * slope
    delta1 *= lr

    for b, delta in ((b1, delta1), (b2, lr * delta2)):
        b[:_NO_BIASES] -= delta[:_NO_BIASES]
        b[_NO_BIASES + 1 :] -= delta[_NO_BIASES + 1 :]
    b1[_W1_FROZEN] += delta1[_W1_FROZEN]
    delta1[_W1_FROZEN] = 0
    W2 -= dW2
    W1 -= x[:, :, np.newaxis] * delta1[:, :, np.newaxis]


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))
