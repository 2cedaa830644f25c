"""Ask a form step by step: a pure function from a session and an input to a session and events."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from roviec.errors import PersonError
from roviec.survey.answering import close, go, go_back, record, tick
from roviec.survey.events import (
    Asked,
    Declined,
    Event,
    NotUnderstood,
    Paused,
    Reason,
    Resumed,
    Stale,
)
from roviec.survey.inputs import (
    Back,
    Choose,
    ChooseMany,
    Finish,
    Go,
    Input,
    Keep,
    Pause,
    Resume,
    Skip,
    Text,
)
from roviec.survey.questionnaire import AGE, GATES, REVIEW, Item, Kind, Questionnaire
from roviec.survey.reading import means_resume, read, which
from roviec.survey.sentences import (
    AlreadyClosed,
    AlreadySent,
    ChooseSeveral,
    MustChoose,
    NothingTicked,
    NothingToKeep,
    OnlyOne,
    OtherVersion,
    StillPaused,
    TooLong,
    WriteWords,
)
from roviec.survey.session import FINAL, Session, Stage

TEXT_LIMIT = 2000  # characters of an open answer
Outcome = tuple[Session, list[Event]]


def start(form: Questionnaire, language: str = "vi") -> Session:
    """Return a new session, standing at the consent question."""
    return Session(form.code, form.version, language)


def step(form: Questionnaire, session: Session, given: Input) -> Outcome:
    """Take one input; anything that cannot be taken leaves the session as it was and says what to do.

    Raises OtherVersion when the session belongs to another form or version; never on what a person types.
    """
    if (session.code, session.version) != (form.code, form.version):
        raise OtherVersion(session=f"{session.code} {session.version}", form=f"{form.code} {form.version}")
    if given.item is not None and given.item != session.position:
        return session, [Stale(given.item, same=_repeats(session, given))]
    try:
        return _take(form, session, given)
    except PersonError as error:
        return session, [NotUnderstood.of(error)]


def _repeats(session: Session, given: Input) -> bool:
    """Tell whether a button of another question only says again what is known of that question."""
    item = given.item or ""
    known = session.answers.get(item)
    match given:
        case Choose(number=number) if item in GATES:
            return (number == 1) is not (session.stage is Stage.DECLINED)
        case Choose(number=number):
            return number in known if isinstance(known, list) else known == number
        case ChooseMany(numbers=numbers):
            return known == sorted(set(numbers))
        case Finish():
            return isinstance(known, list)
        case Skip():
            return item in session.answers and known is None
    return False


def _take(form: Questionnaire, session: Session, given: Input) -> Outcome:
    if session.stage in FINAL:
        raise AlreadySent if session.stage is Stage.DONE else AlreadyClosed
    item = form.item(session.position)
    if isinstance(given, Text):
        if session.paused and not means_resume(given.text):
            raise StillPaused
        given = read(item, given.text, form.minimum_age)
    if session.paused:
        # A button of the current question is as clear a wish to go on as the word.
        if not isinstance(given, Resume) and given.item is None:
            raise StillPaused
        session = replace(session, paused=False)
    return _VERBS[type(given)](form, session, item, given)


def _choose(form: Questionnaire, session: Session, item: Item, given: Choose) -> Outcome:
    if item.kind is Kind.TEXT:
        raise WriteWords
    if not 1 <= given.number <= len(item.options):
        raise which(item)
    if item.id in form.gates:
        return _pass_gate(form, session, given.number)
    if item.kind is Kind.MULTI:
        return tick(session, item, given.number, given.on)
    return record(form, session, given.number)


def _pass_gate(form: Questionnaire, session: Session, number: int) -> Outcome:
    if session.stage is Stage.REVIEW:
        return close(form, session)
    if number != 1:
        reason = Reason.NO_CONSENT if session.stage is Stage.CONSENT else Reason.UNDER_AGE
        closed = replace(session, stage=Stage.DECLINED, position="", answers={}, history=(), draft=())
        return closed, [Declined(reason)]
    if session.stage is Stage.CONSENT:
        return replace(session, stage=Stage.AGE, position=AGE), [Asked(AGE)]
    first = form.items[0].id
    return replace(session, stage=Stage.QUESTION, position=first), [Asked(first)]


def _choose_many(form: Questionnaire, session: Session, item: Item, given: ChooseMany) -> Outcome:
    if item.kind is not Kind.MULTI:
        raise OnlyOne(last=item.levels) if item.options else WriteWords
    if not given.numbers or not all(1 <= number <= len(item.options) for number in given.numbers):
        raise ChooseSeveral(last=item.levels)
    return record(form, session, sorted(set(given.numbers)))


def _finish(form: Questionnaire, session: Session, item: Item, given: Finish) -> Outcome:
    if item.kind is not Kind.MULTI:
        raise which(item) if item.options else WriteWords
    if not session.draft:
        raise NothingTicked
    return record(form, session, list(session.draft))


def _write(form: Questionnaire, session: Session, item: Item, given: Text) -> Outcome:
    words = given.text.strip()
    if not words or words.isdigit():
        # A number meant for the question before must not become the last answer of a form.
        raise WriteWords
    if len(words) > TEXT_LIMIT:
        raise TooLong(length=len(words), limit=TEXT_LIMIT)
    return record(form, session, words)


def _skip(form: Questionnaire, session: Session, item: Item, given: Skip) -> Outcome:
    _not_a_gate(form, item)
    return record(form, session, None)


def _keep(form: Questionnaire, session: Session, item: Item, given: Keep) -> Outcome:
    _not_a_gate(form, item)
    if item.id not in session.answers:
        raise NothingToKeep
    return record(form, session, session.answers[item.id])


def _not_a_gate(form: Questionnaire, item: Item) -> None:
    if item.id in form.gates:
        raise which(item) if item.id == REVIEW else MustChoose(last=item.levels)


def _back(form: Questionnaire, session: Session, item: Item, given: Back) -> Outcome:
    return go_back(session)


def _go(form: Questionnaire, session: Session, item: Item, given: Go) -> Outcome:
    if session.stage in (Stage.CONSENT, Stage.AGE):
        raise MustChoose(last=item.levels)
    return go(form, session, given.to)


def _pause(form: Questionnaire, session: Session, item: Item, given: Pause) -> Outcome:
    return replace(session, paused=True), [Paused(item.id)]


def _resume(form: Questionnaire, session: Session, item: Item, given: Resume) -> Outcome:
    return session, [Resumed(item.id), Asked(item.id)]


_VERBS: Mapping[type[Input], Callable[[Questionnaire, Session, Item, Any], Outcome]] = {
    Choose: _choose, ChooseMany: _choose_many, Finish: _finish, Text: _write, Skip: _skip,
    Keep: _keep, Back: _back, Pause: _pause, Resume: _resume, Go: _go,
}  # fmt: skip
