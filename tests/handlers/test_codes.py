"""Invitation codes: wrong, expired, used, foreign, and typed as people type."""

import pytest

from roviec.db import people, surveys
from roviec.db.models import Address
from tests.chat import Chat


async def invited(house: Chat, name: str = "Lò Thị Mai") -> str:
    unit = await house.unit("Phòng Nội vụ", await house.unit("UBND xã Bình Lư"))
    async with house.db.write() as session:
        person = await people.add_person(session, name=name, unit=unit, role=people.Role.official)
        return await people.invite(session, person=person, now=house.clock())


@pytest.mark.parametrize(
    "shape", [str, str.lower, lambda c: f"{c[:5]} {c[5:]}", lambda c: f"{c[:5]}-{c[5:]} "]
)
async def test_a_code_works_in_any_case_and_spacing(house: Chat, shape) -> None:
    code = await invited(house)
    heard = await house.person("may-cua-mai").says(f"/start {shape(code)}")
    assert "Đã liên kết thành công. Kính chào Ông/Bà Lò Thị Mai" in heard


async def test_a_code_typed_alone_works_too(house: Chat) -> None:
    code = await invited(house)
    assert "Đã liên kết thành công" in await house.person("m").says(code)


async def test_a_wrong_code_says_what_to_do(house: Chat) -> None:
    await invited(house)
    assert "Mã này không đúng hoặc của nơi khác" in await house.person("m").says("/start AAAAA23456")


async def test_an_expired_code_says_when_it_ended(house: Chat) -> None:
    code = await invited(house)
    house.clock.forward(days=8)
    assert "Mã mời đã hết hạn ngày 22/6/2026" in await house.person("m").says(f"/start {code}")


async def test_a_used_code_belongs_to_the_first_phone(house: Chat) -> None:
    code = await invited(house)
    first, second = house.person("mot"), house.person("hai")
    await first.says(f"/start {code}")
    assert "Mã mời này đã được dùng" in await second.says(f"/start {code}")
    assert "Đã liên kết thành công" in await first.says(f"/start {code}")  # the same phone may press twice
    async with house.db.read() as session:
        linked = (await session.exec(people.select(Address))).all()
    assert sum(a.person_id is not None for a in linked) == 1


async def test_a_new_code_ends_the_one_before(house: Chat) -> None:
    old, new = await invited(house), await invited(house)
    assert "hết hạn" in await house.person("m").says(f"/start {old}")
    assert "Đã liên kết" in await house.person("m").says(f"/start {new}")


async def test_the_code_of_somebody_who_left_is_no_good(house: Chat) -> None:
    code = await invited(house)
    async with house.db.write() as session:
        person = await people.person_named(session, "Lò Thị Mai")
        await people.leave(session, person=person, today=house.clock().date())
    assert "hết hạn" in await house.person("m").says(f"/start {code}")


async def test_a_survey_code_opens_the_survey_and_never_an_account(house: Chat) -> None:
    unit = await house.unit("UBND xã Bình Lư")
    async with house.db.write() as session:
        day = house.clock().date()
        campaign = await surveys.open_campaign(session, form_code="mot-cua", unit=unit, opens=day)
        token = await surveys.campaign_link(session, campaign_id=campaign.id or 0, unit=unit)
    citizen = house.person("Bà Tẩn")
    assert "đồng ý tham gia" in await citizen.says(f"/start {token}")
    assert "dành cho cán bộ" in await citizen.says("/viec")


async def test_a_number_outside_the_choices_or_too_late_chooses_nothing(house: Chat) -> None:
    citizen = house.person("Ai đó")
    await citizen.says("/ngonngu")
    assert "không có lựa chọn số 7" in await citizen.says("7")
    await citizen.says("/ngonngu")
    house.clock.forward(hours=25)
    assert "đã quá một ngày" in await citizen.says("2")
    await citizen.says("/ngonngu")
    assert "English" in await citizen.says("2")
