"""Golden conversations: each script is played on each channel and must read as it did.

To accept a change, run with GOLDEN=write and read the difference.
"""

import os
from pathlib import Path

import pytest

from roviec.db.engine import Database
from roviec.delivery import courier
from tests.transcripts import numbered, stage

HERE = Path(__file__).parent
SCRIPTS = sorted((HERE / "scripts").glob("*.txt"))
STAGES = {
    "web": stage.web,
    "telegram": stage.telegram,
    "zalo_bot": numbered.zalo_bot,
    "zalo_oa": stage.zalo_oa,
}
UNASKED = sorted((HERE / "scripts" / "without_templates").glob("*.txt"))
"""Much that is written unasked: where that goes as a template of two lines, there is nothing to read."""
PLAYED = [
    *((script, channel) for script in SCRIPTS for channel in STAGES),
    *((script, channel) for script in UNASKED for channel in ("web", "telegram", "zalo_bot")),
]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mark what was sent at once: a script waits for it after each word, and nobody reads how it was marked."""
    monkeypatch.setattr(courier, "RIDE", 0.0)


@pytest.mark.parametrize(("script", "channel"), PLAYED, ids=[f"{path.stem}-{name}" for path, name in PLAYED])
async def test_a_conversation_reads_as_it_did(
    sqlite: Database, tmp_path: Path, script: Path, channel: str
) -> None:
    async with STAGES[channel](sqlite, tmp_path) as scene:
        played = await scene.play(script.read_text("utf-8"))
    golden = HERE / channel / f"{script.stem}.md"
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(played, "utf-8")
    assert played == golden.read_text("utf-8")
