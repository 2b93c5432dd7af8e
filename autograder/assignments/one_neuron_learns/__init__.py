"""Assignment of chapter 2: one neuron learns."""
