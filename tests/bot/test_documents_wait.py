"""Documents of leaders wait for a store of files that is away: nothing is wrong with any of them."""

from pathlib import Path

import pytest

from roviec.db import people
from roviec.db.files import StoreRefused
from roviec.db.models import ImportDraft, Setback
from roviec.db.models.plans import DraftState
from roviec.db.plans import drafts
from roviec.handlers.plans import worker
from tests.chat import Chat

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_documents_wait_for_a_store_that_is_away(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    async with chat.db.write() as session:
        address = await people.address_of(session, channel="web", chat=lan.chat)
        sha256 = chat.files.keep("Giao Phòng Nội vụ".encode())
        await drafts.begin(
            session,
            person_id=lan.person.id,
            address_id=address.id,
            sha256=sha256,
            name="a.txt",
            now=chat.now,
        )

    async def away(_sha256: str) -> Path:
        raise StoreRefused

    with monkeypatch.context() as patch:
        patch.setattr(chat.files, "here", away)
        for _ in range(6):
            with pytest.raises(StoreRefused):
                await worker.read_drafts(chat.db, chat.files, chat.house, chat.now)
            chat.later(minutes=2)
    (row,) = await chat.rows(ImportDraft)
    assert (row.state, row.tries) == (DraftState.reading, 0)
    assert await chat.rows(Setback) == []
    assert await worker.read_drafts(chat.db, chat.files, chat.house, chat.now) == 1
    (row,) = await chat.rows(ImportDraft)
    assert (row.state != DraftState.reading, row.tries) == (True, 1)
