"""Reference networks in pure NumPy: one module per idea, rows are examples.

Every function and class that an exercise asks for has its docstring and its
body here and nowhere else. The student's stub and the proof of the exercise
are generated from them.
"""
