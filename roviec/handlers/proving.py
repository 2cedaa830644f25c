"""A number that somebody only typed: a code goes to the phone itself, and whoever types it here has proved it."""

from datetime import timedelta

from roviec.db import official, outbox, outbox_said, people
from roviec.db.models import Person
from roviec.db.models.delivery import Lane
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.turn import Turn
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing

PURPOSE = "account.code"
LIFE = timedelta(minutes=30)


class TypeCode(Dialogue, name="code", of_chat=True):
    """A code that was given or sent to somebody."""


async def prove(turn: Turn) -> None:
    """Send a code to the number; the words are the same whether anybody on the roster has it or not."""
    channel = next((name for name, can in turn.house.channels.items() if can.phones), None)
    if channel is None or not await official.is_served(turn.session, purpose=PURPOSE):
        turn.say("contact.unproved")
        return
    person = await people.with_phone(turn.session, turn.text)
    if person is not None:
        await _send(turn, person, channel)
    turn.ask(TypeCode())
    turn.say("contact.code_sent")


async def _send(turn: Turn, person: Person, channel: str) -> None:
    """Send one code a day for each chat that asks: it costs money and rings on somebody's phone."""
    key = f"{PURPOSE}/{person.id}/{turn.address.id}/{turn.now.date()}"
    if await outbox_said.was_written(turn.session, key):
        return
    code = people.code_for(turn.session, person=person, now=turn.now, life=LIFE)
    message = Outgoing(turn.texts("contact.code", code=code), notice=notice(PURPOSE, ma=code))
    await outbox.post(
        turn.session,
        channel=channel,
        chat=person.phone or "",
        messages=[message],
        lane=Lane.reply,
        now=turn.now,
        key=key,
    )
