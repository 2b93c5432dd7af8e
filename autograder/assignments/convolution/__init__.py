"""Assignment of chapter 10: convolution."""
