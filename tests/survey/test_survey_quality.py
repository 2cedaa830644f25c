"""Flags are raised on hasty and mechanical answers, and the index is shown with and without them."""

from roviec.survey.load import shipped
from roviec.survey.points import mark
from roviec.survey.quality import Flag, flags, is_speeder, is_straight_liner

DESK = shipped()["mot-cua"]
CRITERIA = DESK.contents[0].criteria


def test_a_speeder_takes_less_than_two_seconds_a_question():
    assert is_speeder(31.9, 16)
    assert not is_speeder(32, 16)
    assert not is_speeder(1, 4)


def test_a_straight_liner_gives_one_level_to_ten_criteria_or_more():
    assert is_straight_liner(dict.fromkeys(CRITERIA, 5), CRITERIA)
    assert not is_straight_liner({**dict.fromkeys(CRITERIA, 5), "sipas.30": 4}, CRITERIA)
    assert not is_straight_liner(dict.fromkeys(CRITERIA[:9], 5), CRITERIA)
    assert is_straight_liner({**dict.fromkeys(CRITERIA, 5), "sipas.30": None, "chung": 1}, CRITERIA)


def test_flags_are_gathered_and_an_unknown_time_raises_none():
    answers = dict.fromkeys(CRITERIA, 3)
    assert flags(answers, CRITERIA, seconds=10) == frozenset(Flag)
    assert flags(answers, CRITERIA, seconds=None) == {Flag.STRAIGHT_LINER}


def test_the_dossier_mark_adds_points_of_what_was_answered():
    form = shipped()["ho-so"]
    every = {item.id: 1 for item in form.items if item.options}
    assert (mark(form, every).points, mark(form, every).most) == (18, 18)
    found = mark(form, {"ho-so.1": 2, "ho-so.2": 3, "ho-so.3": None})
    assert (found.points, found.most, found.indicators, found.percent) == (1, 4, 2, 25)
    assert mark(form, {}).percent is None
