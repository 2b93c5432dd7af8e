"""Assignment of chapter 9: dense layers, optimisers, saving."""
