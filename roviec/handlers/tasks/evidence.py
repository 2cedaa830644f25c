"""Files from officials: evidence of the task that is talked of, or asked which."""

from collections import Counter
from dataclasses import replace
from typing import Any

from roviec.db import files
from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, standing
from roviec.errors import PersonError
from roviec.handlers.choices.tasks import FileFor, FileWrong, TaskDone
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.focus import task_meant
from roviec.handlers.tasks.show import task_choices
from roviec.handlers.tasks.words import hear_caption
from roviec.handlers.uploads import arrived, named, not_too_big
from roviec.messages.incoming import Kind
from roviec.texts.shapes import short

router = Router()
ALLOWED = {
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".txt", ".csv",
    ".png", ".jpg", ".jpeg", ".heic", ".webp", ".mp4", ".zip",
}  # fmt: skip


class FileWhich(Dialogue, name="file.which", files_too=True):
    """Which task the files are for."""

    files: list[dict[str, Any]]
    words: str = ""


class FileForbidden(PersonError):
    """Loại tệp «{name}» không nhận được. Ông/Bà gửi ảnh, PDF, Word, Excel, PowerPoint hoặc tệp nén zip."""


def checked(turn: Turn, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the files of a turn; raise what is wrong with the first bad one."""
    for file in sent:
        not_too_big(turn, file)
        if "." + str(file["name"]).rpartition(".")[2].lower() not in ALLOWED:
            raise FileForbidden(name=named(file))
        arrived(file)
    return sent


async def receive_files(turn: Turn) -> None:
    """Attach what an official sent to the task meant, or ask which task it is for."""
    task = await task_meant(turn)
    if task is not None:
        await attach_all(turn, task, checked(turn, turn.row.files))
        await hear_caption(turn)
    else:
        await ask_which_task(turn)


async def keep_beside(turn: Turn) -> None:
    """Keep files that came while a question waits for words: with the task it is about, and the question goes on."""
    sent, task = checked(turn, turn.row.files), await task_meant(turn)
    if task is None:
        # A file is worth more than the question, which can be asked again.
        await ask_which_task(turn)
        return
    await attach(turn, task, sent)
    turn.say("file.beside", task=task.id, names=_listed(sent), name=short(task.title, 70))


async def ask_which_task(turn: Turn) -> None:
    """Ask which task the files of this turn are for."""
    sent = checked(turn, turn.row.files)
    tasks = await standing.mine(turn.session, turn.official())
    if not tasks:
        turn.say("file.no_task")
        return
    turn.ask(FileWhich(sent, "" if turn.said.forwarded else turn.text))
    turn.say("file.which", choices=task_choices(turn, tasks[:8], FileFor))


@router.dialogue(FileWhich)
async def take_words(turn: Turn, asked: FileWhich) -> None:
    """Keep what else is sent with the files that wait; anything but a choice asks again."""
    if turn.row.files:
        words = "" if turn.said.forwarded else turn.text.strip()
        said = asked.words if words in asked.words else f"{asked.words}\n{words}".strip()
        turn.ask(FileWhich([*asked.files, *checked(turn, turn.row.files)], said))
    turn.say("file.which_again")


@router.action(FileFor)
async def take_task(turn: Turn, choice: FileFor) -> None:
    """Attach the files that wait to the chosen task."""
    asked = turn.asked(FileWhich)
    task = await standing.find_to_report(turn.session, choice.task, turn.official())
    turn.finish()
    turn.said = replace(turn.said, kind=Kind.text, text=asked.words if asked else "")
    await attach_all(turn, task, asked.files if asked else [])
    await hear_caption(turn)


async def attach(turn: Turn, task: Task, sent: list[dict[str, Any]]) -> list[int]:
    """Record files as evidence of a task, with the caption they came with; return the numbers of the new ones."""
    kept = []
    for file in sent:
        known = {"sha256": file["sha256"], "mime": file["mime"], "size": file["size"]}
        await files.record(turn.session, **known, now=turn.now)
        named = {"sha256": file["sha256"], "name": file["name"], "note": turn.text}
        kept.append(await change.attach(turn.session, task=task, **named, by=turn.by))
    await turn.session.flush()
    return [id_of(one) for one in kept if one.sent_at == turn.now]


async def attach_all(turn: Turn, task: Task, sent: list[dict[str, Any]]) -> None:
    """Attach files and say so, with what their sender may want next."""
    if not sent:
        turn.say("file.gone")
        return
    new = await attach(turn, task, sent)
    turn.about(task.id or 0)
    done = [turn.choice("button.complete", TaskDone(id_of(task)))] if task.percent < 100 else []
    if new and len(await standing.mine(turn.session, turn.official())) > 1:
        done.append(turn.choice("button.file_wrong", FileWrong(min(new), max(new))))
    turn.say("file.kept", task=task.id, names=_listed(sent), name=short(task.title, 70), choices=done)


def _listed(sent: list[dict[str, Any]]) -> str:
    """Return the files' names; those that a platform calls alike once, with how many they are."""
    counts = Counter(short(str(file["name"]), 40) for file in sent)
    return "; ".join(f"{count} × {name}" if count > 1 else name for name, count in counts.items())
