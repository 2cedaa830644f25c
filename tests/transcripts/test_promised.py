"""What is promised to people, shown on a channel with buttons and on one of numbered lines, in a commune of five units."""

import os
from pathlib import Path

import pytest

from roviec.db.engine import Database
from tests.transcripts import commune, numbered, stage

HERE = Path(__file__).parent
SCRIPTS = sorted((HERE / "scripts" / "promised").glob("*.txt"))
STAGES = {"web": stage.web, "zalo_bot": numbered.zalo_bot}


@pytest.mark.parametrize("channel", STAGES)
@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
async def test_a_promise_is_kept_in_a_conversation(
    sqlite: Database, tmp_path: Path, script: Path, channel: str
) -> None:
    others = ("Bà Tẩn", commune.NEW[0])
    async with STAGES[channel](sqlite, tmp_path, commune.furnish, others) as scene:
        played = await scene.play(script.read_text("utf-8"))
    golden = HERE / channel / "promised" / f"{script.stem}.md"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(played, "utf-8")
    assert played == golden.read_text("utf-8")
