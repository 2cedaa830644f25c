"""Carrying words between the two: neither side learns more of the other than what they write and who answers."""

import secrets
from collections.abc import Sequence

from roviec.db import conversations, reception
from roviec.db.models import Address, Person, Reception, Unit
from roviec.db.models.delivery import Lane
from roviec.delivery import notify
from roviec.handlers.choices.reception import ReceptionAnswer, ReceptionEnd, ReceptionLeave
from roviec.handlers.feedback.show import quoted
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.tell import to_each
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu
from roviec.messages.notices import notice
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import catalogue

NAMED = 1000


class Meeting(Dialogue, name="reception", of_chat=True, stale_after=reception.LIFE):
    """The citizen's words go to the office."""

    reception: int


def number_of(talk: Reception) -> str:
    """Return what a talk is called among officials, so that two are told apart."""
    return f"{talk.id % NAMED:03d}"


async def tell_desk(turn: Turn, talk: Reception, key: str, words: str = "", *, ends: bool = False) -> int:
    """Tell whoever answers, or else the whole desk; return how many could be reached."""
    say = catalogue("vi")
    title = say("told.reception.title", number=number_of(talk))
    text = say.out_of(key, {"words": quoted(words)})
    mine = [ReceptionAnswer(talk.id).named(say("button.answer_citizen"))]
    mine.append(ReceptionEnd(talk.id).named(say("button.end_talk")))
    news = notice("task.news", viec=title, tin=text)
    message = Outgoing(text, title=title, choices=() if ends else tuple(mine), notice=news)
    # Nothing of the key leads from the message to the chat.
    unique = f"reception/{secrets.token_hex(8)}"
    for whom in await _hearers(turn, talk):
        if reached := await to_each(turn, whom, message, key=unique):
            return reached
    return 0


async def _hearers(turn: Turn, talk: Reception) -> list[list[int]]:
    """Return who is told, and who instead where none of them can be reached."""
    holder = await turn.session.get(Person, talk.person_id) if talk.person_id else None
    first = [[holder.id or 0]] if holder is not None and holder.left_on is None else []
    desk = await reception.desk(turn.session, turn.house.feedback.desk)
    return [*first, [one.id or 0 for one in desk], await reception.stand_ins(turn.session)]


async def tell_citizen(turn: Turn, talk: Reception, words: str) -> bool:
    """Send an answer to the citizen's chat, whose next words then come back here; False where it can't be reached."""
    address = await _address(turn, talk)
    if address is None:
        return False
    say, me = catalogue(address.language), turn.official()
    unit = await turn.session.get_one(Unit, me.unit_id)
    text = say("reception.answered", who=me.name, unit=unit.name, words=words)
    state = await conversations.of(turn.session, address, turn.now)
    if state.dialogue == Meeting.name or conversations.is_idle(state, turn.now):
        asked = Meeting(talk.id)
        conversations.enter(
            state, asked.name, asked.dump(), turn.now, own=True, stale_after=Meeting.stale_after
        )
        state.options, state.options_until = [], None
    else:
        text = f"{text}\n\n{say('reception.how_to_go_on')}"
    has_buttons = turn.house.channels[address.channel].buttons > 0
    leave = ReceptionLeave().named(say("button.end_talk"), spoken=True)
    await _write(turn, address, text, [leave] if has_buttons else [])
    return True


async def tell_ended(turn: Turn, talk: Reception) -> bool:
    """Tell the citizen that the office has ended the talk, with what else can be done here; False like above."""
    address = await _address(turn, talk)
    if address is None:
        return False
    say = catalogue(address.language)
    state = await conversations.of(turn.session, address, turn.now)
    if state.dialogue == Meeting.name:
        conversations.leave(state, turn.now)
    is_free = conversations.is_idle(state, turn.now)
    await _write(turn, address, say("reception.ended_by_office"), citizen_menu(say) if is_free else [])
    return True


async def _address(turn: Turn, talk: Reception) -> Address | None:
    address = await turn.session.get(Address, talk.address_id)
    is_there = address is not None and address.reachable and address.channel in turn.house.channels
    return address if is_there else None


async def _write(turn: Turn, address: Address, text: str, choices: Sequence[Choice]) -> None:
    await notify.write(
        turn.session,
        address,
        Outgoing(text, choices=tuple(choices)),
        channels=turn.house.channels,
        now=turn.now,
        key=f"reception/{secrets.token_hex(8)}",
        lane=Lane.reply,
    )
