"""Gradebook, feedback pages and the instructor's report."""
