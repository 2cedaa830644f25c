"""Inviting people and taking leave of them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Absence, Address, Away, Outbox, Person, Task
from tests.cli.conftest import Office


def test_an_invitation_carries_a_code_and_a_link_that_works(staffed: Office) -> None:
    made = staffed.ok("people", "invite", "tran thi binh", "--json").json
    assert made["links"] == {"web": f"https://roviec.example.vn/?code={made['code']}"}

    async def link(session: AsyncSession) -> str:
        address = await people.address_of(session, channel="web", chat="x")
        return (
            await people.link(session, address=address, code=made["code"], now=datetime.now(UTC))
        ).person.name

    assert staffed.inside(link) == "Trần Thị Bình"


def test_an_invitation_for_a_reader_names_the_person_and_the_day(staffed: Office) -> None:
    said = staffed.ok("people", "invite", "0912 345 678").out
    assert "Nguyễn Văn An (UBND xã Đại Lãnh)" in said
    assert "Trang trò chuyện: https://roviec.example.vn/?code=" in said


def test_who_is_unknown_or_ambiguous_is_told(staffed: Office) -> None:
    staffed.roster("họ tên,đơn vị\nTrần Thị Bình,Tư pháp – Hộ tịch\n")
    assert "Không có ai tên «Ma»" in staffed("people", "invite", "Ma").err
    several = staffed("people", "invite", "Trần Thị Bình")
    assert several.code == 2
    assert "Trần Thị Bình, Văn phòng" in several.err
    assert staffed("people", "invite", "Trần Thị Bình, Văn phòng").code == 0


def test_an_enabled_channel_without_a_link_is_told(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("APP_ID", "APP_SECRET", "OA_SECRET"):
        monkeypatch.setenv(f"ROVIEC_ZALO_OA__{key}", "1")
    monkeypatch.setenv("ROVIEC_ZALO_OA__ENABLED", "true")
    result = staffed.ok("people", "invite", "1", "--json")
    assert "Zalo OA" in result.err
    assert set(result.json["links"]) == {"web"}


def test_leaving_with_open_tasks_wants_a_receiver(staffed: Office) -> None:
    staffed.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng")
    refused = staffed("people", "leave", "Trần Thị Bình")
    assert refused.code == 2
    assert "còn 1 nhiệm vụ chưa xong" in refused.err
    assert "Người nghỉ và người nhận bàn giao là một" in staffed("people", "leave", "2", "--to", "2").err

    done = staffed.ok("people", "leave", "Trần Thị Bình", "--to", "Lê Văn Cường")
    assert "Đã bàn giao 1 nhiệm vụ chưa xong cho Lê Văn Cường." in done.out
    assert "còn 1 nhiệm vụ" in staffed("people", "leave", "Lê Văn Cường").err
    assert "Trần Thị Bình" not in staffed.ok("people", "list").out


def test_a_leader_hands_over_to_a_leader(staffed: Office) -> None:
    number = int(staffed.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng").out)

    async def oversee(session: AsyncSession) -> None:
        (await session.get_one(Task, number)).leader_id = 1

    staffed.inside(oversee)
    assert "cùng vai trò" in staffed("people", "leave", "1", "--to", "3").err


def test_leaving_without_work_frees_the_addresses_and_deletes_nothing(staffed: Office) -> None:
    async def link(session: AsyncSession) -> None:
        session.add(Address(channel="web", chat="x", person_id=3))

    async def after(session: AsyncSession) -> tuple[date | None, int | None]:
        address = (await session.exec(select(Address))).one()
        return (await session.get_one(Person, 3)).left_on, address.person_id

    staffed.inside(link)
    assert staffed.ok("people", "list", "--json").json[2]["channels"] == ["web"]
    staffed.ok("people", "leave", "Lê Văn Cường")
    left, linked = staffed.inside(after)
    assert left is not None
    assert linked is None


def test_the_new_owner_is_told_once_what_comes_with_what_is_overdue_first(staffed: Office) -> None:
    for title in ("Rà soát thủ tục", "Báo cáo quý I"):
        staffed.ok("tasks", "add", "--title", title, "--lead", "Văn phòng")

    async def prepare(session: AsyncSession) -> None:
        session.add(Address(channel="web", chat="x", person_id=3))
        (await session.get_one(Task, 2)).due = date(2024, 3, 31)
        away = Absence(
            person_id=2,
            stand_in_id=3,
            first=date(2024, 3, 1),
            last=date(2099, 3, 1),
            state=Away.running,
            made_at=datetime.now(UTC),
        )
        session.add(away)

    async def letters(session: AsyncSession) -> list[tuple[str, list[str]]]:
        rows = (
            await session.exec(select(Outbox).where(Outbox.chat == "x").order_by(col(Outbox.place)))
        ).all()
        return [(row.body["text"], [one[0] for one in row.body["choices"]]) for row in rows]

    staffed.inside(prepare)
    done = staffed.ok("people", "leave", "Trần Thị Bình", "--to", "Lê Văn Cường")
    assert "Đã bàn giao 2 nhiệm vụ" in done.out
    assert "Chưa nhắn được" not in done.err
    over, given = staffed.inside(letters)
    assert "Trần Thị Bình không còn công tác ở cơ quan" in over[0]
    assert (
        "nhận bàn giao 2 việc của Trần Thị Bình, trong đó 1 việc quá hạn:\n1. Báo cáo quý I · 31/3/2024"
        in given[0]
    )
    assert given[1] == ["Báo cáo quý I", "Rà soát thủ tục", "Việc của tôi"]


def test_a_new_owner_without_a_channel_is_named(staffed: Office) -> None:
    staffed.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng")
    done = staffed.ok("people", "leave", "Trần Thị Bình", "--to", "Lê Văn Cường")
    assert "Chưa nhắn được vì chưa liên kết kênh nào: Lê Văn Cường" in done.err
