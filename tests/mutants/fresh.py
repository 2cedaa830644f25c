"""What was cached before a mutant took its place would hide it: each run of tests begins without."""

import sys


def pytest_sessionstart() -> None:
    """Empty the caches of the project's functions."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "roviec":
            for value in list(vars(module).values()):
                if clear := getattr(value, "cache_clear", None):
                    clear()
