"""Assignment of chapter 8: cat or not."""
