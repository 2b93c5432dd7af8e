"""Which submissions are alike: normalised tokens, winnowing, pairs, a page."""
