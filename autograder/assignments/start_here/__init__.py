"""Assignment zero: how checks, hints and handing in work, and shapes of arrays."""
