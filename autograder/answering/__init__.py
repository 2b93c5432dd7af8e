"""What runs beside an answer: it takes requests and replies with plain data.

The same code answers in a student's notebook and in the sandbox, so a check
sees the same values in both.
"""
