"""Assignment of chapter 3: the two-layer sigmoid net."""
