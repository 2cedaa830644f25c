"""`python -m tests.again CODE`: after a whole run that ended with CODE, look again at what raced with the machine.

A test that starts processes or browsers, or looks at a clock on the wall, may lose a race on a machine that is busy
with its neighbours. Up to `MOST` of them, and nothing else, are run once more, alone: who passes then is named, for it,
or what it tests, is unsteady. docs/decisions/0037 says why.
"""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

ROOT = Path(__file__).parents[1]
FAILED = 1
"""How pytest says that tests failed; whatever else went wrong stays wrong."""
MOST = 3
_RACES = ("playwright", "create_subprocess_exec", "tests.crash.lives", "monotonic()", "perf_counter()")


def races(path: Path) -> bool:
    """Tell whether the tests of a file start processes or browsers, or look at a clock on the wall."""
    words = path.read_text("utf-8") if path.suffix == ".py" and path.exists() else ""
    return path.parent.name == "crash" or any(mark in words for mark in _RACES)


def may_race(failed: Collection[str], root: Path = ROOT) -> bool:
    """Tell whether these tests, by their ids, are few and may all have lost a race."""
    files = [root / name.partition("::")[0] for name in failed]
    return 0 < len(failed) <= MOST and all("::" in name for name in failed) and all(map(races, files))


def main(code: int) -> int:
    """Run again what may have lost a race; return how it ends."""
    kept = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
    failed = sorted(json.loads(kept.read_text("utf-8"))) if kept.exists() else []
    if code != FAILED or not may_race(failed):
        return code
    print("\nOnce more, alone:", *failed, sep="\n  ", flush=True)
    again = subprocess.run([sys.executable, "-m", "pytest", "-n", "0", *failed], cwd=ROOT, check=False)
    if again.returncode == 0:
        print("UNSTEADY, to be mended though this run passes:", *failed, sep="\n  ", flush=True)
    return again.returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
