"""/nhatky: what people of the office changed, for admins."""

from roviec.db import audit
from roviec.db.audit import TASK
from roviec.db.models import AuditEntry
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.tasks.lifecycle import Verb
from roviec.texts import Texts
from roviec.texts.shapes import moment

router = Router()
PAGE = 10


@router.command("nhatky")
async def show_log(turn: Turn, _rest: str = "") -> None:
    """Show the newest changes."""
    await show_page(turn)


@router.action("audit")
async def show_page(turn: Turn, before: str = "") -> None:
    """Show the changes before a place in the log; the last choice leads further back."""
    turn.admin()
    is_number = before.isascii() and before.isdigit() and len(before) < 10
    found = await audit.latest(turn.session, limit=PAGE + 1, before=int(before) if is_number else None)
    shown = found[:PAGE]
    if not shown:
        turn.say("audit.none")
        return
    older = [turn.choice("audit.older", "audit", shown[-1][0].place)] if len(found) > PAGE else []
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
