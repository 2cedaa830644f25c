"""Reading a document in a process of its own, so that a hostile or huge one harms nobody else."""

import asyncio
import json
import pickle
import subprocess
import sys
from typing import Any

from roviec.db.plans import errors as ours
from roviec.handlers.plans.share import SECONDS
from roviec.tasks.calendar import Calendar
from roviec.tasks.reading import errors as theirs
from roviec.tasks.reading.model import ReadingSettings


async def read_apart(
    data: bytes, name: str, *, calendar: Calendar, settings: ReadingSettings
) -> dict[str, Any]:
    """Return what `stored` makes of the document, within 10 s and 500 MB; raise a `PersonError` otherwise."""
    job = pickle.dumps((data, name, calendar, settings))
    try:
        done = await asyncio.to_thread(_run, job)
    except subprocess.TimeoutExpired:
        raise ours.TooSlow(name=name) from None
    if done.returncode != 0:
        raise ours.Unreadable(name=name)
    said = json.loads(done.stdout)
    if "error" in said:
        kind = getattr(theirs, said["error"], theirs.DocumentError)
        raise kind(**said["values"])
    read: dict[str, Any] = said["read"]
    return read


def _run(job: bytes) -> subprocess.CompletedProcess[bytes]:
    # Two seconds more than the limit on computing: starting Python takes some of them.
    return subprocess.run(
        [sys.executable, "-m", "roviec.handlers.plans.child"],
        input=job,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS + 2,
        check=False,
    )
