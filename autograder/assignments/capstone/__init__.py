"""Assignment of the capstone: a digit classifier of one's own functions."""
