"""roviec shards: says how the chats are divided, divides them while nothing runs, and refuses what it can't do."""

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Duty
from tests.cli.conftest import Office


def test_chats_are_divided_by_one_command(office: Office) -> None:
    assert "đang chia thành 1 phần" in office.ok("shards").out
    assert "thành 4 phần" in office.ok("shards", "4").out
    assert "đang chia thành 4 phần" in office.ok("shards").out


def test_nothing_is_divided_while_the_office_runs(office: Office) -> None:
    async def runs(session: AsyncSession) -> None:
        session.add(Duty(name="courier/web", number=1, holder="elsewhere", until=4e9))

    office.ok("shards")
    office.inside(runs)
    said = office("shards", "2")
    assert (said.code, "dừng mọi tiến trình" in said.err) == (2, True)
    assert "1 phần" in office.ok("shards").out


def test_a_number_that_is_none_is_refused_with_an_example(office: Office) -> None:
    for number in ("0", "17", "-1"):
        said = office("shards", "--", number)
        assert (said.code, "roviec shards 2" in said.err) == (2, True), number
    assert office("shards", "hai").code == 2
