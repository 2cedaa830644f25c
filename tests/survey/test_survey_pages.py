"""A form as pages: going to any question, the list of all answers, and answers that say nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.survey.answering import applies, reached
from roviec.survey.engine import start, step
from roviec.survey.events import NotUnderstood
from roviec.survey.inputs import Choose, ChooseMany, Go, Input, Pause, Skip, Text
from roviec.survey.load import load, shipped
from roviec.survey.pages import progress, summary, together, unconditional, views
from roviec.survey.questionnaire import AGE, CONSENT, REVIEW, Kind, Questionnaire
from roviec.survey.session import Session, Stage
from roviec.survey.tally import addition
from roviec.survey.view import view
from tests.examples import examples

FORM = """
code = "thu"
version = "1"
title = "Phiếu"
thanks = "Cảm ơn"
review = true
[consent]
text = "Đồng ý không?"
yes = "Đồng ý"
no = "Không"
[scales.muc]
labels = ["Rất kém", "Kém", "Thường", "Tốt", "Rất tốt"]
aside = "Không biết / Không áp dụng"
[[sections]]
id = "A"
title = "A"
scale = "muc"
[[sections.items]]
id = "a1"
text = "a1?"
[[sections.items]]
id = "a2"
text = "a2?"
when = { item = "a1", is = [1, 2] }
[[sections]]
id = "B"
title = "B"
[[sections.items]]
id = "b1"
type = "single"
text = "b1?"
options = ["x", { label = "Khác", write = true }]
[[sections.items]]
id = "b2"
type = "text"
text = "b2?"
[[contents]]
id = "c"
title = "C"
[[contents.factors]]
id = "A"
title = "A"
criteria = ["a1", "a2"]
"""
FORMS = [load(FORM), shipped()["sipas-2026"], shipped()["ho-so"]]


def begun(form: Questionnaire) -> Session:
    state = start(form)
    for gate in (CONSENT, AGE):
        state, _ = step(form, state, Choose(1, gate))
    return state


def walk(form: Questionnaire, *inputs: Input) -> Session:
    state = begun(form)
    for given_ in inputs:
        state, _ = step(form, state, given_)
    return state


def test_what_stands_apart_is_an_answer_and_counts_nowhere() -> None:
    form = FORMS[0]
    state = walk(form, Choose(6, "a1"))
    assert state.answers == {"a1": 6}
    assert addition(form.contents, state.answers) == {}
    shown = view(form, begun(form))
    assert (shown.aside, len(shown.options)) == (6, 6)
    assert walk(form, Text("khong biet / khong ap dung")).answers == {"a1": 6}
    assert walk(form, Skip("a1")).answers == {"a1": None}


def test_one_goes_back_to_any_question_and_forth_to_the_next() -> None:
    form = FORMS[0]
    state = walk(form, Choose(1, "a1"), Choose(3, "a2"), Choose(1, "b1"))
    assert reached(form, state.answers) == ["a1", "a2", "b1", "b2"]
    there, _ = step(form, state, Go("a2"))
    assert (there.position, there.history) == ("a2", ("a1",))
    _, [refused] = step(form, state, Go(REVIEW))
    assert isinstance(refused, NotUnderstood)
    _, [refused] = step(form, state, Go("khong-co"))
    assert isinstance(refused, NotUnderstood)
    _, [refused] = step(form, start(form), Go("a1"))
    assert isinstance(refused, NotUnderstood)
    done = walk(form, Choose(5, "a1"), Choose(2, "b1"), Text("lời", "b1.other"), Skip("b2"))
    assert done.stage is Stage.REVIEW
    changed, _ = step(form, done, Go("a1"))
    changed, _ = step(form, changed, Choose(2, "a1"))
    # A question that applies only now is asked before the form can be sent.
    assert changed.position == "a2"
    _, [refused] = step(form, changed, Go(REVIEW))
    assert isinstance(refused, NotUnderstood)
    changed, _ = step(form, changed, Skip("a2"))
    changed, _ = step(form, changed, Go(REVIEW))
    assert changed.stage is Stage.REVIEW
    assert changed.answers["b1.other"] == "lời"


def test_going_wakes_no_form_that_is_paused() -> None:
    form = FORMS[0]
    paused, _ = step(form, begun(form), Pause("a1"))
    _, [refused] = step(form, paused, Go("a1"))
    assert isinstance(refused, NotUnderstood)


def test_the_list_names_every_question_and_blanks_as_blanks() -> None:
    form = FORMS[0]
    state = walk(form, Choose(1, "a1"), Choose(6, "a2"), Choose(2, "b1"), Text("lời", "b1.other"), Skip("b2"))
    assert [(line.item, line.words) for line in summary(form, state)] == [
        ("a1", "Rất kém"),
        ("a2", "Không biết / Không áp dụng"),
        ("b1", "Khác"),
        ("b1.other", "lời"),
        ("b2", ""),
    ]
    assert progress(form, state) == (4, 4)
    assert [item.id for item in together(form, state.answers, form.item("b2"))] == ["b1", "b1.other", "b2"]


def answers_to(form: Questionnaire, state: Session, chance: int) -> Input:
    item = form.item(state.position)
    if chance % 5 == 0:
        return Skip(item.id)
    if item.kind is Kind.TEXT:
        return Text("lời", item.id)
    if item.kind is Kind.MULTI:
        return ChooseMany((1 + chance % len(item.options),), item.id)
    return Choose(1 + chance % len(item.options), item.id)


@settings(max_examples=examples(120), deadline=None)
@given(st.sampled_from(range(len(FORMS))), st.lists(st.integers(0, 999), max_size=90))
def test_wherever_one_goes_the_form_stays_whole(which: int, chances: list[int]) -> None:
    form = FORMS[which]
    state = begun(form)
    for chance in chances:
        places = reached(form, state.answers)
        if chance % 3 == 0:
            state, _ = step(form, state, Go(places[chance % len(places)]))
        if state.stage is Stage.QUESTION:
            state, events = step(form, state, answers_to(form, state, chance))
            assert not any(isinstance(event, NotUnderstood) for event in events)
        elif not form.review and state.stage is Stage.DONE:
            break
        assert all(applies(form.item(item), state.answers) for item in state.answers)
        if state.stage is Stage.QUESTION:
            assert state.position in reached(form, state.answers)
            assert view(form, state).item == state.position
            done, total = progress(form, state)
            assert 0 <= done <= total
        restored = Session.load(json.loads(json.dumps(state.dump())))
        assert restored == state


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_question_can_be_previewed(form: Questionnaire) -> None:
    whole = unconditional(form)
    assert [one.item for one in views(whole, start(whole), list(whole.items))] == [i.id for i in form.items]
