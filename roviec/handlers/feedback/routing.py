"""What leaders and admins settle: which unit answers, an answer of their own, an answer found wanting."""

from datetime import date

from roviec.db import people
from roviec.db.audit import Act
from roviec.db.feedback import find, settle
from roviec.db.models import Feedback, Task, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import standing
from roviec.handlers.choices.feedback import (
    FeedbackDirect,
    FeedbackLeave,
    FeedbackPhotos,
    FeedbackReopen,
    FeedbackRoute,
    FeedbackShow,
    FeedbackTo,
)
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.feedback.sending import task_title
from roviec.handlers.feedback.show import (
    WIDE,
    due_words,
    kind_words,
    opening,
    photo_words,
    place_words,
    quoted,
    send_photos,
    unit_words,
)
from roviec.handlers.feedback.telling import answer_citizen, tell_of
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice, Outgoing
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import State
from roviec.texts.shapes import day, short

router = Router()
UNITS = 20
WAITING = 5
LABEL = 60


class FeedbackWho(Dialogue, name="feedback.route"):
    """Which unit answers."""

    feedback: int


class FeedbackWords(Dialogue, name="feedback.direct"):
    """The leader's own answer."""

    feedback: int


async def waiting_choices(turn: Turn) -> list[Choice]:
    """Return a choice for each feedback that this leader has to settle, the most urgent first."""
    if not await find.may_route(turn.session, turn.official()):
        return []
    settled = await find.to_settle(turn.session)
    found = [one for one in settled if await find.may_read(turn.session, one, turn.official())]
    return [
        FeedbackShow(id_of(one)).named(
            turn.texts(f"wait.feedback.{_why(one)}", code=one.code, words=quoted(one.words, LABEL))
        )
        for one in found[:WAITING]
    ]


def _why(feedback: Feedback) -> str:
    return "disputed" if feedback.state is State.disputed else "unrouted"


async def _mine(turn: Turn, feedback_id: int) -> Feedback:
    return await find.find_to_settle(turn.session, feedback_id, turn.official())


@router.action(FeedbackShow)
async def show(turn: Turn, choice: FeedbackShow) -> None:
    """Show a feedback with what can be decided about it."""
    feedback = await _mine(turn, choice.feedback)
    say = turn.texts
    lines = [
        say(
            "feedback.card",
            kind=opening(kind_words(say, feedback.kind)),
            unit=await unit_words(turn, say, feedback.unit_id)
            if feedback.unit_id
            else say("feedback.unit_unknown"),
            state=say(f"feedback.state.{feedback.state}"),
            due=due_words(feedback),
            words=quoted(feedback.words),
        ),
        photo_words(say, feedback),
        place_words(say, feedback.place),
    ]
    if feedback.answers and feedback.answer:
        lines.append(say("feedback.shown_answer", answer=feedback.answer))
    if feedback.state is State.disputed:
        lines.append(say("feedback.card_reason", reason=quoted(feedback.reason) or say("feedback.no_reason")))
    text = "\n".join(filter(None, lines))
    turn.answer(Outgoing(text, title=feedback.code, choices=tuple(await _choices(turn, feedback))))


async def _choices(turn: Turn, feedback: Feedback) -> list[Choice]:
    disputed, id_ = feedback.state is State.disputed, id_of(feedback)
    open_to_settle = feedback in await find.to_settle(turn.session)
    found = []
    if disputed and feedback.task_id:
        found.append(turn.choice("button.answer_again", FeedbackReopen(id_)))
    if (open_to_settle or feedback.state is State.routed) and not feedback.names_official:
        found.append(turn.choice("button.route", FeedbackRoute(id_)))
    if open_to_settle:
        found.append(turn.choice("button.answer_now", FeedbackDirect(id_)))
    if disputed:
        found.append(turn.choice("button.leave_answer", FeedbackLeave(id_)))
    if feedback.photos:
        found.append(turn.choice("button.photos", FeedbackPhotos(id_)))
    return found


@router.action(FeedbackPhotos)
async def show_photos(turn: Turn, choice: FeedbackPhotos) -> None:
    """Show the pictures to whoever settles the feedback or works on its task."""
    me = turn.official()
    if await find.may_route(turn.session, me):
        send_photos(turn, await _mine(turn, choice.feedback))
        return
    for task in await standing.mine(turn.session, me):
        feedback = await find.of_task(turn.session, task.id)
        if feedback is not None and feedback.id == choice.feedback:
            send_photos(turn, feedback)
            return
    raise standing.NotYourTask


@router.action(FeedbackRoute)
async def ask_unit(turn: Turn, choice: FeedbackRoute) -> None:
    """Offer the units; a name may be typed."""
    feedback = await _mine(turn, choice.feedback)
    if feedback.names_official:
        raise find.ForLeadersAlone
    _offer(turn, feedback, (await people.units_with_staff(turn.session))[:UNITS], "feedback.ask_route")


def _offer(turn: Turn, feedback: Feedback, units: list[Unit], key: str) -> None:
    turn.ask(FeedbackWho(id_of(feedback)))
    choices = [FeedbackTo(id_of(feedback), id_of(unit)).named(unit.name) for unit in units]
    words = turn.texts.out_of(key, {"code": feedback.code})
    turn.answer(Outgoing(words, choices=tuple(choices)))


@router.dialogue(FeedbackWho)
async def take_unit_name(turn: Turn, asked: FeedbackWho) -> None:
    """Take the unit by its name, or offer those whose name holds it."""
    feedback = await _mine(turn, asked.feedback)
    found = await find.unit_meant(turn.session, turn.text)
    if found.unit is None:
        _offer(turn, feedback, list(found.candidates[:UNITS]), "feedback.which_unit")
    else:
        await send_to(turn, FeedbackTo(asked.feedback, id_of(found.unit)))


@router.action(FeedbackTo)
async def send_to(turn: Turn, choice: FeedbackTo) -> None:
    """Give a feedback to a unit and tell who answers for it there."""
    feedback = await _mine(turn, choice.feedback)
    if feedback.names_official:
        raise find.ForLeadersAlone
    unit = await find.unit_by_id(turn.session, choice.unit)
    if unit is None:
        raise find.UnitNotFound(words=str(choice.unit))
    if feedback.state is State.disputed:
        feedback.again_by = _new_day(turn)
    title = task_title(feedback.kind)
    task = await settle.route(turn.session, feedback=feedback, unit=unit, title=title, by=turn.by)
    turn.finish()
    reached = await tell_of(turn, feedback, task)
    key = "feedback.routed" if reached else "feedback.routed_unreached"
    turn.say(key, code=feedback.code, unit=unit.name, due=due_words(feedback))


def _new_day(turn: Turn) -> date:
    return rules.due_day(turn.today, turn.house.feedback, turn.house.calendar())


@router.action(FeedbackDirect)
async def ask_direct(turn: Turn, choice: FeedbackDirect) -> None:
    """Ask for the words with which the leader answers at once."""
    feedback = await _mine(turn, choice.feedback)
    turn.ask(FeedbackWords(choice.feedback))
    turn.say("feedback.ask_direct", code=feedback.code)


@router.dialogue(FeedbackWords)
async def answer_now(turn: Turn, asked: FeedbackWords) -> None:
    """Send the leader's own answer to the citizen."""
    answer = rules.checked(turn.text)
    feedback = await _mine(turn, asked.feedback)
    await settle.answer_directly(turn.session, feedback=feedback, answer=answer, today=turn.today)
    await turn.record(Act.answer_feedback, f"feedback/{feedback.id}")
    turn.finish()
    reached = await answer_citizen(turn, feedback)
    turn.say("feedback.direct_sent" if reached else "feedback.direct_kept", code=feedback.code)


@router.action(FeedbackReopen)
async def reopen(turn: Turn, choice: FeedbackReopen) -> None:
    """Let the unit answer once more and tell it why."""
    feedback = await _mine(turn, choice.feedback)
    task = await turn.session.get(Task, feedback.task_id) if feedback.task_id else None
    if task is None:
        raise find.FeedbackUnknown
    due = _new_day(turn)
    event = await settle.reopen(turn.session, feedback=feedback, task=task, due=due, by=turn.by)
    reached = await tell(
        turn,
        await standing.owners(turn.session, task),
        "told.feedback_again",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        reason=quoted(settle.heard(feedback), WIDE) or turn.texts("feedback.no_reason"),
        due=day(due),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    turn.say(
        "feedback.reopened" if reached else "feedback.reopened_unreached",
        name=short(task.title, 70),
        due=day(due),
    )


@router.action(FeedbackLeave)
async def leave(turn: Turn, choice: FeedbackLeave) -> None:
    """Let the answer stand."""
    feedback = await _mine(turn, choice.feedback)
    settle.leave(feedback)
    await turn.record(Act.answer_feedback, f"feedback/{feedback.id}", stands=True)
    turn.say("feedback.left", code=feedback.code)
