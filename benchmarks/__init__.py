"""Ratios of speed, each measured against its peer in one run."""
