"""Assignment of chapter 6: MNIST 784-100-10."""
