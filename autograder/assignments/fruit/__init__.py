"""Assignment of chapter 7: fruit, features first."""
