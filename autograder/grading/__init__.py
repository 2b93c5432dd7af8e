"""Grade a class: find the answers, ask them in isolation, judge them."""
