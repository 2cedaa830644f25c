"""What the documents show works as it stands there."""

import re
from pathlib import Path

from roviec.survey.check import check
from roviec.survey.load import load

DOCS = Path(__file__).parents[2] / "docs"


def test_the_smallest_form_of_the_format_can_be_used() -> None:
    page = (DOCS / "questionnaires.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert check(shown[1]) == []
    form = load(shown[1])
    assert form.title["vi"] == "Phiếu khảo sát tại Bộ phận Một cửa"
    assert [item.id for item in form.items] == ["a.1"]


def test_decision_records_have_a_number_each() -> None:
    numbers = [path.name[:4] for path in (DOCS / "decisions").glob("*.md")]
    assert sorted(numbers) == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_the_quick_tests_exist() -> None:
    makefile = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
    listed = re.search(r"QUICK := (.*?)\n(?=\S)", makefile, re.DOTALL)
    assert listed is not None
    paths = listed[1].replace("\\\n", " ").split()
    assert len(paths) > 10
    assert [path for path in paths if not (DOCS.parent / path).is_file()] == []


WALKED = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.py)(?::([A-Za-z_]+))?`")


def test_the_ways_through_the_house_name_what_is_there() -> None:
    page = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = WALKED.findall(page)
    assert len(named) > 40
    for path, name in named:
        source = (DOCS.parent / "roviec" / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^\s*(?:async )?(?:def|class) {name}\b", source, re.MULTILINE), (
            path,
            name,
        )
