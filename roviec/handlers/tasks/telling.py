"""Telling people of a task: that it has become theirs, that something waits for them, or no longer does."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from roviec.db import absences, held
from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.models.tasks import HeldKind
from roviec.db.tasks import events, requests, standing
from roviec.db.tasks.undo import Undone
from roviec.delivery import reach
from roviec.handlers.choices.tasks import TaskAccept, TaskOpen
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import due_words
from roviec.messages.outgoing import Choice
from roviec.tasks.lifecycle import Verb
from roviec.tasks.urgency import is_urgent
from roviec.texts.shapes import clock, day


class Heard(Enum):
    """Whether word of something arrived: with nobody but who acts there is nobody to tell."""

    told = "told"
    untold = "untold"
    alone = "alone"


_TOLD = (Verb.complete, Verb.refuse, Verb.report_obstacle, Verb.ask_extension)
"""What others hear of at once, and so hear of again when it is taken back."""


def waits_until(turn: Turn, task: Task) -> datetime | None:
    """Return when word of a task that is given now goes out; None for at once: in office time, or marked urgent."""
    at = turn.house.calendar().next_office_time(turn.now)
    return at if at > turn.now and not is_urgent(f"{task.title} {task.quote}") else None


def later_words(turn: Turn, at: datetime | None) -> str:
    """Return the line that tells who gives a task when word of it goes out; "" for at once."""
    return turn.texts("held.until", at=clock(at)) if at else ""


def heard(turn: Turn, whom: Sequence[int], reached: int) -> Heard:
    """Return whether word arrived with any of `whom`, of whom `reached` could be; a turn keeps that none was."""
    if reached:
        return Heard.told
    if whom and set(whom) <= {turn.official().id}:
        return Heard.alone
    turn.untold = True
    return Heard.untold


def unit_told(turn: Turn, whom: Sequence[int], reached: int) -> str:
    """Return the line of a receipt that says who of the unit was told; "" where that is only who acts."""
    others = len(set(whom) - {turn.official().id})
    match heard(turn, whom, reached):
        case Heard.told if reached < others:
            return turn.texts("receipt.unit_some", reached=reached, people=others)
        case Heard.told:
            return turn.texts("receipt.unit_told")
        case Heard.untold:
            return turn.texts("receipt.unit_untold")
    return ""


def leader_told(turn: Turn, word: Heard) -> str:
    """Return the line of a receipt that says that the leader in charge was not told; "" where they were, or are it."""
    return turn.texts("receipt.leader_untold") if word is Heard.untold else ""


async def tell_owners(
    turn: Turn, owners: Sequence[int], key: str, task: Task, *, event: int | None, at: datetime | None = None
) -> int:
    """Tell the task, its deadline and who gives it, with a button to accept; return how many can be reached.

    Who stands in for an owner is told so, without that button. With `at` the word waits until then.
    """
    given = await standing.given_to(turn.session, task)
    direct = [one for one in owners if one in given and one != turn.official().id]
    if at is not None:
        kind = HeldKind(key.removeprefix("told."))
        await held.hold(turn.session, task=task, persons=direct, kind=kind, at=at, by_id=turn.official().id)
        can = turn.house.channels
        return len([one for one in direct if await reach.of(turn.session, one, channels=can, now=turn.now)])
    opens = turn.choice("button.open", TaskOpen(id_of(task)))
    who, due = turn.official().name, due_words(turn, task)
    reached = await tell(
        turn,
        direct,
        key,
        event=event,
        task=task.id,
        title=task.title,
        who=who,
        due=due,
        choices=[turn.choice("button.accept", TaskAccept(id_of(task))), opens],
    )
    for one in await absences.standing_in(turn.session, set(owners)):
        if one.stand_in is not None:
            reached += await tell(
                turn,
                [id_of(one.stand_in)],
                "told.instead",
                event=event,
                task=task.id,
                title=task.title,
                who=who,
                due=due,
                name=one.person.name,
                until=day(one.until),
                choices=[opens],
            )
    return reached


async def tell_above(
    turn: Turn,
    task: Task,
    key: str,
    /,
    *,
    event: int | None,
    choices: Sequence[Choice] = (),
    **values: object,
) -> Heard:
    """Put something before whoever decides, with `choices`; the heads of its lead units hear of it too.

    Return whether it arrived with whoever decides: a head who hears of it can't.
    """
    opens = turn.choice("button.open", TaskOpen(id_of(task)))
    deciders = await standing.deciders(turn.session, task)
    heads = [head for head in await standing.unit_heads(turn.session, task) if head not in deciders]
    reached = []
    for whom, offered in ((deciders, [*choices, opens]), (heads, [opens])):
        reached.append(
            await tell(
                turn, whom, key, event=event, task=task.id, title=task.title, choices=offered, **values
            )
        )
    return heard(turn, deciders, reached[0])


async def tell_overtaken(turn: Turn, task: Task) -> None:
    """Tell those whose requests the newest event of a task has settled that nobody decides on them any more."""
    event = await events.newest(turn.session, task)
    if event is None:
        return
    whom, who = await requests.askers(turn.session, event), turn.official().name
    what = Verb(event.kind).label
    await tell(
        turn, whom, "told.overtaken", event=event.id, task=task.id, title=task.title, who=who, what=what
    )


async def tell_undone(turn: Turn, undone: Undone) -> None:
    """Tell whoever was told that it has been taken back."""
    what = tuple(verb.label for verb in _TOLD if verb in undone.kinds)
    if not what:
        return
    task, who = undone.task, turn.official().name
    await tell_above(turn, task, "told.undone", event=undone.event, who=who, what=what)
    await tell(
        turn,
        undone.askers,
        "told.undone",
        event=undone.event,
        task=task.id,
        title=task.title,
        who=who,
        what=what,
    )
