"""The command line of Rõ Việc: `main` runs it, `app.app` is the tree of commands."""

import gc
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line of this process; what it writes is its owner's alone."""
    os.umask(0o077)
    # What a command loads stays: looking through it for garbage, now or at the end, takes a third of its time.
    gc.set_threshold(400_000)
    try:
        sys.exit(_run())
    finally:
        gc.freeze()


def _run() -> int:
    from roviec.bot.cli.shell import run  # Here begins what takes time.

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Vietnamese must leave whole, whatever the locale.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return run(sys.argv[1:])
