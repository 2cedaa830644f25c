"""The citizen's side: ask for somebody, write to them, end it."""

from roviec.db import reception
from roviec.db.models import Reception
from roviec.folding import fold
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.reception import ReceptionAsk, ReceptionLeave
from roviec.handlers.feedback.draft import STEPS
from roviec.handlers.feedback.show import place_words
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu
from roviec.handlers.reception.answering import list_open
from roviec.handlers.reception.telling import Meeting, tell_desk
from roviec.handlers.survey.opening import open_by_token
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Outgoing
from roviec.tasks.feedback import rules

router = Router()
_ENDING = frozenset(("ket thuc", "dung", "thoat", "end", "stop"))


@router.command(Command.gapcanbo)
async def meet(turn: Turn, words: str = "") -> None:
    """Let a citizen speak with somebody of the office; show officials who waits."""
    if turn.person is not None:
        await list_open(turn)
        return
    talk = await reception.open_of(turn.session, turn.address)
    if talk is not None:
        _say(turn, talk, "reception.again")
    else:
        talk = await _begin(turn)
    if talk is not None and words:
        await _pass_on(turn, talk, words)


@router.action(ReceptionAsk)
async def ask(turn: Turn, _choice: ReceptionAsk) -> None:
    """Do the same; the words of a draft that waits here go along."""
    draft = turn.asked(*STEPS)
    turn.finish()
    await meet(turn, draft.words if draft else "")


async def _begin(turn: Turn) -> Reception | None:
    """Begin a talk and tell the desk; None where nobody there can be reached."""
    talk = await reception.begin(
        turn.session, address=turn.address, today=turn.today, per_day=turn.house.feedback.per_day
    )
    if not await tell_desk(turn, talk, "told.reception_asked"):
        reception.end(talk, today=turn.today)
        turn.say("reception.nobody", choices=citizen_menu(turn.texts))
        return None
    _say(turn, talk, "reception.asked")
    return talk


def _say(turn: Turn, talk: Reception, key: str) -> None:
    """Answer, and let the words that follow go to the office; no number may be taken out of them."""
    turn.ask(Meeting(talk.id))
    days = turn.house.feedback.keep_days
    opens, closes = turn.house.calendar().hours
    words = turn.texts.out_of(key, {"days": days, "opens": f"{opens:%-H:%M}", "closes": f"{closes:%-H:%M}"})
    leave = ReceptionLeave().named(turn.texts("button.end_talk"), spoken=True)
    # A number belongs to what the citizen has to say, so none is bound here.
    turn.answers.append((Outgoing(words, choices=(leave,)), None))
    turn.conversation.options, turn.conversation.options_until = [], None


@router.dialogue(Meeting)
async def take_words(turn: Turn, asked: Meeting) -> None:
    """Pass on what the citizen writes; one word ends it, and the code of a survey opens it."""
    talk = await turn.session.get(Reception, asked.reception)
    if talk is None or talk.ended_on is not None:
        turn.finish()
        turn.say("reception.over", choices=citizen_menu(turn.texts))
    elif fold(turn.text).strip(" .!") in _ENDING:
        await leave(turn, ReceptionLeave())
    elif not await open_by_token(turn, turn.text):
        await _pass_on(turn, talk, _written(turn))


def _written(turn: Turn) -> str:
    """Return the words of a message, or the map's link of a place; "" for what can't be passed on."""
    if turn.said.kind == Kind.place and turn.said.point is not None:
        return place_words(turn.texts, rules.placed(*turn.said.point, turn.text))
    return turn.text.strip() if turn.said.kind == Kind.text else ""


async def _pass_on(turn: Turn, talk: Reception, words: str) -> None:
    if not words:
        turn.say("reception.words_only")
        return
    if len(words) > rules.MAX_WORDS:
        raise rules.FeedbackTooLong(limit=rules.MAX_WORDS)
    reception.hear(talk, words, today=turn.today)
    reached = await tell_desk(turn, talk, "told.reception", words)
    _say(turn, talk, "reception.passed_on" if reached else "reception.passed_nobody")


async def go_on(turn: Turn) -> bool:
    """Pass words on that no other question waits for, while a talk goes on; False where none does."""
    talk = await reception.open_of(turn.session, turn.address)
    if talk is None:
        return False
    await take_words(turn, Meeting(talk.id))
    return True


async def leave_meeting(turn: Turn) -> bool:
    """End the talk that this chat is in; False where it is in none."""
    if turn.asked(Meeting) is None:
        return False
    await leave(turn, ReceptionLeave())
    return True


@router.action(ReceptionLeave)
async def leave(turn: Turn, _choice: ReceptionLeave) -> None:
    """End the talk of this chat and tell who answers it."""
    talk = await reception.open_of(turn.session, turn.address)
    if turn.asked(Meeting) is not None:
        turn.finish()
    if talk is None:
        turn.say("reception.over", choices=citizen_menu(turn.texts))
        return
    reception.end(talk, today=turn.today)
    await tell_desk(turn, talk, "told.reception_ended", ends=True)
    turn.say("reception.ended", days=turn.house.feedback.keep_days, choices=citizen_menu(turn.texts))
