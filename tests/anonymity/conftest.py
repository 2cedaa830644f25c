"""Two empty databases on the same engine, to be compared."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def two_urls(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """The addresses of two databases with every table, on each engine in turn."""
    if request.param == "postgresql":
        return [request.getfixturevalue(f"postgres_world_{name}") for name in "ab"]
    for name in "ab":
        shutil.copyfile(request.getfixturevalue("tables"), tmp_path / f"{name}.db")
    return [f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in "ab"]
