"""Dossiers that were returned: imported, asked about once, and later."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import OaTemplate, Outbox
from roviec.db.surveys import ratings
from tests.cli.conftest import Office

LIST = """Danh sách hồ sơ đã trả kết quả
STT,Mã hồ sơ,Họ và tên,Số điện thoại
1,H12.3-24,Nguyễn Văn Bách,0912 345 600
2,H12.3-25,,0912345601
3,H12.3-26,Lò Thị Hoa,84912345602
"""


@pytest.fixture
def counter(staffed: Office) -> Office:
    """An office with the form of the dossier open and an approved template."""
    staffed.ok("survey", "open", "ho-so", "--unit", "Văn phòng")

    async def approve(session: AsyncSession) -> None:
        now = datetime.now().astimezone()
        session.add(OaTemplate(id="555", purpose=ratings.PURPOSE, status="ENABLE", updated_at=now))

    staffed.inside(approve)
    return staffed


def waiting(office: Office) -> list[Any]:
    async def rows(session: AsyncSession) -> list[Any]:
        return list((await session.exec(select(Outbox))).all())

    return list(office.inside(rows))


def invite(office: Office, text: str = LIST) -> Any:
    path = office.write("ho-so.csv", text)
    return office("survey", "invite", "1", path, "--unit", "Văn phòng")


def test_each_dossier_is_asked_about_once_and_hours_later(counter: Office) -> None:
    began = datetime.now().astimezone()
    assert "Sẽ mời 3 hồ sơ; bỏ qua 0." in invite(counter).out
    rows = waiting(counter)
    assert sorted(row.chat for row in rows) == ["+84912345600", "+84912345601", "+84912345602"]
    assert all(row.not_before >= began + timedelta(hours=3) for row in rows)
    assert len({row.not_before for row in rows}) == 3
    again = invite(counter)
    assert "Sẽ mời 0 hồ sơ; bỏ qua 3." in again.out
    assert "Dòng 3: Người này đã được mời đánh giá hồ sơ này rồi." in again.err
    assert len(waiting(counter)) == 3


def test_a_list_with_mistakes_invites_nobody(counter: Office) -> None:
    told = invite(counter, LIST.replace("0912345601", "091").replace("H12.3-26", ""))
    assert told.code == 2
    assert "Dòng 4: «091» không phải là số điện thoại." in told.err
    assert "Dòng 5: thiếu số hồ sơ." in told.err
    assert waiting(counter) == []


def test_a_file_that_is_no_list_is_refused(counter: Office) -> None:
    assert "«số hồ sơ» và «điện thoại»" in invite(counter, "a,b\n1,2\n").err
    assert counter("survey", "invite", "1", counter.folder / "khong-co.csv", "--unit", "Văn phòng").code == 2
    assert waiting(counter) == []
