"""Chapter 10's networks and PyTorch, given the same weights, with 64 bits."""

import numpy as np
import pytest

from solutions.digit_networks import digit_network
from solutions.winograd import winograd_backward, winograd_forward

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", ["64-32", "64-pool-128", "8-pool-16-pool"])
def test_outputs_and_slopes_agree(name):
    import torch

    rng = np.random.default_rng(0)
    network = digit_network(name, rng, np.float64)
    # Biases other than 0: on blank paper, sums would be exactly at the kink.
    network.set_params(
        {key: a + 0.1 * rng.normal(size=a.shape) for key, a in network.params.items()}
    )
    X, y = rng.uniform(size=(3, 28, 28, 1)), rng.integers(10, size=3)
    X[:, :9] = 0
    params = {
        key: torch.tensor(array, requires_grad=True)
        for key, array in network.params.items()
    }
    functional = torch.nn.functional
    A = torch.from_numpy(X).permute(0, 3, 1, 2)
    for layer in network.layers:
        kind = type(layer).__name__
        if layer.params:
            W, b = params[layer.name, "W"], params[layer.name, "b"]
        if kind == "Conv":
            A = functional.conv2d(A, W.permute(3, 2, 0, 1), b)
        elif kind == "MaxPool":
            A = functional.max_pool2d(A, 2)
        elif kind == "Activation":
            A = torch.relu(A)
        elif kind == "Flatten":
            A = A.permute(0, 2, 3, 1).reshape(len(X), -1)
        else:
            A = A @ W + b
    loss = functional.cross_entropy(A, torch.from_numpy(y))
    loss.backward()
    assert network.backward(X, y) == pytest.approx(loss.item(), abs=1e-10)
    np.testing.assert_allclose(network.forward(X), A.detach().numpy(), atol=1e-10)
    for key, slopes in network.grads.items():
        np.testing.assert_allclose(slopes, params[key].grad.numpy(), atol=1e-10)


@pytest.mark.parametrize(("h", "c", "f"), [(26, 64, 32), (13, 64, 128)])
def test_winograd_with_32_bits_is_near_the_slopes_with_64(h, c, f):
    import torch

    rng = np.random.default_rng(1)
    X, W = rng.normal(size=(4, h, h, c)), rng.normal(size=(3, 3, c, f))
    b, dY = rng.normal(size=f), rng.normal(size=(4, h - 2, h - 2, f))
    tensors = [
        torch.tensor(array, requires_grad=True)
        for array in (X.transpose(0, 3, 1, 2), W.transpose(3, 2, 0, 1), b)
    ]
    outputs = torch.nn.functional.conv2d(*tensors)
    outputs.backward(torch.from_numpy(dY.transpose(0, 3, 1, 2).copy()))
    X, W, b, dY = (array.astype(np.float32) for array in (X, W, b, dY))
    Y, V = winograd_forward(X, W, b)
    got = (Y, *winograd_backward(dY, V, W, X.shape))
    x, w, bias = (tensor.grad.numpy() for tensor in tensors)
    y = outputs.detach().numpy().transpose(0, 2, 3, 1)
    expected = (y, x.transpose(0, 2, 3, 1), w.transpose(2, 3, 1, 0), bias)
    for ours, theirs in zip(got, expected, strict=True):
        assert np.max(np.abs(ours - theirs)) < 3e-5 * np.max(np.abs(theirs))
