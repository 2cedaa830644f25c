"""roviec admin link: the first admin gets into the pages before anybody has linked a chat."""

import re
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import sessions
from tests.cli.conftest import Office
from tests.cli.test_cli_audit import kinds


def test_a_link_opens_the_pages_for_an_admin_and_is_logged(staffed: Office) -> None:
    staffed.roster("họ tên,đơn vị,vai trò\nPhạm Ngọc Dung,Văn phòng,quản trị\n")
    said = staffed.ok("admin", "link", "Phạm Ngọc Dung").out
    assert "Phạm Ngọc Dung, dùng một lần đến" in said
    found = re.search(r"https://roviec\.example\.vn/trang/vao\?ma=(\S+)", said)
    assert found is not None

    async def whose(session: AsyncSession) -> str:
        person = await sessions.holder(session, found[1], now=datetime.now(UTC))
        return person.name if person else ""

    assert staffed.inside(whose) == "Phạm Ngọc Dung"
    assert kinds(staffed)[-1] == "page_link"


def test_nobody_else_gets_one(staffed: Office) -> None:
    for who in ("Nguyễn Văn An", "Trần Thị Bình"):
        refused = staffed("admin", "link", who)
        assert (refused.code, refused.out) == (2, "")
        assert "không phải là quản trị viên" in refused.err
    assert "Không có ai tên" in staffed("admin", "link", "Ma").err
