"""The sample district's data, read from its file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def sample() -> dict[str, Any]:
    """Return the sample: office, plan, people, citizens, targets, tasks and the report due from every unit."""
    return tomllib.loads((files(__package__) / "tam_duong.toml").read_text("utf-8"))
