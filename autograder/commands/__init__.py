"""The commands of ``autograder``, one module for each kind of work."""
