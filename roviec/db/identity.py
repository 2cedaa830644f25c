"""Who a process is to the others, and whether one of this machine is dead.

Who was killed is known to the kernel at once: nobody waits for its duties to run out. Of other machines, and of
systems that do not tell, nothing is known but that a duty was not renewed.
"""

import hashlib
import os
import secrets
import socket
from functools import cache
from pathlib import Path

from roviec.folding import whole

_PROC = Path("/proc")


def myself() -> str:
    """Return a name that no other process has and no later one gets: host/pid/machine/birth/random."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_machine()}/{_birth(pid) or ''}/{secrets.token_hex(4)}"


def shown(name: str) -> str:
    """Return the part of a name that people need: host/pid."""
    return "/".join(name.split("/")[:2])


def is_gone(name: str) -> bool:
    """Tell that a process ran on this machine and surely runs no more; False where that can't be known."""
    _, pid, machine, birth, *_ = f"{name}////".split("/")
    if not machine or machine != _machine() or not birth or whole(pid) is None:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    now = _birth(int(pid))
    # A number may have a new bearer; what can't be read (hidden processes) may be alive.
    return now is not None and now != birth


@cache
def _machine() -> str:
    """Return a mark of this boot of this machine and its numbering of processes, "" where there is none."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text()
        numbering = os.stat(_PROC / "self/ns/pid").st_ino
    except OSError:
        return ""
    return hashlib.sha256(f"{boot}{numbering}".encode()).hexdigest()[:12]


def _birth(pid: int) -> str | None:
    """Return when a process began, in ticks since the boot; "" for one that only waits to be buried."""
    try:
        state, *rest = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return "" if state in "ZX" else rest[18]
