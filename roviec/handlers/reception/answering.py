"""The office's side: take a citizen's talk, answer it one message at a time, end it."""

from roviec.db import reception
from roviec.db.models import Reception
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.reception import ReceptionAnswer, ReceptionEnd, ReceptionTake
from roviec.handlers.feedback.show import WIDE, quoted
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import to_each
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import show_help
from roviec.handlers.reception.telling import number_of, tell_citizen, tell_ended
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback import rules
from roviec.texts import catalogue

router = Router()
LISTED, LINES, LABEL = 10, 6, 60


class ReceptionWords(Dialogue, name="reception.words"):
    """What a citizen is to read."""

    reception: int


async def list_open(turn: Turn) -> None:
    """Show which citizens wait or are spoken with; raise for who has no part in it."""
    me = turn.official()
    if not await reception.at_the_desk(turn.session, me, turn.house.feedback.desk):
        raise reception.NotAtTheDesk
    found = (await reception.going_on(turn.session))[:LISTED]
    choices = [
        ReceptionAnswer(talk.id).named(
            turn.texts("reception.open_line", number=number_of(talk), words=_latest(talk))
        )
        for talk in found
    ]
    if choices:
        turn.say("reception.open", count=len(choices), choices=choices)
    else:
        await show_help(turn, turn.texts("reception.none_open"))


def _latest(talk: Reception) -> str:
    said = [words for is_ours, words in talk.lines if not is_ours]
    return quoted(said[-1], LABEL) if said else "…"


async def _mine(turn: Turn, reception_id: int) -> Reception | None:
    """Return a talk to who may answer it; None where a colleague does, which is said."""
    talk, holder = await reception.to_answer(
        turn.session, reception_id, person=turn.official(), unit=turn.house.feedback.desk
    )
    if holder is None:
        return talk
    take = turn.choice("button.take_talk", ReceptionTake(talk.id))
    turn.say("reception.taken", number=number_of(talk), who=holder.name, choices=[take])
    return None


@router.action(ReceptionAnswer)
async def ask_words(turn: Turn, choice: ReceptionAnswer) -> None:
    """Take a talk and ask for the words that the citizen reads."""
    talk = await _mine(turn, choice.reception)
    if talk is not None:
        talk.person_id = turn.official().id
        _ask(turn, talk)


def _ask(turn: Turn, talk: Reception) -> None:
    sides = {True: turn.texts("reception.ours"), False: turn.texts("reception.theirs")}
    said = [f"{sides[is_ours]}: «{quoted(words, WIDE)}»" for is_ours, words in talk.lines[-LINES:]]
    turn.ask(ReceptionWords(talk.id))
    turn.say("reception.ask_words", number=number_of(talk), lines="\n".join(said) or "…")


@router.action(ReceptionTake)
async def take_over(turn: Turn, choice: ReceptionTake) -> None:
    """Answer in a colleague's place, and tell them."""
    me = turn.official()
    talk, holder = await reception.to_answer(
        turn.session, choice.reception, person=me, unit=turn.house.feedback.desk
    )
    talk.person_id = me.id
    if holder is not None:
        text = catalogue("vi")("told.reception_taken", number=number_of(talk), who=me.name)
        key = f"reception.taken/{turn.row.id}"
        await to_each(turn, [holder.id or 0], Outgoing(text), key=key)
    _ask(turn, talk)


@router.dialogue(ReceptionWords)
async def send_words(turn: Turn, asked: ReceptionWords) -> None:
    """Send the answer to the citizen; one message at a time, so that no word meant for a task goes there."""
    if turn.said.kind != Kind.text or not turn.text.strip():
        turn.say("reception.words_only")
        return
    if len(turn.text) > rules.MAX_WORDS:
        raise rules.FeedbackTooLong(limit=rules.MAX_WORDS)
    talk = await _mine(turn, asked.reception)
    turn.finish()
    if talk is None:
        return
    words = turn.text.strip()
    reception.answer(talk, words, by=turn.official(), today=turn.today)
    reached = await tell_citizen(turn, talk, words)
    choices = [
        turn.choice("button.answer_more", ReceptionAnswer(talk.id)),
        turn.choice("button.end_talk", ReceptionEnd(talk.id)),
    ]
    turn.say("reception.sent" if reached else "reception.unreached", number=number_of(talk), choices=choices)


@router.action(ReceptionEnd)
async def end(turn: Turn, choice: ReceptionEnd) -> None:
    """End a talk and tell the citizen."""
    talk = await _mine(turn, choice.reception)
    if talk is None:
        return
    if turn.asked(ReceptionWords) is not None:
        turn.finish()
    reception.end(talk, today=turn.today)
    reached = await tell_ended(turn, talk)
    choices = [turn.choice("button.tasks", Command.viec)]
    turn.say(
        "reception.ended_talk" if reached else "reception.ended_unreached",
        number=number_of(talk),
        choices=choices,
    )
