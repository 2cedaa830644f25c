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


@dataclass(frozen=True)
class Workshop:
    """Rooms, their folder, how many processes may work, and what they draw."""

    rooms: Sequence[str]
    folder: Path
    workers: int
    sample: int
    """How many mutants are drawn of each room; 0: all."""
    seed: int

    def furnish(self) -> None:
        """Copy the project and say what is mutated, what tests it, and which mutants the type checker refuses."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        skipped = shutil.ignore_patterns("__pycache__", ".*")
        for name in COPIED:
            source, copy = ROOT / name, self.folder / name
            shutil.copytree(source, copy, ignore=skipped) if source.is_dir() else shutil.copy2(source, copy)
        rooms = {room: files_of([room]) for room in self.rooms}
        (self.folder / "rooms.json").write_text(json.dumps(rooms))
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
            # What is not mutated is checked once for all rooms.
            "--cache-dir",
            str(self.folder.parent / "types"),
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

    def run(self, seconds: float) -> dict[str, str]:
        """Let the tests meet the drawn mutants that they have not met yet; return what became of those that were met.

        RuntimeError when none was, with the tool's words.
        """
        said = self._mutmut("run", "--max-children", str(self.workers), seconds=seconds)
        found = {name: word for name, word in self.results().items() if word != UNMET}
        if not found:
            raise RuntimeError(f"no mutant of {self.rooms} was met:\n{said[-4000:]}")
        return found

    def of_room(self, room: str, found: dict[str, str]) -> dict[str, str]:
        """Return what became of the mutants of one room."""
        module = f"roviec/{room.strip('/')}".removesuffix(".py").replace("/", ".")
        return {name: word for name, word in found.items() if f"{name}.".startswith(f"{module}.")}

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
        drawn = ("tests.mutants.drawn", str(self.sample), str(self.seed))
        command = [sys.executable, "-m", *drawn, *arguments]
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
