"""How many examples a property is searched with: each test's own number, or `EXAMPLES=20000` for all of them."""

import os


def examples(usual: int = 100) -> int:
    """Return the number of examples to draw."""
    return int(os.environ.get("EXAMPLES", usual))
