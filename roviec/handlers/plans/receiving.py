"""A document arrives in a chat: it assigns work, or it proves something, or the person is asked which."""

import re
from datetime import timedelta
from typing import Any

from roviec.db import files, outbox_said
from roviec.db.models import Role, Task
from roviec.db.plans import drafts
from roviec.db.tasks import standing
from roviec.folding import fold
from roviec.handlers.choices.plans import PlanNot, PlanProof, PlanRead
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.summary import show_summary
from roviec.messages.incoming import Kind
from roviec.tasks.lifecycle import FINAL
from roviec.texts.shapes import short

router = Router()
DOCUMENTS = (".docx", ".xlsx", ".pdf", ".txt", ".docm", ".xlsm", ".doc", ".xls")
PASTED = 400
"""Characters from which pasted words may be a document."""
JUST = timedelta(hours=1)
_PROOF = re.compile(r"\b(?:kiem chung|minh chung|ket qua|bao cao|da lam|xong)\b")
_ASSIGNS = re.compile(r"\b(?:giao|trien khai|nhap|ke hoach|phan cong)\b")
_HEAD = re.compile(
    r"cong hoa xa hoi chu nghia|(?:so|so:) ?\S{0,6}/[a-z]|kinh gui|(?:ke hoach|cong van|chi thi|quyet dinh)\b"
)
_ORDER = re.compile(r"[\W\d]*(?:[a-z]\W+)?(?:giao|yeu cau|de nghi) ")


class PlanText(Dialogue, name="plan.text"):
    """Whether a pasted text is to be read."""

    files: list[dict[str, Any]]


class PlanWhat(PlanText, name="plan.what"):
    """Whether files assign work or prove it."""

    words: str = ""


async def receive_plan(turn: Turn, *, assigns: bool = False) -> bool:
    """Take a leader's file as a document that assigns, or ask; False when it is evidence or no document.

    `assigns`: the person was asked for work to assign.
    """
    sent = [file for file in turn.row.files if _is_document(turn, file)]
    if not may_assign(turn) or turn.said.kind != Kind.file or len(sent) < len(turn.row.files) or not sent:
        return False
    words = fold(turn.text)
    assigns = assigns or (bool(_ASSIGNS.search(words)) and not _PROOF.search(words))
    if not assigns and await _talks_of_a_task(turn):
        return False
    if assigns or not await standing.mine(turn.session, turn.official()):
        await read(turn, sent)
        return True
    turn.ask(PlanWhat(sent, turn.text))
    _ask_what(turn)
    return True


def may_assign(turn: Turn) -> bool:
    """Tell whether who speaks may assign work."""
    return turn.person is not None and turn.person.role != Role.official


def _is_document(turn: Turn, file: dict[str, Any]) -> bool:
    is_whole = bool(file.get("sha256")) and file["size"] <= turn.house.max_file
    return is_whole and str(file["name"]).lower().endswith(DOCUMENTS)


async def _talks_of_a_task(turn: Turn) -> bool:
    """Tell whether the file answers a message about a task, or one was talked of a moment ago."""
    if turn.said.reply_to:
        return (
            await outbox_said.task_of(
                turn.session, channel=turn.said.channel, chat=turn.said.chat, external_id=turn.said.reply_to
            )
            is not None
        )
    if turn.conversation.task_id is None or turn.now - turn.conversation.updated_at > JUST:
        return False
    task = await turn.session.get(Task, turn.conversation.task_id)
    if task is None or task.state in FINAL:
        return False
    return (await standing.of(turn.session, task, turn.official())).reports


def _ask_what(turn: Turn) -> None:
    turn.say(
        "plan.what",
        choices=[turn.choice("plan.is_plan", PlanRead()), turn.choice("plan.is_proof", PlanProof())],
    )


@router.dialogue(PlanWhat)
async def take_words(turn: Turn, _asked: PlanWhat) -> None:
    """Words instead of a choice: what the file is."""
    if _ASSIGNS.search(fold(turn.text)):
        await read_waiting(turn, PlanRead())
    else:
        _ask_what(turn)


async def receive_text(turn: Turn) -> bool:
    """Offer to read long words of a leader as a document; False when they do not look like one."""
    if not may_assign(turn) or turn.said.kind != Kind.text or not looks_like_document(turn.text):
        return False
    data = turn.text.encode()
    sha256 = turn.house.files.keep(data)
    await turn.house.files.share(sha256, turn.session)
    name = turn.texts("plan.pasted")
    turn.ask(PlanText([{"sha256": sha256, "name": name, "mime": "text/plain", "size": len(data)}]))
    _offer(turn)
    return True


def looks_like_document(text: str) -> bool:
    """Tell whether pasted words have the head of a document, or lines that assign."""
    lines = [fold(line) for line in text.splitlines()]
    return len(text) > PASTED and any(_HEAD.match(line) or _ORDER.match(line) for line in lines)


def _offer(turn: Turn) -> None:
    choices = [turn.choice("plan.yes_read", PlanRead()), turn.choice("plan.no_read", PlanNot())]
    turn.say("plan.text", choices=choices)


@router.dialogue(PlanText)
async def ask_again(turn: Turn, _asked: PlanText) -> None:
    """Words instead of a choice: a longer text takes the place of the first."""
    if not await receive_text(turn):
        _offer(turn)


@router.action(PlanNot)
async def leave(turn: Turn, _choice: PlanNot) -> None:
    """Forget the pasted text."""
    turn.finish()
    turn.say("plan.not_read")


@router.action(PlanRead)
async def read_waiting(turn: Turn, _choice: PlanRead) -> None:
    """Read the files that wait for an answer."""
    turn.leader()
    asked = turn.asked(PlanText, PlanWhat)
    turn.finish()
    if asked is None:
        turn.say("plan.gone")
        return
    await read(turn, asked.files)


async def read(turn: Turn, sent: list[dict[str, Any]]) -> None:
    """Begin a draft for each file; what is being reviewed already is shown again."""
    me = turn.leader()
    turn.finish()
    for file in sent:
        await files.record(
            turn.session, sha256=file["sha256"], mime=file["mime"], size=file["size"], now=turn.now
        )
        draft, is_new = await drafts.begin(
            turn.session,
            person_id=me.id,
            address_id=turn.address.id,
            sha256=file["sha256"],
            name=str(file["name"]),
            now=turn.now,
        )
        if is_new or draft.state == "reading":
            turn.say("plan.reading", name=short(draft.name, 60))
        else:
            await show_summary(turn, draft)
