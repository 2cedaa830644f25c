"""Each guide tells what is there: its commands, the labels of its buttons, its pictures; and it fits its page."""

import re
from pathlib import Path
from typing import Any

import pytest

from roviec.bot.cli.app import loaded
from roviec.handlers.choices.commands import Command
from roviec.texts import catalogue

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = [
    DOCS / f"huong-dan-{name}.md" for name in ("can-bo", "lanh-dao", "quan-tri", "to-khao-sat", "trang")
]
WRITTEN = re.compile(r"«([^»]+)»")
# Labels that are no sentences of ours, and words that people write themselves.
OWN = {"Excel", "CSV", "đã xong 60%", "xin lùi 5 ngày"}
SAID = {"trước 30/6", "trong tháng 9", "hằng quý", "chưa thực hiện", "hoàn thành ngày 12/6/2026"}
SAID |= {"đang thực hiện 60%", "1.234", "12,5 %"}
"""What a cell of a sheet or a field may hold."""
SMALL = 60 * 1024


def spoken() -> set[str]:
    """Return everything that a button or a heading may say, in Vietnamese."""
    return set(catalogue("vi").sentences.values())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_label_is_a_label(guide: Path) -> None:
    known = spoken()
    if guide.stem == "huong-dan-trang":
        known |= SAID | set(re.findall(r"^## (.*)$", guide.read_text(encoding="utf-8"), re.MULTILINE))
    named = [
        label
        for label in WRITTEN.findall(" ".join(guide.read_text(encoding="utf-8").split()))
        if label not in OWN
    ]
    assert named
    assert [label for label in named if label not in known] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_is_a_command(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    commands = re.findall(r"`/([a-z]+)", text)
    assert commands
    assert [one for one in commands if one not in set(Command) | {"start"}] == []
    whole: Any = loaded()
    for line in re.findall(r"`roviec ([^`]+)`", text):
        here = whole
        for word in line.split():
            if not hasattr(here, "commands"):
                break
            found = here.get_command(None, word)
            assert found is not None, line
            here = found
        options = {one for parameter in here.params for one in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, line


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_picture_is_there_small_and_used(guide: Path) -> None:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text(encoding="utf-8")):
        found = DOCS / path
        assert found.is_file(), path
        assert found.read_bytes()[:4] == b"\x89PNG"
        assert found.stat().st_size <= SMALL, path


def test_no_picture_is_kept_that_nobody_shows() -> None:
    shown = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    assert [
        path.name for path in (DOCS / "pictures").glob("*.png") if f"pictures/{path.name}" not in shown
    ] == []


@pytest.mark.parametrize("guide", GUIDES[:4], ids=lambda path: path.stem)
def test_a_guide_fits_one_page(guide: Path) -> None:
    lines = [line for line in guide.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 45
    assert sum(map(len, lines)) <= 3000
