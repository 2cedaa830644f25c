"""What a new version of a form changes, told as somebody who answers would notice it."""

import pytest

from roviec.survey.authoring.differences import Change, What, breaks_series, differences
from roviec.survey.load import load, shipped_text
from tests.handlers.survey_stage import short_form

OLD = short_form()


def changes(*replaced: tuple[str, str]) -> list[Change]:
    text = OLD
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after, 1)
    return differences(load(OLD), load(text))


def test_the_same_form_has_no_difference() -> None:
    assert changes() == []
    assert changes(('version = "1"', 'version = "2"')) == []
    for code in ("mot-cua", "sipas-2026", "ho-so"):
        form = load(shipped_text(code))
        assert differences(form, form) == []


@pytest.mark.parametrize(
    ("before", "after", "part", "breaks"),
    [
        ("Thái độ phục vụ của công chức.", "Thái độ của công chức.", "text", True),
        ("How politely you were served.", "How you were served.", "text.en", True),
        ('"Bình thường"', '"Tạm được"', "options", True),
        ("Phiếu thử", "Phiếu mới", "title", False),
        ("Xin cảm ơn Ông/Bà.", "Cảm ơn.", "thanks", False),
        ("Ông/Bà có đồng ý", "Ông/Bà đồng ý", "consent", False),
        ("minimum_age = 18", "minimum_age = 20", "minimum_age", False),
    ],
)
def test_each_part_is_named(before: str, after: str, part: str, breaks: bool) -> None:
    found = changes((before, after))
    assert [(change.what, change.part) for change in found] == [(What.CHANGED, part)]
    assert breaks_series(found) is breaks
    said = {"minimum_age = 18": "18", "minimum_age = 20": "20"}
    assert said.get(before, before.strip('"')) in found[0].before
    assert said.get(after, after.strip('"')) in found[0].after


def test_questions_come_go_and_move() -> None:
    renamed = changes(('id = "kenh"', 'id = "kenh-tin"'))
    assert [(change.what, change.where) for change in renamed] == [
        (What.ADDED, "kenh-tin"),
        (What.REMOVED, "kenh"),
    ]
    head, *items = OLD.split("[[sections.items]]")
    swapped = "[[sections.items]]".join([head, items[2], items[0], items[1]])
    moved = differences(load(OLD), load(swapped))
    assert [(change.what, change.where) for change in moved] == [(What.MOVED, "y-kien")]
