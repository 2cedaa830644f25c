"""What a person can do here, in one message."""

from roviec.db.models import Person, Role
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.reception import ReceptionAsk
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import Texts


def citizen_menu(say: Texts) -> list[Choice]:
    """Return what a citizen can do here, in a language."""
    return [
        Command.khaosat.named(say("button.survey")),
        Command.phananh.named(say("button.feedback")),
        ReceptionAsk().named(say("button.somebody")),
    ]


def ways_on(turn: Turn) -> list[Choice]:
    """Return what a citizen may do next; nothing for an official, whose ways are their own."""
    return citizen_menu(turn.texts) if turn.person is None else []


def show_help(turn: Turn, first: str = "") -> None:
    """Show the commands as choices, those of the person's role only, in one message after `first`."""
    role = turn.person.role if turn.person else "citizen"
    choices = [turn.choice("button.tasks", Command.viec)] if turn.person else citizen_menu(turn.texts)
    if role in (Role.leader, Role.admin):
        choices += [
            turn.choice("button.waiting", Command.duyet),
            turn.choice("button.assign_task", Command.giao),
            turn.choice("button.digest", Command.tuan),
        ]
    words = [first, turn.texts(f"help.{role}")]
    turn.answer(Outgoing("\n\n".join(w for w in words if w), choices=tuple(choices)))


def position_words(person: Person) -> str:
    """Return a person's position before the name of their unit, "" where they have none."""
    return f"{person.position}, " if person.position else ""
