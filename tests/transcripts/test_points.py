"""Every promise of points.md is read in a transcript of the web chat and in one of the Zalo bot."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
POINTS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (HERE / "points.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d", line)
]
LAST = 25
NEVER = ("thôi việc", "bảng bên dưới", "Hệ thống gặp lỗi", "None")
"""Words that stand in no chat: the first is the law's for leaving one's job."""


def _read(channel: str, script: str) -> str:
    """Return what was typed and read, as one line."""
    text = (HERE / channel / f"{script}.md").read_text("utf-8")
    return " ".join(re.sub(r"^> ?|\\$", "", text, flags=re.MULTILINE).split())


def test_no_point_is_left_out() -> None:
    assert {int(row[0]) for row in POINTS} == set(range(1, LAST + 1))


@pytest.mark.parametrize("channel", ["web", "zalo_bot"])
@pytest.mark.parametrize("row", POINTS, ids=[f"{row[0]}-{row[2]}-{n}" for n, row in enumerate(POINTS)])
def test_a_promise_is_read_on_both_channels(row: list[str], channel: str) -> None:
    read = _read(channel, row[2])
    assert [words for words in row[3].split(" · ") if words not in read] == []


def test_every_script_shows_a_promise() -> None:
    shown = {row[2] for row in POINTS}
    scripts = {f"promised/{path.stem}" for path in (HERE / "scripts" / "promised").glob("*.txt")}
    assert scripts - shown == set()


@pytest.mark.parametrize("channel", ["web", "zalo_bot", "zalo_oa", "telegram"])
def test_no_transcript_holds_what_nobody_should_read(channel: str) -> None:
    read = {path.name: path.read_text("utf-8") for path in (HERE / channel).rglob("*.md")}
    assert [(name, words) for name, text in read.items() for words in NEVER if words in text] == []
