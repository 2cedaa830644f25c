"""Mailboxes on the roster, and what the doctor says of people whom nothing tells that something waits."""

import stat

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Person
from tests.cli.conftest import Office
from tests.cli.test_cli_doctor import wrong

LIST = "Họ và tên,Đơn vị,Thư điện tử\nNguyễn Văn An,Văn phòng,an@xa.gov.vn\nTrần Thị Bình,Văn phòng,\n"


def mailboxes(office: Office) -> list[str | None]:
    return [row["email"] for row in office.ok("people", "list", "--json").json]


def test_a_roster_brings_mailboxes_and_a_later_one_without_them_keeps_them(office: Office) -> None:
    office.roster(LIST)
    assert mailboxes(office) == ["an@xa.gov.vn", None]
    office.roster("Họ và tên,Đơn vị\nNguyễn Văn An,Văn phòng\n")
    assert mailboxes(office) == ["an@xa.gov.vn", None]
    office.roster(LIST.replace("an@xa", "van.an@tinh"))
    assert mailboxes(office) == ["van.an@tinh.gov.vn", None]


@pytest.mark.parametrize("heading", ["Email", "E-mail", "email", "Địa chỉ thư điện tử", "Hộp thư"])
def test_the_column_has_many_names(office: Office, heading: str) -> None:
    office.roster(LIST.replace("Thư điện tử", heading))
    assert mailboxes(office) == ["an@xa.gov.vn", None]


def test_what_is_no_mailbox_is_named_with_its_row(office: Office) -> None:
    office.write("people.csv", LIST.replace("an@xa.gov.vn", "an@xa"))
    result = office("people", "import", "people.csv")
    assert result.code == 2
    assert "thư điện tử «an@xa» không đúng dạng" in result.err


@pytest.fixture
def linked(office: Office) -> Office:
    office.roster(LIST)

    async def link(session: AsyncSession) -> None:
        for person in (1, 2):
            session.add(Address(channel="web", chat=str(person), person_id=person))

    office.inside(link)
    return office


def found(office: Office, check: str) -> str:
    checks = office("doctor", "--json").json["checks"]
    return next(str(one["found"]) for one in checks if one["check"] == check)


def test_the_doctor_names_whom_nothing_tells(linked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(linked, "untold") == "Nguyễn Văn An (Văn phòng), Trần Thị Bình (Văn phòng)"
    assert "«Bật thông báo»" in wrong(linked)["untold"]
    monkeypatch.setenv("ROVIEC_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("ROVIEC_MAIL__FROM", "bot@xa.gov.vn")
    assert found(linked, "untold") == "Trần Thị Bình (Văn phòng)"


def test_the_doctor_names_five_and_counts_the_rest(office: Office) -> None:
    office.roster("Họ và tên,Đơn vị\n" + "".join(f"Cán bộ {n},Văn phòng\n" for n in range(8)))

    async def link(session: AsyncSession) -> None:
        for person in range(1, 9):
            session.add(Address(channel="web", chat=str(person), person_id=person))

    office.inside(link)
    assert found(office, "untold").endswith("Cán bộ 4 (Văn phòng), và 3 người khác")


def test_the_doctor_greets_the_mail_server(linked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "mail" not in {one["check"] for one in linked("doctor", "--json").json["checks"]}
    monkeypatch.setenv("ROVIEC_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("ROVIEC_MAIL__PORT", "9")
    monkeypatch.setenv("ROVIEC_MAIL__FROM", "bot@xa.gov.vn")
    monkeypatch.setenv("ROVIEC_MAIL__USER", "bot")
    monkeypatch.setenv("ROVIEC_MAIL__PASSWORD", "rat-bi-mat")
    result = linked("doctor")
    assert "✗ Máy chủ thư điện tử: 127.0.0.1, mail: ConnectionRefusedError" in result.out
    assert "rat-bi-mat" not in result.out + result.err


def test_the_doctor_looks_at_the_key(linked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(found(linked, "push")) == 12
    key = next(linked.folder.rglob("push.key"))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text() not in linked("doctor", "--json").out
    key.write_text("hỏng", "utf-8")
    assert "push.key" in wrong(linked)["push"]
    monkeypatch.setenv("ROVIEC_PUSH__ENABLED", "false")
    assert found(linked, "push") == "tắt"


def test_the_digest_names_whom_nothing_tells(linked: Office) -> None:
    async def more(session: AsyncSession) -> None:
        for number in (3, 4):
            session.add(Person(name=f"Cán bộ {number}", folded=f"can bo {number}", unit_id=1))
            await session.flush()
            session.add(Address(channel="web", chat=str(number), person_id=number))

    assert "Chưa có cách nào báo có tin mới cho: Nguyễn Văn An (Văn phòng); Trần Thị Bình (Văn phòng)." in (
        linked.ok("digest").out
    )
    linked.inside(more)
    assert "; Cán bộ 3 (Văn phòng) và 1 người khác." in linked.ok("digest").out
