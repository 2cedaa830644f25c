"""What each input does at each kind of place, and what an old button says, as tables."""

import pytest

from roviec.survey.engine import start, step
from roviec.survey.events import Asked, Declined, Done, NotUnderstood, Paused, Reason, Recorded, Stale, Ticked
from roviec.survey.inputs import Back, Choose, ChooseMany, Finish, Keep, Pause, Skip, Text
from roviec.survey.load import load
from roviec.survey.session import Session, Stage
from roviec.survey.view import view
from tests.survey.test_survey_built import FILE

SKIP = Skip()
ONE_OF_TWO = ("ChooseOne", {"last": "2"})
SEVERAL = ("ChooseSeveral", {"last": "2"})
REFUSED = {
    "consent": ((), [
        (Skip(), ("MustChoose", {"last": "2"})), (Keep(), ("MustChoose", {"last": "2"})), (Choose(3), ONE_OF_TWO),
        (Choose(0), ONE_OF_TWO), (Finish(), ONE_OF_TWO), (ChooseMany((1,)), ("OnlyOne", {"last": "2"})),
        (Back(), ("NothingBefore", {})),
    ]),
    "a scale": ((1, 1), [
        (Choose(0), ONE_OF_TWO), (Choose(3), ONE_OF_TWO), (ChooseMany((1,)), ("OnlyOne", {"last": "2"})),
        (Finish(), ONE_OF_TWO), (Keep(), ("NothingToKeep", {})), (Back(), ("NothingBefore", {})),
    ]),
    "several": ((1, 1, 1), [
        (ChooseMany(()), SEVERAL), (ChooseMany((0,)), SEVERAL), (ChooseMany((1, 3)), SEVERAL),
        (Choose(3), ONE_OF_TWO), (Finish(), ("NothingTicked", {})), (Keep(), ("NothingToKeep", {})),
    ]),
    "words": ((1, 1, 1, SKIP), [
        (Choose(1), ("WriteWords", {})), (ChooseMany((1,)), ("WriteWords", {})), (Finish(), ("WriteWords", {})),
        (Text("12"), ("WriteWords", {})), (Text("  "), ("WriteWords", {})),
        (Text("a" * 2001), ("TooLong", {"length": "2001", "limit": "2000"})),
    ]),
    "the last look": ((1, 1, 1, SKIP, SKIP), [
        (Skip(), ("ChooseSend", {})), (Keep(), ("ChooseSend", {})), (Finish(), ("ChooseSend", {})),
        (Choose(2), ("ChooseSend", {})), (Text("4"), ("ChooseSend", {})),
    ]),
    "the end": ((1, 1, 1, SKIP, SKIP, 1), [(Choose(1), ("AlreadySent", {})), (Text("x"), ("AlreadySent", {}))]),
    "a refusal": ((2,), [(Choose(1), ("AlreadyClosed", {})), (Text("x"), ("AlreadyClosed", {}))]),
    "a pause": ((1, 1, Pause()), [(Choose(1), ("StillPaused", {})), (Text("x"), ("StillPaused", {}))]),
}  # fmt: skip


def walked(inputs):
    form = load(FILE)
    session = start(form)
    for given in inputs:
        session, _ = step(form, session, Choose(given) if isinstance(given, int) else given)
    return form, session


@pytest.mark.parametrize(
    ("road", "given", "said"),
    [(road, given, said) for road, rows in REFUSED.values() for given, said in rows],
)
def test_a_refusal_changes_nothing_and_names_its_values(road, given, said):
    form, session = walked(road)
    after, (event,) = step(form, session, given)
    assert after == session
    assert isinstance(event, NotUnderstood)
    assert (event.name, dict(event.values)) == said


TAKEN = [
    ((), Choose(1), [Asked("age")]),
    ((), Choose(2), [Declined(Reason.NO_CONSENT)]),
    ((1,), Choose(2), [Declined(Reason.UNDER_AGE)]),
    ((1,), Choose(1), [Asked("a1")]),
    ((1, 1), Choose(2), [Recorded("a1", 2), Asked("a2")]),
    ((1, 1, 1), ChooseMany((2, 1, 2)), [Recorded("a2", [1, 2]), Asked("a2.other")]),
    ((1, 1, 1), ChooseMany((1,)), [Recorded("a2", [1]), Asked("b2")]),
    ((1, 1, 2), ChooseMany((1,)), [Recorded("a2", [1]), Asked("b1")]),
    ((1, 1, 1), Choose(2), [Ticked("a2", (2,))]),
    ((1, 1, 1, SKIP), Text(" Tốt "), [Recorded("b2", "Tốt"), Asked("review")]),
    ((1, 1, 1, SKIP), Text("a" * 2000), [Recorded("b2", "a" * 2000), Asked("review")]),
    ((1, 1, 1, SKIP), Pause(), [Paused("b2")]),
    ((1, 1, 1, SKIP, SKIP), Choose(1), [Done(1, 2)]),
    ((1, 1, 1, SKIP, SKIP), Back(), [Asked("b2")]),
]


@pytest.mark.parametrize(("road", "given", "events"), TAKEN)
def test_an_input_leads_to_these_events(road, given, events):
    form, session = walked(road)
    assert step(form, session, given)[1] == events


ANSWERED = (1, 1, 2, 1, Finish())
SKIPPED = (1, 1, 2, SKIP)
OLD = [
    (ANSWERED, Choose(2, "a1"), True), (ANSWERED, Choose(1, "a1"), False), (ANSWERED, Choose(1, "a2"), True),
    (ANSWERED, Choose(2, "a2"), False), (ANSWERED, ChooseMany((1, 1), "a2"), True),
    (ANSWERED, ChooseMany((1, 2), "a2"), False), (ANSWERED, ChooseMany((2,), "a1"), False),
    (ANSWERED, Finish("a2"), True), (ANSWERED, Finish("a1"), False), (ANSWERED, Skip("a1"), False),
    (ANSWERED, Skip("khac"), False), (SKIPPED, Skip("a2"), True), (SKIPPED, Skip("a1"), False),
    (ANSWERED, Keep("a1"), False), (ANSWERED, Back("a1"), False), (ANSWERED, Pause("a1"), False),
    (ANSWERED, Choose(1, "consent"), True), (ANSWERED, Choose(2, "consent"), False),
    (ANSWERED, Choose(1, "age"), True), ((2,), Choose(1, "consent"), False), ((2,), Choose(2, "consent"), True),
    (ANSWERED, Choose(1, "khac"), False), (ANSWERED, ChooseMany((1,), "khac"), False),
]  # fmt: skip


@pytest.mark.parametrize(("road", "given", "same"), OLD)
def test_an_old_button_only_says_whether_it_repeats(road, given, same):
    form, session = walked(road)
    assert step(form, session, given) == (session, [Stale(given.item, same=same)])


def test_a_form_that_is_over_keeps_its_answers_alone():
    _, done = walked((1, 1, 1, SKIP, Text("Tốt"), 1))
    assert done == Session("du", "2", "vi", Stage.DONE, "", (), {"a1": 1, "a2": None, "b2": "Tốt"}, ())
    _, closed = walked((1, 2))
    assert closed == Session("du", "2", "vi", Stage.DECLINED, "", (), {}, ())


def test_a_gate_can_be_paused():
    form, session = walked((Pause(),))
    assert view(form, session).paused
    assert not view(form, start(form)).paused
