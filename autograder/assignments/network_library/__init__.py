"""Assignment of chapter 4: a network as a library."""
