"""What a command waits for before it does anything: no library that it does not use, no look for garbage."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from roviec.channels.registered import CHANNELS
from tests.cli.conftest import Office

HEAVY = {
    *("aiohttp", "alembic", "apscheduler", "asyncpg", "docx", "docxtpl", "holidays", "icalendar"),
    *("jinja2", "openpyxl", "pandas", "pdfplumber", "phonenumbers", "polib", "segno", "typst", "uvicorn"),
    *(
        "xlsxwriter",
        "sqlalchemy.dialects.postgresql",
        "roviec.reports.picture",
        "roviec.tasks.reading.lexicon",
    ),
}
"""Each takes from 5 to 200 ms to load."""
SERVING = {"starlette"}
"""What a channel brings that has a page, and nobody else."""
_MAIN = """
import gc, json, pathlib, sys
from roviec.bot.cli import main
try:
    main()
finally:
    found = {"modules": sorted(sys.modules), "looks": gc.get_stats()[2]["collections"], "apart": gc.get_freeze_count()}
    pathlib.Path("loaded.json").write_text(json.dumps(found))
"""


@dataclass(frozen=True)
class Loaded:
    modules: set[str]
    looks: int
    """How often everything was looked through for garbage."""
    apart: int
    """How many objects are taken out of the look at the end."""


def loaded(office: Office, *words: str, **variables: str) -> Loaded:
    root = str(Path(__file__).parents[2])
    surroundings = {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", **variables}
    ran = subprocess.run(
        [sys.executable, "-c", _MAIN, *words],
        cwd=office.folder,
        capture_output=True,
        env=surroundings,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found = json.loads((office.folder / "loaded.json").read_text())
    return Loaded(set(found["modules"]), found["looks"], found["apart"])


@pytest.mark.parametrize(
    "line", ["--help", "tasks", "tasks --help", "index", "units", "letters", "feedback", "audit"]
)
def test_a_short_command_loads_no_library_that_it_does_not_use(staffed: Office, line: str) -> None:
    assert (HEAVY | SERVING) & loaded(staffed, *line.split()).modules == set()


def test_nor_does_it_where_every_channel_is_on(staffed: Office) -> None:
    on = {f"ROVIEC_{one.name}__ENABLED".upper(): "true" for one in CHANNELS if one.section}
    secrets = {f"ROVIEC_{one.name}__{key}".upper(): "1:secret" for one in CHANNELS for key in one.secrets}
    assert HEAVY & loaded(staffed, "tasks", **on, **secrets).modules == set()


def test_a_command_is_not_looked_through_for_garbage(staffed: Office) -> None:
    ran = loaded(staffed, "tasks")
    assert ran.looks == 0
    assert ran.apart > 100_000
