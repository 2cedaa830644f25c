"""Every door is walked: each command, choice and dialogue must be answered in at least one test of a conversation.

A door counts when its handler, called by the dispatcher, returned: a refusal alone proves nothing. Each process of a
run remembers what it walked; at the end of a whole run the session fails with the names of the doors that are left.
`--doors` asks for the same of a part of the tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

import pytest

from roviec.handlers.frame.router import Door, Handler, Router

WALKED: set[str] = set()
TABLES = ("commands", "actions", "dialogues", "groups", "others")
_recording = True


@contextmanager
def unrecorded() -> Iterator[None]:
    """Count nothing: what presses every button at random proves no conversation."""
    global _recording
    _recording = False
    try:
        yield
    finally:
        _recording = True


def name_of(table: str, name: str) -> str:
    return f"{table.removesuffix('s')} {name}"


def every_door() -> set[str]:
    """Return the name of each door of the house."""
    from roviec.handlers.all import everything

    whole = everything()
    return {name_of(table, name) for table in TABLES for name in getattr(whole, table)}


def recorded(router: Router) -> Router:
    """Return a router whose handlers note that they answered."""
    noted = Router()
    for table in TABLES:
        for name, entry in getattr(router, table).items():
            handler = _noting(name_of(table, name), entry.handler if isinstance(entry, Door) else entry)
            getattr(noted, table)[name] = Door(entry.kind, handler) if isinstance(entry, Door) else handler
    return noted


@cache
def _noting(name: str, handler: Handler) -> Handler:
    @wraps(handler)
    async def noting(*args: Any) -> None:
        await handler(*args)
        if _recording:
            WALKED.add(name)

    return noting


ENDED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
UNWALKED = 20
"""How a run ends that left doors: no second look at a failed test makes up for them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--doors", action="store_true", help="fail for every door that these tests do not walk")


def pytest_configure(config: pytest.Config) -> None:
    include = Router.include

    def including(self: Router, other: Router) -> None:
        include(self, recorded(other))

    Router.include = including  # type: ignore[method-assign]
    config.add_cleanup(lambda: setattr(Router, "include", include))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take over what a process of the run has walked."""
    WALKED.update(getattr(node, "workeroutput", {}).get("doors", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["doors"] = sorted(WALKED)
    elif exitstatus in ENDED and is_whole(config) and every_door() - WALKED:
        session.exitstatus = UNWALKED


def is_whole(config: pytest.Config) -> bool:
    """Tell whether every test was asked for, or the doors were."""
    chosen = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob", "collectonly")
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return bool(config.getoption("doors")) or (everything and not any(map(config.getoption, chosen)))


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
    left = every_door() - WALKED if is_whole(config) and not config.getoption("collectonly") else set()
    if left:
        terminalreporter.section("doors that no conversation walks")
        for name in sorted(left):
            terminalreporter.line(name)
