"""Convolution against loops and against PyTorch.

``make bench-torch`` prints our times divided by PyTorch's, in an environment that has
it.
"""

import json
import sys
import time

import numpy as np

from solutions.digit_networks import OneCycle, digit_network
from solutions.fast_convolution import direct_backward, direct_forward
from solutions.winograd import winograd_backward, winograd_forward

__all__ = ["BATCHES", "LAYERS", "compare_with_loops", "compare_with_torch"]

# Shapes of the second convolution of both large networks: n, h, w, c, f.
LAYERS = {"64-32": (32, 26, 26, 64, 32), "64-pool-128": (32, 13, 13, 64, 128)}
BATCHES = {"64-32": 32, "64-pool-128": 32, "8-pool-16-pool": 16}
ROUNDS = 12


def compare_with_loops(name: str) -> dict[str, float]:
    """Time a layer forward and back, ours and loops over every product.

    Parameters
    ----------
    name : str
        A key of `LAYERS`. The loops get one picture, and one row of its outputs;
        their time is multiplied up.

    Returns
    -------
    dict
        Processor seconds for the batch, "loops" and "ours", and their ratio.
    """
    X, W, b, dY = _layer(name)

    def ours():
        _, V = winograd_forward(X, W, b)
        winograd_backward(dY, V, W, X.shape)

    n, h_out, w_out, f = dY.shape
    x, w, dy = X[0].tolist(), W.tolist(), dY[0].tolist()
    c = X.shape[3]

    def loops():
        dx = np.zeros(X.shape[1:]).tolist()
        dw = np.zeros(W.shape).tolist()
        for j in range(w_out):
            for g in range(f):
                total, slope = 0.0, dy[0][j][g]
                for a in range(3):
                    for e in range(3):
                        for k in range(c):
                            total += x[a][j + e][k] * w[a][e][k][g]
                            dx[a][j + e][k] += slope * w[a][e][k][g]
                            dw[a][e][k][g] += slope * x[a][j + e][k]

    seconds = {"loops": _best(loops, 3) * h_out * n, "ours": _best(ours, ROUNDS)}
    return {**seconds, "ratio": seconds["loops"] / seconds["ours"]}


def compare_with_torch() -> dict[str, dict[str, float]]:
    """Time layers and whole steps, ours and PyTorch's, in turns.

    Returns
    -------
    dict
        Our time divided by that of PyTorch's faster memory layout.
    """
    import torch

    torch.set_num_threads(1)
    return {
        "layer, Winograd": {name: _layer_ratio(torch, name, True) for name in LAYERS},
        "layer, direct": {name: _layer_ratio(torch, name, False) for name in LAYERS},
        "whole step": {name: _step_ratio(torch, name) for name in BATCHES},
    }


def _layer(name):
    n, h, w, c, f = LAYERS[name]
    rng = np.random.default_rng(0)
    shapes = [(n, h, w, c), (3, 3, c, f), (f,), (n, h - 2, w - 2, f)]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def _layer_ratio(torch, name, is_winograd):
    X, W, b, dY = _layer(name)

    def ours():
        if is_winograd:
            _, V = winograd_forward(X, W, b)
            winograd_backward(dY, V, W, X.shape)
        else:
            direct_forward(X, W, b)
            direct_backward(dY, X, W)

    def theirs(layout):
        layer = torch.nn.Conv2d(*W.shape[2:], 3).to(memory_format=layout)
        x, dy = (
            torch.from_numpy(array.transpose(0, 3, 1, 2).copy())
            .contiguous(memory_format=layout)
            .requires_grad_()
            for array in (X, dY)
        )

        def run():
            x.grad = None
            layer.zero_grad()
            layer(x).backward(dy.detach())

        return run

    layouts = (torch.channels_last, torch.contiguous_format)
    return _ratio(ours, [theirs(layout) for layout in layouts])


def _step_ratio(torch, name):
    rng, size = np.random.default_rng(0), BATCHES[name]
    X = rng.uniform(size=(size, 28, 28, 1)).astype(np.float32)
    y = rng.integers(10, size=size)
    network, cycle = digit_network(name, rng), OneCycle(0.001, 1000)

    def ours():
        network.backward(X, y)
        network.set_params(cycle.update(network.grads, network.params))

    def theirs(layout):
        nn, parts = torch.nn, []
        for layer, shape in zip(network.layers, network.shapes, strict=False):
            kind = type(layer).__name__
            if kind == "Conv":
                parts.append(nn.Conv2d(shape[2], layer.filters, 3))
            elif kind == "Dense":
                parts.append(nn.Linear(shape[0], 10))
            else:
                made = {"Activation": nn.ReLU, "Flatten": nn.Flatten}
                parts.append(nn.MaxPool2d(2) if kind == "MaxPool" else made[kind]())
        model = nn.Sequential(*parts).to(memory_format=layout)
        adam = torch.optim.Adam(model.parameters(), lr=0.001)
        x = torch.from_numpy(X.transpose(0, 3, 1, 2).copy())
        x, labels = x.contiguous(memory_format=layout), torch.from_numpy(y)

        def run():
            adam.zero_grad()
            nn.functional.cross_entropy(model(x), labels).backward()
            adam.step()

        return run

    layouts = (torch.channels_last, torch.contiguous_format)
    return _ratio(ours, [theirs(layout) for layout in layouts])


def _ratio(ours, theirs):
    """Run all in turns, and divide our best time by the best of the others."""
    times = {run: [] for run in (ours, *theirs)}
    for _ in range(ROUNDS):
        for run, measured in times.items():
            measured.append(_best(run, 1))
    best = [min(measured[1:]) for measured in times.values()]
    return round(best[0] / min(best[1:]), 2)


def _best(action, rounds):
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        action()
        seconds.append(time.process_time() - started)
    return min(seconds)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(compare_with_torch(), indent=2) + "\n")
