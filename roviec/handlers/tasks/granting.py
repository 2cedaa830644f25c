"""Requests for time: granted as asked, until another day or with conditions, or refused with a reason."""

from datetime import date

from roviec.db.models import Extension, Task
from roviec.db.models.base import id_of
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import requests, standing
from roviec.handlers.choices.decisions import (
    ExtendDeny,
    ExtendGrant,
    ExtendOther,
    ExtendShow,
    ExtendTerms,
)
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.days import wished_day
from roviec.handlers.tasks.deciding import to_decide
from roviec.handlers.tasks.extending import DateNeeded
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import due_words
from roviec.handlers.tasks.telling import unit_told
from roviec.tasks.days_off import check_exists
from roviec.texts.shapes import day, short

router = Router()


class ExtendDenial(Dialogue, name="extend.denial"):
    """Why a request for time is refused."""

    extension: int


class ExtendInstead(Dialogue, name="extend.instead"):
    """Until which other day it is granted."""

    extension: int


class ExtendProvided(Dialogue, name="extend.provided"):
    """On which conditions it is granted."""

    extension: int


@router.action(ExtendShow)
async def show_extension(turn: Turn, choice: ExtendShow) -> None:
    """Show a request for time with how often it was asked before."""
    extension, task = await _asked(turn, choice.extension)
    past = [one for one in await requests.chain(turn.session, task) if one.verdict != Verdict.withdrawn]
    id_, until = id_of(extension), day(extension.wished)
    turn.say(
        "extend.show",
        title=task.title,
        task=task.id,
        due=due_words(turn, task),
        until=until,
        reason=short(extension.reason, 300),
        count=len(past),
        choices=[
            turn.choice("button.grant", ExtendGrant(id_), until=until),
            turn.choice("button.grant_other", ExtendOther(id_)),
            turn.choice("button.grant_terms", ExtendTerms(id_)),
            turn.choice("button.deny", ExtendDeny(id_)),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


async def _asked(turn: Turn, extension_id: int) -> tuple[Extension, Task]:
    """Return a request that nobody has decided, with its task, to whoever may decide about it."""
    extension = await requests.extension(turn.session, extension_id)
    task = await to_decide(turn, extension.task_id)
    if extension.verdict != Verdict.asked:
        raise requests.AlreadyDecided
    return extension, task


@router.action(ExtendGrant)
async def grant(turn: Turn, choice: ExtendGrant) -> None:
    """Grant a request until the wished day."""
    extension, task = await _asked(turn, choice.extension)
    await _grant(turn, extension, task, extension.wished)


@router.action(ExtendOther)
async def ask_other(turn: Turn, choice: ExtendOther) -> None:
    """Ask until which other day it is granted."""
    extension, task = await _asked(turn, choice.extension)
    turn.ask(ExtendInstead(choice.extension))
    turn.say(
        "extend.ask_other", name=short(task.title, 70), due=due_words(turn, task), until=day(extension.wished)
    )


@router.dialogue(ExtendInstead)
async def grant_other(turn: Turn, asked: ExtendInstead) -> None:
    """Grant a request until the day that was typed: "15/8", "lùi 3 ngày"."""
    extension, task = await _asked(turn, asked.extension)
    until = wished_day(turn, turn.text, task.due)
    if until is None:
        check_exists(turn.text, turn.today)
        raise DateNeeded
    requests.check_wish(task, until, turn.today)
    await _grant(turn, extension, task, until)


@router.action(ExtendTerms)
async def ask_terms(turn: Turn, choice: ExtendTerms) -> None:
    """Ask on which conditions it is granted."""
    extension, task = await _asked(turn, choice.extension)
    turn.ask(ExtendProvided(choice.extension))
    turn.say("extend.ask_terms", name=short(task.title, 70), until=day(extension.wished))


@router.dialogue(ExtendProvided)
async def grant_on_terms(turn: Turn, asked: ExtendProvided) -> None:
    """Grant a request until the wished day, with the words that go along."""
    terms = said(turn)
    extension, task = await _asked(turn, asked.extension)
    await _grant(turn, extension, task, extension.wished, terms)


async def _grant(turn: Turn, extension: Extension, task: Task, until: date, terms: str = "") -> None:
    """Move the deadline and tell who asked and whoever answers for the task."""
    event = await requests.decide_extension(
        turn.session, extension=extension, until=until, note=terms, by=turn.by
    )
    turn.finish()
    who, wished = turn.official().name, day(extension.wished)
    text = turn.texts("told.granted", who=who, until=day(until))
    if until != extension.wished:
        text = turn.texts("told.granted_other", who=who, until=day(until), wished=wished)
    if terms:
        text = turn.texts("told.granted_terms", granted=text, terms=short(terms, 600))
    whom = await standing.answered(turn.session, task, extension.asked_by)
    opens = [turn.choice("button.open", TaskOpen(id_of(task)))]
    reached = await tell(
        turn, whom, "told.plain", event=event.id, task=task.id, title=task.title, words=text, choices=opens
    )
    told = unit_told(turn, whom, reached)
    turn.say("extend.granted", name=short(task.title, 70), until=day(until), told=told)


@router.action(ExtendDeny)
async def ask_denial(turn: Turn, choice: ExtendDeny) -> None:
    """Ask why a request is refused."""
    _, task = await _asked(turn, choice.extension)
    turn.ask(ExtendDenial(choice.extension))
    turn.say("extend.ask_denial", name=short(task.title, 70))


@router.dialogue(ExtendDenial)
async def deny(turn: Turn, asked: ExtendDenial) -> None:
    """Refuse a request with the reason and tell who asked and whoever answers for the task now."""
    note = said(turn)
    extension, task = await _asked(turn, asked.extension)
    event = await requests.decide_extension(
        turn.session,
        extension=extension,
        until=None,
        note=note,
        by=turn.by,
    )
    turn.finish()
    whom = await standing.answered(turn.session, task, extension.asked_by)
    reached = await tell(
        turn,
        whom,
        "told.denied",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        due=due_words(turn, task),
        reason=short(note, 300),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    turn.say("extend.denied", name=short(task.title, 70), told=unit_told(turn, whom, reached))
