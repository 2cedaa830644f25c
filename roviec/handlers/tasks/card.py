"""A task's card, its history and its files: nothing that people send is out of sight."""

from datetime import date
from typing import Any

from roviec.db.models import TaskEvent
from roviec.db.models.base import id_of
from roviec.db.tasks import events, standing, views
from roviec.handlers.choices.tasks import TaskFiles, TaskLog, TaskLogPage, TaskOpen
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.editing import changed_lines
from roviec.handlers.tasks.pages import PAGE, turning
from roviec.handlers.tasks.show import history_line, show_card, when
from roviec.messages.outgoing import FileOut
from roviec.tasks.lifecycle import Verb
from roviec.texts import Texts
from roviec.texts.shapes import day, short

router = Router()
FILES = 5


@router.action(TaskOpen)
async def open_card(turn: Turn, choice: TaskOpen) -> None:
    """Show a task to somebody who has a part in it."""
    task, mine = await standing.find(turn.session, choice.task, turn.official())
    await show_card(turn, task, mine)


@router.action(TaskLog)
async def show_history(turn: Turn, choice: TaskLog) -> None:
    """Show what happened to a task, the newest first."""
    await show_history_page(turn, TaskLogPage(choice.task, 0))


@router.action(TaskLogPage)
async def show_history_page(turn: Turn, choice: TaskLogPage) -> None:
    """Show one page of what happened, each with what was said and decided."""
    task, _ = await standing.find(turn.session, choice.task, turn.official())
    past = await events.history(turn.session, task, offset=choice.page * PAGE, limit=PAGE + 1)
    lines = [
        history_line(turn, when(turn, event.at), what_happened(turn.texts, event), name)
        + _indented(details(turn.texts, event.data))
        for event, name in past[:PAGE]
    ]
    seen = choice.page * PAGE + len(past)
    pages = turning(turn, choice.page, seen, lambda page: TaskLogPage(choice.task, page))
    back = turn.choice("button.back_to_task", TaskOpen(id_of(task)))
    turn.say("task.history", title=task.title, lines="\n".join(lines) or "–", choices=[*pages, back])


def what_happened(say: Texts, event: TaskEvent) -> str:
    """Return what an event was; a decision on a request says which."""
    words = Verb(event.kind).label if event.kind in set(Verb) else say(f"event.{event.kind}")
    if event.kind == Verb.decide_extension:
        words = say("event.granted" if event.data.get("until") else "event.denied")
    return say("event.undone", what=words) if event.undone else say.again(words)


def details(say: Texts, data: dict[str, Any], most: int = 200) -> list[str]:
    """Return what was said with an event: percentages, days, names, words of at most `most` letters, changes."""
    found = [f"{data['percent']}%"] if data.get("percent") is not None else []
    found += [
        say("event.until", day=day(date.fromisoformat(data[k]))) for k in ("wished", "until") if data.get(k)
    ]
    found += [str(data["name"])] if data.get("name") else []
    found += [f"«{short(str(data[k]), most)}»" for k in ("words", "reason") if data.get(k)]
    if isinstance(data.get("changes"), dict):
        found.append(changed_lines(say, data["changes"]))
    return found


def _indented(lines: list[str]) -> str:
    return "".join(f"\n   {line}" for line in lines)


@router.action(TaskFiles)
async def send_files(turn: Turn, choice: TaskFiles) -> None:
    """Send one page of a task's files, each with who sent it, when, and the words that came along."""
    task, _ = await standing.find(turn.session, choice.task, turn.official())
    turn.about(choice.task)
    first = choice.page * FILES
    found = await views.evidence(turn.session, task, offset=first, limit=FILES + 1)
    if not found:
        turn.say("files.none", name=short(task.title, 70))
        return
    for evidence, stored, who in found[:FILES]:
        file = FileOut(evidence.sha256, evidence.name, stored.mime)
        words = f"\n«{short(evidence.note, 300)}»" if evidence.note else ""
        turn.send_file(
            "files.caption", file, name=evidence.name, who=who, when=when(turn, evidence.sent_at), words=words
        )
    pages = turning(turn, choice.page, first + len(found), lambda page: TaskFiles(choice.task, page), FILES)
    back = turn.choice("button.back_to_task", TaskOpen(choice.task))
    turn.say("files.sent", name=short(task.title, 70), task=task.id, choices=[*pages, back])
