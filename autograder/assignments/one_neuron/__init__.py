"""Assignment of chapter 1: one neuron."""
