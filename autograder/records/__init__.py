"""Gradebook, feedback pages, the instructor's reports, exports, similarity."""
