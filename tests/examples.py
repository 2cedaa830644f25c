"""How many examples a property is searched with: each test's own number, or `EXAMPLES=20000` for all of them."""

import os


def searching() -> bool:
    """Tell whether new examples are searched, with the number that was asked for."""
    return "EXAMPLES" in os.environ


def examples(usual: int = 100) -> int:
    """Return the number of examples to draw."""
    return int(os.environ.get("EXAMPLES", usual))
