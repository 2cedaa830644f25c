"""The same slice of a core for each process: what cores of their own would give, on a machine that has few.

Only ratios are worth something here: a whole core is as many times faster as the slice is smaller, and the database and
the messenger, which have all the rest, are then the first to lack something.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/cpu")
"""Control groups, version 1: only root writes to them."""
SLICE = 0.2
"""Of a core: four of them leave the database and the messenger more than half of a machine of two cores."""
PERIOD = 10_000
"""Microseconds in which a process has its slice: short, so that none waits long for its turn."""


def can_slice() -> bool:
    """Tell whether this machine lets us."""
    return os.access(GROUPS / "cgroup.procs", os.W_OK) and (GROUPS / "cpu.cfs_quota_us").exists()


@contextmanager
def sliced(pids: Sequence[int]) -> Iterator[None]:
    """Leave each process no more than its slice meanwhile."""
    groups = [GROUPS / f"roviec-bench-{pid}" for pid in pids]
    try:
        for pid, group in zip(pids, groups, strict=True):
            group.mkdir()
            (group / "cpu.cfs_period_us").write_text(str(PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(int(PERIOD * SLICE)))
            (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        for group in groups:
            if group.exists():
                for left in (group / "cgroup.procs").read_text().split():
                    (GROUPS / "cgroup.procs").write_text(left)
                group.rmdir()
