"""No answer is a dead end: one that neither asks, offers nor names what to send gets the way on."""

import re
from dataclasses import replace

from roviec.db.models import Role
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import Texts

_NAMED = re.compile(r"(?<!\S)/[a-z]{3,}|[«“][^»”]+[»”]|\?")
"""A command, the name of a button, a question."""


def lead_on(turn: Turn) -> None:
    """Give the last answer the way on where no answer of this turn has one."""
    if not turn.answers or turn.said.group or turn.conversation.dialogue is not None:
        return
    if not any(leads(message) for message, _ in turn.answers):
        message, task_id = turn.answers[-1]
        # Whoever has just left this chat is a stranger in it.
        role = turn.person.role if turn.person and turn.address.person_id else None
        turn.answers[-1] = (led_on(message, turn.texts, turn.can, role), task_id)


def leads(message: Outgoing) -> bool:
    """Tell whether a message asks, offers or names what to send."""
    return bool(message.choices or message.link or message.contact_label or _NAMED.search(message.text))


def led_on(message: Outgoing, say: Texts, can: Capabilities, role: Role | None) -> Outgoing:
    """Return a message with what everybody of this role may always do; None is a citizen."""
    if can.buttons:
        # They bind no number: what was numbered before stays as it is on the screen.
        return replace(message, choices=tuple(_ways(say, role)))
    way = say("next.citizen" if role is None else "next.official")
    return replace(message, text=f"{message.text}\n{way}".strip())


def _ways(say: Texts, role: Role | None) -> list[Choice]:
    if role is None:
        return citizen_menu(say)
    waiting = [Command.duyet.named(say("button.waiting"))] if role != Role.official else []
    return [Command.viec.named(say("button.tasks")), *waiting, Command.giup.named(say("button.help"))]
