"""One folder per assignment, named like its chapter."""
