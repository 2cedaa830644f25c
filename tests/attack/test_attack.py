"""The attacks that take no long, and a few seconds of fuzzing; `make attack` does all of it."""

from pathlib import Path

import pytest

from tests.attack.__main__ import after, tried
from tests.attack.fuzz import fuzz
from tests.attack.known import KNOWN
from tests.attack.office import opened


@pytest.mark.timeout(1800)
async def test_an_office_holds(tmp_path: Path) -> None:
    async with opened(tmp_path) as office:
        through = {one.what: why for one in KNOWN if not one.slow and (why := await tried(office, one))}
        harvest = await fuzz(office, seed=7, seconds=3)
        faults = await after(office)
        assert "Traceback" not in office.log
    faults += [fault for one in harvest.values() for fault in one.faults]
    assert (through, faults) == ({}, [])
    assert all(one.tries for one in harvest.values())
