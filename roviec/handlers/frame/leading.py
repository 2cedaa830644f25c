"""No answer is a dead end: one that neither asks, offers nor names what to send gets the way on."""

import re
from collections.abc import Collection
from dataclasses import replace

from roviec.db.conversations import are_over
from roviec.db.models import Role
from roviec.folding import fold
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.spoken import spoken_command
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import citizen_menu
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import Texts

_COMMAND = re.compile(r"(?<!\S)/([a-z]{3,})")
_QUOTED = re.compile(r"[«“]([^«»“”]*)[»”]")


def lead_on(turn: Turn) -> None:
    """Give the last answer the way on where no answer of this turn has one."""
    if not turn.answers or turn.said.group or turn.conversation.dialogue is not None:
        return
    labels = (
        () if are_over(turn.conversation, turn.now) else [label for label, _ in turn.conversation.options]
    )
    if not any(leads(message, labels) for message, _ in turn.answers):
        message, task_id = turn.answers[-1]
        # Whoever has just left this chat is a stranger in it.
        role = turn.person.role if turn.person and turn.address.person_id else None
        turn.answers[-1] = (led_on(message, turn.texts, turn.can, role), task_id)


def leads(message: Outgoing, labels: Collection[str] = ()) -> bool:
    """Tell whether a message asks, offers or names what to send; `labels`: of the choices that still stand."""
    shows = message.choices or message.link or message.contact_label
    return bool(shows) or _names_a_way(message.text, {fold(label) for label in labels})


def _names_a_way(text: str, labels: Collection[str]) -> bool:
    """Tell whether words ask or name a command; what is quoted counts where, typed, it is a command or a choice."""
    quoted, said = list[str](), text
    # From the inside out: what is quoted may quote, as titles do.
    while found := _QUOTED.findall(said):
        quoted += found
        said = _QUOTED.sub(" ", said)
    if "?" in said or not set(Command).isdisjoint(_COMMAND.findall(said)):
        return True
    return any(spoken_command(words, is_free=True) or fold(words) in labels for words in quoted)


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
