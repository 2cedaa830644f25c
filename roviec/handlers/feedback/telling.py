"""Telling officials what a citizen wrote, and the citizen what was answered: nobody sees the other's chat."""

from collections.abc import Iterable, Sequence

from roviec.db import conversations, people
from roviec.db.feedback import find
from roviec.db.models import Address, Feedback, Task
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.tasks import standing
from roviec.delivery import notify
from roviec.handlers.choices.feedback import FeedbackRate, FeedbackShow
from roviec.handlers.choices.tasks import TaskAccept, TaskOpen
from roviec.handlers.feedback.show import WIDE, due_words, kind_words, place_words, quoted, unit_words
from roviec.handlers.frame.tell import to_each
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice, Notice, Outgoing
from roviec.tasks.feedback.lifecycle import Kind, Rating
from roviec.texts import Texts, catalogue
from roviec.texts.shapes import short


async def tell_of(turn: Turn, feedback: Feedback, task: Task | None) -> int:
    """Tell whoever has to do with a new feedback; return how many could be reached."""
    if feedback.names_official and feedback.kind is not Kind.praise:
        whom = await find.readers_of(turn.session, feedback)
        return await _tell(turn, feedback, whom, "told.feedback_named", _settling(feedback))
    if feedback.kind is Kind.praise:
        head = await people.head_of(turn.session, feedback.unit_id) if feedback.unit_id else None
        whom = [head.id or 0] if head else await find.readers_of(turn.session, feedback)
        return await _tell(turn, feedback, whom, "told.praise")
    if task is None:
        return await _tell(
            turn, feedback, await find.routers(turn.session), "told.feedback_unrouted", _settling(feedback)
        )
    owners = await standing.owners(turn.session, task)
    if reached := await _tell(turn, feedback, owners, "told.feedback", _working(task), task):
        return reached
    # Nobody of the unit has a chat yet: whoever can speak to them must know.
    whom = [*await standing.deciders(turn.session, task), *await find.routers(turn.session)]
    await _tell(turn, feedback, whom, "told.feedback_unheard", _settling(feedback))
    return 0


async def tell_disputed(turn: Turn, feedback: Feedback) -> int:
    """Tell who confirmed an answer that the citizen is not satisfied, and why."""
    task = await turn.session.get(Task, feedback.task_id) if feedback.task_id else None
    # Who confirmed the answer may be whom its reason names.
    is_shared = not feedback.names_official
    whom = await standing.deciders(turn.session, task) if task and is_shared else []
    whom += await find.readers_of(turn.session, feedback)
    return await _tell(turn, feedback, whom, "told.feedback_disputed", _settling(feedback))


def _settling(feedback: Feedback) -> list[Choice]:
    return [FeedbackShow(id_of(feedback)).named(catalogue("vi")("button.settle"))]


def _working(task: Task) -> list[Choice]:
    say = catalogue("vi")
    return [
        TaskAccept(id_of(task)).named(say("button.accept")),
        TaskOpen(id_of(task)).named(say("button.open")),
    ]


def _photos(say: Texts, feedback: Feedback) -> str:
    photos = say("told.feedback.photos", count=len(feedback.photos)) if feedback.photos else ""
    place = place_words(say, feedback.place)
    return f"{photos}\n{place}" if place else photos


async def _tell(
    turn: Turn,
    feedback: Feedback,
    whom: Iterable[int],
    key: str,
    choices: Sequence[Choice] = (),
    task: Task | None = None,
) -> int:
    """Write one message to each, in the office's language: the speaker is a citizen with their own."""
    say = catalogue("vi")
    message = Outgoing(
        say.out_of(
            key,
            {
                "kind": kind_words(say, feedback.kind),
                "unit": await unit_words(turn, say, feedback.unit_id),
                "words": quoted(feedback.words, WIDE),
                "photos": _photos(say, feedback),
                "due": due_words(feedback),
                "reason": quoted(feedback.reason, WIDE) or say("feedback.no_reason"),
                "answer": short(feedback.answer, WIDE),
            },
        ),
        title=say("told.feedback.title", code=feedback.code),
        choices=tuple(choices),
    )
    unique = f"{key}/{feedback.id}-{feedback.answers}-{feedback.task_id}"
    return await to_each(turn, whom, message, key=unique, task=task.id if task else None)


async def answer_citizen(turn: Turn, feedback: Feedback) -> bool:
    """Send the answer to the chat that asked for it; False where none is kept or it can't be written to."""
    address = await turn.session.get(Address, feedback.address_id) if feedback.address_id else None
    if address is None or not address.reachable or address.channel not in turn.house.channels:
        return False
    say = catalogue(address.language)
    unit = await unit_words(turn, say, feedback.unit_id)
    message = Outgoing(
        say("feedback.answered", code=feedback.code, unit=unit, answer=feedback.answer),
        choices=await _ratings(turn, feedback, address),
        notice=Notice("feedback.answered", (("code", feedback.code), ("unit", unit))),
    )
    await notify.write(
        turn.session,
        address,
        message,
        channels=turn.house.channels,
        now=turn.now,
        key=f"feedback.answered/{feedback.id}-{feedback.answers}",
        lane=Lane.reply,
    )
    return True


async def _ratings(turn: Turn, feedback: Feedback, address: Address) -> tuple[Choice, ...]:
    """Return the two choices; none where a number would be taken for an answer to another question."""
    talk = await conversations.of(turn.session, address, turn.now)
    if talk.dialogue is not None and not turn.house.channels[address.channel].buttons:
        return ()
    say = catalogue(address.language)
    return tuple(
        FeedbackRate(feedback.code, feedback.answers, rating).named(say(f"button.{rating}"))
        for rating in Rating
    )
