"""A copy of the project where a room's code is mutated, and what became of each mutant there."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.rooms import LEFT_OUT, ROOT, TIMED, files_of, tests_of

COPIED = ("roviec", "tests", "bench", "docs", "config.toml", "README.md", "Makefile", "pyproject.toml")
KILLED = ("killed", "timeout", "segfault")
REFUSED, UNMET = "caught by type check", "not checked"
NOBODY = "-"
"""A name that no mutant has."""


@dataclass(frozen=True)
class Workshop:
    """Rooms, their folder and how many processes may work."""

    rooms: Sequence[str]
    folder: Path
    workers: int

    def furnish(self) -> None:
        """Copy the project and say what is mutated, what tests it, and which mutants the type checker refuses."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        skipped = shutil.ignore_patterns("__pycache__", ".*")
        for name in COPIED:
            source, copy = ROOT / name, self.folder / name
            shutil.copytree(source, copy, ignore=skipped) if source.is_dir() else shutil.copy2(source, copy)
        with (self.folder / "pyproject.toml").open("a") as config:
            config.write(self._config())

    def _config(self) -> str:
        checker = [
            sys.executable,
            "-m",
            "mypy",
            *(f"roviec/{room}" for room in self.rooms),
            "--output",
            "json",
        ]
        settings = {
            "source_paths": ["roviec"],
            "only_mutate": files_of(self.rooms),
            "do_not_mutate": list(LEFT_OUT),
            "also_copy": [name for name in COPIED if name not in ("roviec", "tests", "pyproject.toml")],
            "pytest_add_cli_args": self._options(),
            "pytest_add_cli_args_test_selection": tests_of(self.rooms),
            "type_check_command": [*checker, "--disable-error-code", "unused-ignore"],
            "timeout_multiplier": 5.0,
            "timeout_constant": 2.0,
        }
        lines = (f"{key} = {json.dumps(value)}" for key, value in settings.items())
        return "\n[tool.mutmut]\n" + "\n".join(lines) + "\n"

    def _options(self) -> list[str]:
        # The other engine would take ten times as long, and its own tests are few.
        options = ["--hypothesis-seed=0", "-k", "not postgres", "-p", "no:cacheprovider", "-p", "no:xdist"]
        # A mutant that raises leaves connections open, of which the next run in the same process would die.
        options += ["-p", "no:unraisableexception"]
        return [*options, *(f"--deselect={test}" for test in TIMED)]

    def names(self) -> list[str]:
        """Return the names of all mutants, sorted; RuntimeError with the tool's words when there are none."""
        # The tool writes them before it looks for the ones it is asked to run.
        said = self._mutmut("run", NOBODY)
        names = sorted(self.results())
        if not names:
            raise RuntimeError(f"no mutants of {self.rooms}:\n{said[-4000:]}")
        return names

    def run(self, names: Sequence[str], seconds: float) -> dict[str, str]:
        """Let the tests meet the mutants that they have not met yet; return what became of those that were met.

        RuntimeError when none was, with the tool's words.
        """
        before = self.results()
        waiting = [name for name in names if before[name] == UNMET]
        said = waiting and self._mutmut("run", "--max-children", str(self.workers), *waiting, seconds=seconds)
        found = {name: word for name, word in self.results().items() if name in names and word != UNMET}
        if not found:
            raise RuntimeError(f"none of {len(names)} mutants was met:\n{said[-4000:]}")
        return found

    def results(self) -> dict[str, str]:
        """Return what became of each mutant, by name."""
        said = self._mutmut("results", "--all", "true")
        pairs = (line.strip().split(": ", 1) for line in said.splitlines() if "__mutmut_" in line)
        return dict(pairs)

    def change(self, name: str) -> str:
        """Return the lines that a mutant takes away and adds."""
        said = self._mutmut("show", name).splitlines()
        changed = [line for line in said if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        return "\n".join(changed)

    def _mutmut(self, *arguments: str, seconds: float | None = None) -> str:
        command = [sys.executable, "-m", "mutmut", *arguments]
        with tempfile.TemporaryFile("w+") as said:
            working = subprocess.Popen(
                command, cwd=self.folder, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
            try:
                working.wait(seconds)
            except subprocess.TimeoutExpired:
                # Its children are at work on a mutant each; what they found so far is written down.
                os.killpg(working.pid, signal.SIGKILL)
                working.wait()
            said.seek(0)
            return said.read()
