"""roviec letters: what was given up, and sending it again once."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import outbox
from roviec.db.models import Outbox
from roviec.db.models.delivery import Departure, Lane
from roviec.messages.outgoing import Outgoing
from tests.cli.conftest import Office

WRITTEN = datetime(2026, 6, 29, 1, tzinfo=UTC)


def _bury(office: Office, *words: str) -> None:
    async def bury(session: AsyncSession) -> None:
        for word in words:
            rows = outbox.letters(
                channel="web",
                chat="1",
                messages=[Outgoing(word)],
                lane=Lane.reminder,
                now=WRITTEN,
                key=word,
                person_id=1,
            )
            await outbox.put(session, rows)
            await outbox.bury(session, rows[0]["id"], error="400 chat not found")

    office.inside(bury)


def _states(office: Office) -> list[tuple[Departure, int]]:
    async def states(session: AsyncSession) -> Any:
        return [(row.state, row.tries) for row in (await session.exec(select(Outbox))).all()]

    return list(office.inside(states))


def test_an_office_without_any_has_an_empty_list(staffed: Office) -> None:
    assert staffed.ok("letters", "--json").json == []


def test_a_letter_is_listed_and_sent_again_once(staffed: Office) -> None:
    _bury(staffed, "Nhắc việc", "Thông báo")
    rows = staffed.ok("letters", "--json").json
    assert {row["words"] for row in rows} == {"Nhắc việc", "Thông báo"}
    assert {(row["day"], row["whom"], row["error"]) for row in rows} == {
        ("29/6/2026", "Nguyễn Văn An (UBND xã Đại Lãnh)", "400 chat not found")
    }
    assert rows[0]["letter"] in staffed.ok("letters").out
    assert "Đã xếp 1 tin" in staffed.ok("letters", "retry", rows[0]["letter"]).out
    again = staffed("letters", "retry", rows[0]["letter"])
    assert (again.code, "đã được gửi lại" in again.err) == (2, True)
    assert sorted(state for state, _ in _states(staffed)) == [Departure.dead, Departure.queued]
    assert "Đã xếp 1 tin" in staffed.ok("letters", "retry", "--all").out
    assert _states(staffed) == [(Departure.queued, 0)] * 2
    assert "gửi lại tin không gửi được" in staffed.ok("audit").out


def test_one_says_which_letter(staffed: Office) -> None:
    for words in (["letters", "retry"], ["letters", "retry", "ab", "--all"]):
        result = staffed(*words)
        assert (result.code, "--all" in result.err) == (2, True)
    assert staffed("letters", "retry", "không-phải-mã").code == 2
