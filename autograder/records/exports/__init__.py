"""Grades for learning management systems, one module for each format."""
