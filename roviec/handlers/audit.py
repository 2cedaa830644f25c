"""/nhatky: what people of the office changed, for admins."""

from roviec.db import audit
from roviec.db.audit import TASK
from roviec.db.models import AuditEntry
from roviec.handlers.choices.audit import AuditBefore
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.tasks.lifecycle import Verb
from roviec.texts import Texts
from roviec.texts.shapes import moment

router = Router()
PAGE = 10


@router.command(Command.nhatky)
async def show_log(turn: Turn, _rest: str = "") -> None:
    """Show the newest changes."""
    await _show(turn, None)


@router.action(AuditBefore)
async def show_older(turn: Turn, choice: AuditBefore) -> None:
    """Show the changes before a place in the log."""
    await _show(turn, choice.place)


async def _show(turn: Turn, before: int | None) -> None:
    """Show a page of the log; the last choice leads further back."""
    turn.admin()
    found = await audit.latest(turn.session, limit=PAGE + 1, before=before)
    shown = found[:PAGE]
    if not shown:
        turn.say("audit.none")
        return
    older = [turn.choice("audit.older", AuditBefore(shown[-1][0].place or 0))] if len(found) > PAGE else []
    lines = "\n".join(_line(turn, entry, name) for entry, name in shown)
    turn.say("audit.list", lines=lines, choices=older)


def _line(turn: Turn, entry: AuditEntry, name: str) -> str:
    at = moment(entry.at.astimezone(turn.house.zone))
    who, what = name or by_cli(turn.texts, entry), told(turn.texts, entry)
    return turn.texts("audit.line", place=entry.place, at=at, who=who, what=what)


def by_cli(texts: Texts, entry: AuditEntry) -> str:
    """Return who acted where it was nobody on the roster."""
    return texts("audit.by_cli", user=entry.data.get("user", "?"))


def told(texts: Texts, entry: AuditEntry) -> str:
    """Return what was done, and to what."""
    kind, _, number = entry.subject.partition("/")
    what = done(texts, entry.what)
    if not kind:
        return what
    return texts("audit.about", what=what, subject=texts(f"audit.subject.{kind}", id=number))


def done(texts: Texts, what: str) -> str:
    """Return what was done, without its subject."""
    if not what.startswith(TASK):
        return texts(f"audit.act.{what}")
    kind = what.removeprefix(TASK)
    return texts.again(Verb(kind).label) if kind in set(Verb) else texts(f"event.{kind}")
