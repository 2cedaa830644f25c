"""The command line of Rõ Việc: `main` runs it, `app` is the tree of commands."""

import gc
import os
import sys

from roviec.bot.cli.app import app
from roviec.bot.cli.shell import run

__all__ = ["app", "main", "run"]


def main() -> None:
    """Run the command line of this process; what it writes is its owner's alone."""
    os.umask(0o077)
    # What a command loads stays: looking through it for garbage takes a fifth of its start.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Vietnamese must leave whole, whatever the locale.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
