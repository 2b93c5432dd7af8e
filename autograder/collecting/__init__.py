"""Bring what students handed in into the course folder, with a receipt for each."""
