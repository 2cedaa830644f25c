"""From the fields of a page to the engine's steps. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from roviec.survey.answering import applies, reached
from roviec.survey.engine import step
from roviec.survey.events import NotUnderstood
from roviec.survey.inputs import Go, Input, Resume, Skip
from roviec.survey.questionnaire import REVIEW, Questionnaire
from roviec.survey.session import Session, Stage
from roviec.web.forms.fields import Fields


@dataclass(frozen=True)
class Filled:
    """A state after a page, and by item what could not be taken."""

    state: Session
    problems: dict[str, NotUnderstood] = field(default_factory=dict)


def stand(form: Questionnaire, state: Session, item: str) -> Session:
    """Return the state at an item that was reached; where it is now otherwise."""
    if state.paused:
        state, _ = step(form, state, Resume())
    if state.stage in (Stage.QUESTION, Stage.REVIEW):
        state, _ = step(form, state, Go(item))
    return state


def answer(form: Questionnaire, state: Session, item: str, given: Input) -> Filled:
    """Answer one question of a form, wherever it stands."""
    there = stand(form, state, item)
    if there.position != item:
        # A page of before an answer that took this question away: nothing to keep.
        return Filled(there)
    after, events = step(form, there, replace(given, item=item))
    refused = next((event for event in events if isinstance(event, NotUnderstood)), None)
    return Filled(after, {item: refused} if refused else {})


def fill(form: Questionnaire, state: Session, shown: Sequence[str], fields: Fields) -> Filled:
    """Answer the questions that a page showed, in order; what could not be taken stays blank and is named.

    Ends at a question that the page did not show: it applies only since these answers.
    """
    problems: dict[str, NotUnderstood] = {}
    known = [item for item in form.items if item.id in set(shown)]
    for item in form.items[form.place(known[0].id) : form.place(known[-1].id) + 1] if known else ():
        if not applies(item, state.answers):
            continue
        if item not in known:
            return Filled(stand(form, state, item.id), problems)
        filled = answer(form, state, item.id, fields.answer(item))
        if filled.problems:
            problems |= filled.problems
            filled = answer(form, filled.state, item.id, Skip())
        state = filled.state
    return Filled(_onward(form, state, known[-1].id) if known else state, problems)


def _onward(form: Questionnaire, state: Session, last: str) -> Session:
    """Return the state after a page: at what follows its last question, which may have been shown before."""
    places = reached(form, state.answers)
    later = [one for one in places if one != REVIEW and form.place(one) > form.place(last)]
    return stand(form, state, later[0] if later else places[-1])
