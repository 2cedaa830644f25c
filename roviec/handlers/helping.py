"""What a person can do here, in one message."""

from dataclasses import dataclass

from roviec.db.measures import owning
from roviec.db.models import Person, Role
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.reception import ReceptionAsk
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import Texts


@dataclass(frozen=True)
class Waits:
    """What waits for a person: their open tasks, those overdue among them, and what is theirs to decide."""

    open: int = 0
    late: int = 0
    decide: int = 0


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


async def show_help(turn: Turn, first: str = "", waits: Waits | None = None) -> None:
    """Show the commands as choices, those of the person's role only, in one message after `first` and what waits."""
    role, count = turn.person.role if turn.person else "citizen", waits or Waits()
    mine = [_counted(turn, "button.tasks", Command.viec, count.open)] if turn.person else []
    choices = mine or citizen_menu(turn.texts)
    if role in (Role.leader, Role.admin):
        choices += [
            _counted(turn, "button.waiting", Command.duyet, count.decide),
            turn.choice("button.assign_task", Command.giao),
            turn.choice("button.digest", Command.tuan),
        ]
    states = turn.person is not None and await owning.states(turn.session, turn.person)
    commands = turn.texts(f"help.{role}") + (f"\n{turn.texts('help.solieu')}" if states else "")
    words = [first, _waits(turn, waits) if waits else "", commands]
    turn.answer(Outgoing("\n\n".join(w for w in words if w), choices=tuple(choices)))


def _counted(turn: Turn, key: str, to: Command, count: int) -> Choice:
    label = turn.texts(key)
    return to.named(turn.texts("waits.counted", label=label, count=count) if count else label)


def _waits(turn: Turn, waits: Waits) -> str:
    """Return one line about what waits."""
    parts = []
    if waits.open:
        late = turn.texts("waits.late", count=waits.late) if waits.late else ""
        parts.append(turn.texts("waits.open", count=waits.open, late=late))
    if waits.decide:
        parts.append(turn.texts("waits.decide", count=waits.decide))
    return turn.texts("waits.line", what="; ".join(parts)) if parts else turn.texts("waits.none")


def position_words(person: Person) -> str:
    """Return a person's position before the name of their unit, "" where they have none."""
    return f"{person.position}, " if person.position else ""
