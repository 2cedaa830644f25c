"""Linking an account by a number that was typed into Zalo's form: only who holds the phone gets in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Person, Role
from tests.channels.drivers.zalo_oa import connect
from tests.channels.drivers.zalo_oa_stage import Office, office_of

PHONE = "+84912345678"


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_of(db, tmp_path) as opened:
        async with opened.db.write() as session:
            unit = await people.add_unit(session, name="Phòng Nội vụ")
            await people.add_person(session, name="Lò Thị Mai", unit=unit, phone=PHONE, role=Role.official)
        await connect(opened.oa, opened.fake)
        yield opened


async def said(office: Office, who: object, do: object) -> str:
    """Let somebody do something; return what they hear."""
    before = len(who.heard())  # type: ignore[attr-defined]
    do()  # type: ignore[operator]
    await office.settle()
    return "\n".join(one.text for one in who.heard()[before:])  # type: ignore[attr-defined]


async def asked(office: Office, who: object) -> None:
    """Ask for the form."""
    await said(office, who, lambda: who.says("/start"))  # type: ignore[attr-defined]
    form = await said(office, who, lambda: who.presses("Tôi là cán bộ, nhận bằng số điện thoại"))  # type: ignore[attr-defined]
    assert "số điện thoại" in form


async def linked(office: Office, chat: str) -> str | None:
    async with office.db.read() as session:
        person = await people.person_at(session, channel="zalo_oa", chat=chat)
        return (await session.get_one(Person, person)).name if person else None


async def test_the_code_goes_to_the_phone_and_comes_back_typed(office: Office) -> None:
    await office.approve("account.code", "77", {"otp": 10}, kind=2)
    mai = office.fake.person("Mai", phone=PHONE[1:])
    await asked(office, mai)
    heard = await said(office, mai, mai.shares_info)
    assert "một mã vừa được gửi" in heard
    assert await linked(office, mai.uid) is None
    (template,) = [one for one in mai.heard() if one.template == "77"]
    assert "Đã liên kết thành công" in await said(
        office, mai, lambda: mai.says(template.values["otp"].lower())
    )
    assert await linked(office, mai.uid) == "Lò Thị Mai"


async def test_who_types_somebody_elses_number_gets_nothing_and_learns_nothing(office: Office) -> None:
    await office.approve("account.code", "77", {"otp": 10}, kind=2)
    mai = office.fake.person("Mai", phone=PHONE[1:])
    thief = office.fake.person("Kẻ lạ", phone="84999999999")
    await asked(office, thief)
    on_roster = await said(office, thief, lambda: thief.shares_info(PHONE[1:]))
    unknown = await said(office, thief, lambda: thief.shares_info("84911111111"))
    assert on_roster == unknown
    for _ in range(3):
        await said(office, thief, lambda: thief.shares_info(PHONE[1:]))
    assert len(mai.heard()) == 1, "one code a day, however often somebody asks"
    assert await linked(office, thief.uid) is None


async def test_a_typed_number_ends_no_invitation(office: Office) -> None:
    await office.approve("account.code", "77", {"otp": 10}, kind=2)
    async with office.db.write() as session:
        person = await people.person_named(session, "Lò Thị Mai")
        code = await people.invite(session, person=person, now=office.clock())
    thief, mai = office.fake.person("Kẻ lạ"), office.fake.person("Mai", phone=PHONE[1:])
    await asked(office, thief)
    await said(office, thief, lambda: thief.shares_info(PHONE[1:]))
    assert "Đã liên kết thành công" in await said(office, mai, lambda: mai.says(code))


async def test_without_a_template_an_invitation_is_needed(office: Office) -> None:
    mai = office.fake.person("Mai", phone=PHONE[1:])
    await asked(office, mai)
    assert "mã mời" in await said(office, mai, mai.shares_info)
    assert await linked(office, mai.uid) is None
