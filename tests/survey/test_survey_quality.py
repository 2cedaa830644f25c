"""Flags are raised on hasty and mechanical answers, and the index is shown with and without them."""

import pytest

from roviec.survey.index import Scheme
from roviec.survey.load import load, shipped, shipped_text
from roviec.survey.points import Mark, mark
from roviec.survey.quality import Flag, Rated, compare, flags, is_burst, is_speeder, is_straight_liner

DESK = shipped()["mot-cua"]
CRITERIA = DESK.contents[0].criteria


@pytest.mark.parametrize(("seconds", "questions", "hasty"), [
    (31.9, 16, True), (32, 16, False), (1, 4, False), (9.9, 5, True), (10, 5, False), (11, 6, True),
])  # fmt: skip
def test_a_speeder_takes_less_than_two_seconds_a_question(seconds, questions, hasty):
    assert is_speeder(seconds, questions) is hasty
    assert is_speeder(seconds / 2, questions, at_least=1) is hasty


def test_a_straight_liner_gives_one_level_to_ten_criteria_or_more():
    assert is_straight_liner(dict.fromkeys(CRITERIA, 5), CRITERIA)
    assert not is_straight_liner({**dict.fromkeys(CRITERIA, 5), "sipas.30": 4}, CRITERIA)
    assert not is_straight_liner(dict.fromkeys(CRITERIA[:9], 5), CRITERIA)
    assert is_straight_liner(dict.fromkeys(CRITERIA[:10], 5), CRITERIA)
    assert is_straight_liner(dict.fromkeys(CRITERIA[:3], 5), CRITERIA, at_least=3)
    assert is_straight_liner({**dict.fromkeys(CRITERIA, 5), "sipas.30": None, "chung": 1}, CRITERIA)


def test_a_burst_is_more_than_the_limit():
    assert not is_burst(10)
    assert is_burst(11)


def test_flags_are_gathered_and_an_unknown_time_raises_none():
    answers = dict.fromkeys(CRITERIA, 3)
    assert flags(answers, CRITERIA, seconds=10) == frozenset(Flag)
    assert flags(answers, CRITERIA, seconds=None) == {Flag.STRAIGHT_LINER}


def test_only_answers_given_count_against_the_time():
    answers = {**dict.fromkeys(CRITERIA[:6], 3), **dict.fromkeys(CRITERIA[6:], None)}
    assert flags(answers, CRITERIA, seconds=11.9) == {Flag.SPEEDER}
    assert flags(answers, CRITERIA, seconds=12) == frozenset()


@pytest.mark.parametrize(("flagged", "cell", "telling"), [
    (0, 5, False), (1, 5, True), (4, 5, True), (5, 5, False), (1, 1, False), (5, 6, True),
])  # fmt: skip
def test_few_flagged_responses_are_telling(flagged, cell, telling):
    hasty = [Rated(dict.fromkeys(CRITERIA, 1), frozenset({Flag.SPEEDER}))] * flagged
    good = [Rated(dict.fromkeys(CRITERIA, 5))] * 10
    found = compare(DESK.contents, [*good, *hasty], minimum_cell=cell)
    assert (found.flagged, found.telling) == (flagged, telling)


def test_what_is_compared_is_counted_as_asked_for():
    four = [Rated({"sipas.24": 5})] * 4
    assert compare(DESK.contents, four).everyone.overall.figures is None
    assert compare(DESK.contents, [*four, *four[:1]]).everyone.overall.figures.mean.value == 100
    found = compare(DESK.contents, four, minimum_cell=4, scheme=Scheme.CONTENTS)
    assert found.everyone.scheme is found.unflagged.scheme is Scheme.CONTENTS
    assert found.everyone.overall.figures.mean.value == 100


def test_the_index_is_compared_with_and_without_the_flagged():
    good = [Rated(dict.fromkeys(CRITERIA, 5))] * 10
    hasty = [Rated(dict.fromkeys(CRITERIA, 1), frozenset({Flag.SPEEDER}))] * 10
    found = compare(DESK.contents, [*good, *hasty])
    assert found.everyone.overall.figures.mean.value == 60
    assert found.unflagged.overall.figures.mean.value == 100
    assert (found.flagged, found.total, found.telling) == (10, 20, False)
    assert compare(DESK.contents, [*good, *hasty[:2]]).telling


def test_the_dossier_mark_adds_points_of_what_was_answered():
    form = shipped()["ho-so"]
    every = {item.id: 1 for item in form.items if item.options}
    assert (mark(form, every).points, mark(form, every).most) == (18, 18)
    found = mark(form, {"ho-so.1": 2, "ho-so.2": 3, "ho-so.3": None})
    assert (found.points, found.most, found.indicators, found.percent) == (1, 4, 2, 25)
    assert mark(form, {}).percent is None


def test_an_option_without_points_gives_none_and_an_item_without_any_does_not_count():
    text = shipped_text("ho-so").replace("points = 2", "points = 4", 1)
    form = load(text)
    assert mark(form, {"ho-so.1": 1, "y-kien": "tốt"}) == Mark(4, 4, 1)
    assert mark(form, {"ho-so.1": 3, "ho-so.2": 1}) == Mark(2, 6, 2)
    assert mark(DESK, dict.fromkeys(CRITERIA, 1)) == Mark(0, 0, 0)
