"""Files that people send: what is wrong with one, whoever it is for."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import conversations
from roviec.db.models import Person, Role
from roviec.db.tasks import standing
from roviec.errors import PersonError
from roviec.handlers.choices.measures import ScoreFiles, ScorePoints
from roviec.handlers.frame.turn import Turn
from roviec.texts.shapes import short, size


class FileTooBig(PersonError):
    """Tệp «{name}» lớn quá {limit}. Ông/Bà nén lại, chia nhỏ hoặc gửi liên kết tới nơi lưu tệp."""


class FileLost(PersonError):
    """Chưa tải được tệp «{name}» từ ứng dụng nhắn tin. Ông/Bà vui lòng gửi lại tệp này."""


def named(file: dict[str, Any]) -> str:
    """Return the name of a file, short enough for a sentence."""
    return short(str(file["name"]), 60)


def not_too_big(turn: Turn, file: dict[str, Any]) -> None:
    """Raise `FileTooBig` for a file past the office's limit; such a file was never fetched."""
    if file["size"] > turn.house.max_file:
        raise FileTooBig(name=named(file), limit=size(turn.house.max_file))


def arrived(file: dict[str, Any]) -> None:
    """Raise `FileLost` for a file that could not be had from the messenger."""
    if not file.get("sha256"):
        raise FileLost(name=named(file))


async def is_awaited(
    session: AsyncSession, *, channel: str, chat: str, person_id: int | None, now: datetime
) -> bool:
    """Tell whether a file sent here now has somewhere to go: a plan, somebody's task, a criterion, a feedback."""
    person = await session.get(Person, person_id) if person_id else None
    if person is not None and (
        person.role != Role.official or any(await standing.open_work(session, person))
    ):
        return True
    talk = await conversations.talk_of(session, channel=channel, chat=chat)
    asked = (talk.dialogue or "") if talk is not None else ""
    is_proof = person is not None and asked in (ScorePoints.name, ScoreFiles.name)
    is_feedback = talk is not None and asked.startswith("feedback.") and "photos" in talk.data
    return (is_feedback or is_proof) and talk is not None and not conversations.is_stale(talk, now)
