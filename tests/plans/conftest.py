"""A commune whose leaders forward documents, on both databases."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from roviec.db.engine import Database
from roviec.db.models import Role, Task
from roviec.handlers.plans.worker import read_drafts
from roviec.tasks.plans.stored import stored
from roviec.tasks.reading.read import read
from tests.chat import Chat, Talker

LETTER = """UỶ BAN NHÂN DÂN
XÃ BÌNH LƯ
Số: 41/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Bình Lư, ngày 10 tháng 6 năm 2026

KẾ HOẠCH
Cải thiện Chỉ số cải cách hành chính năm 2026

1. Phòng Nội vụ
- Rà soát, công khai toàn bộ thủ tục hành chính tại Bộ phận Một cửa, hoàn thành trước 30/6/2026.
- Tổng hợp kết quả thực hiện, báo cáo UBND xã hằng quý.
2. Phòng Tài chính - Kế hoạch
- Công khai dự toán thu chi ngân sách năm 2026 trên trang thông tin điện tử, hoàn thành trước 15/7/2026.
3. {stranger}
- Tổ chức lấy ý kiến người dân về thái độ phục vụ tại các thôn, hoàn thành trong tháng 9/2026.
"""


def letter(stranger: str = "Tổ khảo sát hài lòng", *changes: tuple[str, str]) -> bytes:
    """Return a plan of four tasks; its third addressee is not on the roster."""
    text = LETTER.replace("{stranger}", stranger)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


CLEAR = letter("Phòng Văn hóa")


@dataclass
class Office:
    """Two leaders, three units with an official each, and the worker that reads."""

    house: Chat
    chair: Talker
    vice: Talker
    mai: Talker
    huy: Talker
    lan: Talker

    async def reads(self) -> int:
        """Let the worker read what waits and everybody hear of it."""
        parts = self.house.parts
        count = await read_drafts(self.house.db, parts.files, parts.house, self.house.clock())
        await self.house.settle()
        return count

    async def forwards(
        self, who: Talker, data: bytes = CLEAR, name: str = "ke-hoach.txt", **more: str
    ) -> str:
        """Send a document and hear its summary."""
        heard = await who.sends_file(name, data, mime="text/plain", **more)
        assert "Đang đọc" in heard, heard
        assert await self.reads() == 1
        return await who.reads()


@pytest.fixture
def apart() -> None:
    """Read in a process of its own, as the office does; other tests spare its start."""


@pytest.fixture(autouse=True)
def nearby(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read documents in this process, unless a test asks for `apart`."""

    async def read_here(data: bytes, name: str, **how: Any) -> dict[str, Any]:
        return stored(read(data, name, **how))

    if "apart" not in request.fixturenames:
        monkeypatch.setattr("roviec.handlers.plans.worker.read_apart", read_here)


@pytest.fixture
async def house(sqlite: Database, tmp_path: Path) -> Chat:
    """An empty office; what must hold on both databases has a house of its own in its file."""
    return await Chat.bare(sqlite, tmp_path)


@pytest.fixture
async def office(house: Chat) -> Office:
    """The commune."""
    root = await house.unit("UBND xã Bình Lư")
    home = await house.unit("Phòng Nội vụ", root)
    money = await house.unit("Phòng Tài chính - Kế hoạch", root)
    culture = await house.unit("Phòng Văn hóa", root)
    return Office(
        house,
        chair=await house.official("Nguyễn Minh Sơn", root, Role.leader, "Chủ tịch"),
        vice=await house.official("Vàng Thị Hoa", root, Role.leader, "Phó Chủ tịch"),
        mai=await house.official("Lò Thị Mai", home),
        huy=await house.official("Trần Quốc Huy", money),
        lan=await house.official("Giàng Thị Lan", culture),
    )


async def tasks(office: Office) -> list[Task]:
    """Return every task, the first assigned first."""
    async with office.house.db.read() as session:
        return list((await session.exec(select(Task).order_by(col(Task.id)))).all())


async def count(office: Office, table: type) -> int:
    """Return how many rows a table has."""
    async with office.house.db.read() as session:
        return len((await session.exec(select(table))).all())
