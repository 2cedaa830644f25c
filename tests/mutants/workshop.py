"""A copy of the project where a room's code is mutated, and what became of each mutant there."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.rooms import LEFT_OUT, patterns_of, tests_of

ROOT = Path(__file__).parents[2]
COPIED = ("roviec", "tests", "bench", "docs", "config.toml", "README.md", "Makefile", "pyproject.toml")
KILLED = ("killed", "timeout", "segfault")
REFUSED, UNMET = "caught by type check", "not checked"
NOBODY = "-"
"""A name that no mutant has."""


@dataclass(frozen=True)
class Workshop:
    """A room, its folder and how many processes may work."""

    room: str
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
        checker = [sys.executable, "-m", "mypy", f"roviec/{self.room}", "--output", "json"]
        settings = {
            "source_paths": ["roviec"],
            "only_mutate": patterns_of(self.room),
            "do_not_mutate": list(LEFT_OUT),
            "also_copy": [name for name in COPIED if name not in ("roviec", "tests", "pyproject.toml")],
            "pytest_add_cli_args": ["--hypothesis-seed=0", "-p", "no:cacheprovider", "-p", "no:xdist"],
            "pytest_add_cli_args_test_selection": list(tests_of(self.room)),
            "type_check_command": [*checker, "--disable-error-code", "unused-ignore"],
            "timeout_multiplier": 5.0,
            "timeout_constant": 2.0,
        }
        lines = (f"{key} = {json.dumps(value)}" for key, value in settings.items())
        return "\n[tool.mutmut]\n" + "\n".join(lines) + "\n"

    def names(self) -> list[str]:
        """Return the names of all mutants, sorted; RuntimeError with the tool's words when there are none."""
        # The tool writes them before it looks for the ones it is asked to run.
        said = self._mutmut("run", NOBODY)
        names = sorted(self.results())
        if not names:
            raise RuntimeError(f"no mutants of {self.room}:\n{said[-4000:]}")
        return names

    def run(self, names: Sequence[str]) -> dict[str, str]:
        """Let the tests meet some mutants; return what became of each, RuntimeError when one was not met."""
        said = self._mutmut("run", "--max-children", str(self.workers), *names)
        found = self.results()
        if missed := [name for name in names if found[name] == UNMET]:
            raise RuntimeError(f"{len(missed)} of {len(names)} mutants were not met:\n{said[-4000:]}")
        return {name: found[name] for name in names}

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

    def _mutmut(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "mutmut", *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr
