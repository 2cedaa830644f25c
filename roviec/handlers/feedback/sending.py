"""Sending what was written: a code, a task for the unit, a receipt that says by when the citizen hears."""

import secrets

from roviec.db import naming, surveys
from roviec.db.feedback import find, submit
from roviec.db.feedback.keep import UNSEEN
from roviec.db.models import Feedback, Task
from roviec.db.models.delivery import Lane
from roviec.delivery import notify
from roviec.handlers.choices.feedback import FeedbackLook, FeedbackSend, Way
from roviec.handlers.feedback.draft import Draft, draft_of, gone
from roviec.handlers.feedback.formal import is_turned_away, turn_away
from roviec.handlers.feedback.show import due_words, kind_words, unit_words
from roviec.handlers.feedback.telling import tell_of
from roviec.handlers.frame.leading import leads, led_on
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import Kind
from roviec.texts import catalogue

router = Router()


@router.action(FeedbackSend)
async def send(turn: Turn, choice: FeedbackSend) -> None:
    """Send the draft: answered here, looked up by its code alone, or praise that asks for no answer."""
    draft = draft_of(turn, choice.draft)
    if draft is None or not (draft.kind and draft.words):
        gone(turn)
        return
    if is_turned_away(draft):
        turn_away(turn, draft)
        return
    unit = await naming.at(turn.session, draft.unit)
    new = submit.NewFeedback(
        kind=draft.kind,
        words=draft.words,
        unit=unit,
        photos=draft.photos,
        place=draft.place,
        names_official=bool(await find.named_in(turn.session, draft.words)),
        due=rules.due_day(turn.today, turn.house.feedback, turn.house.calendar()),
        answer_here=choice.way is Way.here,
        consent=draft.consent,
    )
    feedback = await submit.submit(
        turn.session,
        new=new,
        address=turn.address,
        title=task_title(new.kind),
        today=turn.today,
        now=turn.now,
        per_day=turn.house.feedback.per_day,
        channel="" if choice.way is Way.unseen else turn.said.channel,
    )
    turn.finish()
    reached = await tell_of(
        turn, feedback, await turn.session.get(Task, feedback.task_id) if feedback.task_id else None
    )
    if choice.way is Way.unseen:
        await _erase(turn, draft)
    is_noted = choice.way is Way.praise and not reached
    await _receipt(turn, feedback, choice.way, "praise_noted" if is_noted else choice.way)


def task_title(kind: Kind) -> str:
    """Return the title of the task that answers a feedback, with a place for its code and none of its words."""
    say = catalogue("vi")
    return say("feedback.task", kind=kind_words(say, kind), code="{code}")


async def _erase(turn: Turn, draft: Draft) -> None:
    """Erase the way to what was sent unseen: the draft, what was typed and what was shown."""
    await surveys.erase_since(
        turn.session,
        address=turn.address,
        first=draft.first,
        since=draft.since,
        traces=turn.house.traces,
        now=turn.now,
    )
    # The task's row carries the moment: where this chat stands keeps the day alone.
    turn.conversation.updated_at = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    turn.erased = True


async def _receipt(turn: Turn, feedback: Feedback, way: Way, kind: str) -> None:
    """Confirm receipt under a key of its own: finishing a survey meanwhile must not erase it."""
    look = FeedbackLook(feedback.code).named(turn.texts("button.feedback_look"))
    message = Outgoing(
        turn.texts.out_of(
            f"feedback.receipt.{kind}",
            {
                "code": feedback.code,
                "kind": kind_words(turn.texts, feedback.kind),
                "unit": await unit_words(turn, turn.texts, feedback.unit_id),
                "due": due_words(feedback),
            },
        ),
        choices=(look,) if way is Way.here else (),
    )
    if not leads(message):
        message = led_on(message, turn.texts, turn.can, turn.person.role if turn.person else None)
    await notify.write(
        turn.session,
        turn.address,
        message,
        channels=turn.house.channels,
        now=turn.now,
        key=f"{UNSEEN if way is Way.unseen else 'feedback.receipt/'}{secrets.token_hex(8)}",
        lane=Lane.reply,
    )
