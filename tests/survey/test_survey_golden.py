"""Each file in golden/ is a script and the transcript it must give; they double as documentation."""

import os
import re
from pathlib import Path

import pytest

from roviec.survey.load import shipped
from roviec.survey.play import play

FILES = sorted((Path(__file__).parent / "golden").glob("*.md"))
FENCE = re.compile(r"```text\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_script_gives_its_transcript(path):
    text = path.read_text(encoding="utf-8")
    form = shipped()[re.search(r"Phiếu: `([a-z0-9-]+)`", text)[1]]
    script, transcript = FENCE.findall(text)
    heard = play(form, script.splitlines())
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text.replace(f"```text\n{transcript}```", f"```text\n{heard}```"), encoding="utf-8")
    else:
        assert heard == transcript


def test_there_are_golden_files():
    assert len(FILES) >= 5
