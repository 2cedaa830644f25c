"""What no database takes is acknowledged once and set aside; trouble of the database itself is raised."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from roviec.bot.receiving import Arrived, store
from roviec.db import inbox, people
from roviec.db.engine import Database
from roviec.db.models import Inbox, Outbox, Role
from roviec.db.models.delivery import Arrival
from roviec.messages.capabilities import Capabilities
from roviec.messages.incoming import Raw

NOW = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
CHANNELS = {"web": Capabilities(buttons=40, files=True, max_text=12_000, choice_bytes=200)}


def deep(levels: int) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for _ in range(levels):
        body = {"a": body}
    return body


UNFIT = {
    "NUL in the chat": Raw("1", "a\x00b", {"text": "x"}),
    "NUL in the id": Raw("1\x00", "a", {"text": "x"}),
    "half a pair in the id": Raw("1\ud83d", "a", {"text": "x"}),
    "half a pair in the chat": Raw("1", "\ud83d", {"text": "x"}),
    "not a number": Raw("1", "a", {"stars": float("nan")}),
    "deeper than can be written": Raw("1", "a", deep(5000)),
    "no JSON at all": Raw("1", "a", {"text": b"x"}),  # type: ignore[dict-item]
    "an id that is no text": Raw(["1"], "a", {"text": "x"}),  # type: ignore[arg-type]
}


async def rows(db: Database) -> list[Inbox]:
    async with db.read() as session:
        return list((await session.exec(select(Inbox).order_by(col(Inbox.place)))).all())


@pytest.mark.parametrize("kind", UNFIT)
async def test_what_can_never_be_stored_is_set_aside_once_and_spoils_nothing(db: Database, kind: str) -> None:
    good = [Raw(f"good/{n}", "a", {"text": "chào"}) for n in range(2)]
    for _ in range(3):  # the platform asks again
        await store(db, [Arrived("web", [good[0], UNFIT[kind], good[1]])], channels=CHANNELS, now=NOW)
    found = await rows(db)
    assert {row.external_id for row in found} >= {"good/0", "good/1"}
    assert len(found) == 3
    odd = next(row for row in found if not row.external_id.startswith("good"))
    is_fit = odd.state == Arrival.new  # SQLite takes more than PostgreSQL does
    assert odd.state == Arrival.quarantined or (is_fit and db.is_sqlite)


async def test_the_admins_hear_of_it_once(db: Database) -> None:
    async with db.write() as session:
        office = await people.add_unit(session, name="UBND xã Bình Lư")
        admin = await people.add_person(session, name="Phạm Dung", unit=office, role=Role.admin)
        address = await people.address_of(session, channel="web", chat="dung")
        address.person_id = admin.id
    for number in range(30):
        broken = Raw(f"{number}\ud83d", "a", {"text": "x"})
        for _ in range(2):
            await store(db, [Arrived("web", [broken])], channels=CHANNELS, now=NOW)
    async with db.read() as session:
        told = (await session.exec(select(Outbox).order_by(col(Outbox.not_before)))).all()
    assert len(told) == 2
    assert "không xử lý được" in told[0].body["text"]
    assert "thêm 29 cảnh báo" in told[1].body["text"]
    assert told[1].not_before == NOW.replace(hour=2, minute=0)
    assert len(told[1].body["text"]) < 1000


async def test_a_database_in_trouble_is_raised_and_nothing_is_set_aside(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(inbox, "store", locked)
    with pytest.raises(OperationalError):
        await store(db, [Arrived("web", [Raw("1", "a", {"text": "x"})])], channels=CHANNELS, now=NOW)
    assert await rows(db) == []
