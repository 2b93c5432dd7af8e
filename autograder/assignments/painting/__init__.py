"""Assignment of chapter 5: painting with a deep network."""
