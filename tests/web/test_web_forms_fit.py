"""How large a question is set: larger where that was asked for and there is room, never so that a choice is out of sight."""

import pytest

from roviec.survey.session import Stage
from roviec.survey.view import View
from roviec.web.forms.fit import HEIGHT, Fit, fit, fit_within, head_of, top_of

LEVELS = tuple(
    enumerate(("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"), 1)
)
TOP = top_of("UBND xã Đại Lãnh", "Quầy số 3", is_unreviewed=False, is_for_another=False)


def asked(words: int, more: int = 0) -> View:
    return View("a", Stage.QUESTION, "chữ " * words, help="chữ " * more, options=LEVELS)


@pytest.mark.parametrize(
    ("words", "more", "large", "found"),
    [
        (8, 0, False, Fit("usual", False)),
        (8, 0, True, Fit("roomy", False)),
        (8, 40, True, Fit("usual", False)),
        (40, 0, True, Fit("usual", False)),
        (70, 0, False, Fit("dense", False)),
        (40, 60, False, Fit("usual", True)),
        (90, 60, True, Fit("tight", True)),
    ],
)
def test_letters_shrink_before_a_choice_is_out_of_sight(
    words: int, more: int, large: bool, found: Fit
) -> None:
    assert fit(asked(words, more), large=large, above=TOP) == found


def test_more_above_leaves_less_room() -> None:
    busy = top_of("Ủy ban nhân dân xã " * 4, "Quầy " * 9, is_unreviewed=True, is_for_another=True)
    assert TOP < busy < HEIGHT
    assert head_of("Phần " * 30, "") > head_of("Phần", "")
    assert fit_within(asked(8), large=True) == Fit("roomy", False)
    assert fit_within(asked(8), large=True, above=busy) == Fit("usual", False)


def test_other_scripts_are_wider_and_marks_take_no_room() -> None:
    words = View("a", Stage.QUESTION, "ក" * 90, options=LEVELS)
    latin = View("a", Stage.QUESTION, "a" * 90, options=LEVELS)
    assert fit(words, large=True, above=TOP) != fit(latin, large=True, above=TOP)
    assert (
        fit(View("a", Stage.QUESTION, "ក" + "្" * 300, options=LEVELS), large=True, above=TOP).name == "roomy"
    )
