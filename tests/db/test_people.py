"""The roster and its chats: who is found, who stands for a unit, in which order, and who has left."""

from datetime import date, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Address, Person, Role
from roviec.errors import PersonError
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune
from tests.office import OFFICE


def named(found: list[Person]) -> list[str]:
    return [person.name for person in found]


async def test_who_works_in_a_unit_and_who_stands_for_it(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, money, desk = commune.id(HOME), commune.id(MONEY), commune.id(DESK)
        assert named(await people.staff(session, unit_id=home)) == ["Hạnh", "Mai", "Páo", "Phó"]
        assert named(await people.staff(session, unit_id=home, role=Role.leader)) == ["Hạnh", "Phó"]
        assert named(await people.with_role(session, Role.leader)) == ["Sơn", "Hạnh", "Phó"]
        assert named(await people.with_role(session, Role.admin)) == ["Hoa"]
        assert [unit.name for unit in await people.units_with_staff(session)] == [OFFICE, HOME, MONEY, DESK]

        async def in_charge(unit: int) -> str | None:
            found = await people.in_charge(session, unit)
            return found.name if found else None

        async def head(unit: int) -> str | None:
            found = await people.head_of(session, unit)
            return found.name if found else None

        # Several officials: the head; one: the official; none: the head; and without a head the first official.
        assert [await in_charge(unit) for unit in (home, money, commune.id(OFFICE))] == ["Hạnh", "Huy", "Sơn"]
        assert [await head(unit) for unit in (home, money, desk)] == ["Hạnh", "Sơn", "Hạnh"]
        commune.people["Páo"].left_on = TODAY
        assert await in_charge(home) == "Mai"
        commune.people["Mai"].left_on = commune.people["Lan"].left_on = TODAY
        assert [await in_charge(unit) for unit in (home, desk)] == ["Hạnh", None]
        assert [unit.name for unit in await people.units_with_staff(session)] == [OFFICE, HOME, MONEY]
        await people.add_person(session, name="Tư", unit=commune.units[MONEY], role=Role.official)
        assert await in_charge(money) == "Huy"
        yard = await people.add_unit(session, name="Đội Quản lý chợ")
        for name, role in (("Quản", Role.admin), ("Một", Role.official), ("Hai", Role.official)):
            await people.add_person(session, name=name, unit=yard, role=role)
        assert await in_charge(yard.id or 0) == "Một"


async def test_who_left_comes_last_and_is_nobodys_anything(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        assert named(list(await people.everybody(session)))[-2:] == ["Hoa", "Cũ"]
        assert [one.person.name for one in await people.present(session)] == [
            *("Sơn", "Hạnh", "Mai", "Páo", "Huy", "Lan", "Phó", "Hoa"),
        ]
        ids = [commune.id("Mai"), commune.id("Cũ"), 999, None]
        assert [await people.present_id(session, one) for one in ids] == [commune.id("Mai"), None, None, None]
        assert (await people.unit_names(session))[commune.id(DESK)] == DESK


async def test_the_channels_of_who_is_there_stand_beside_the_name(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for channel in ("web", "telegram", "telegram"):
            address = await people.address_of(session, channel=channel, chat=f"{channel}-{commune.id('Mai')}")
            address.person_id = commune.id("Mai")
        await people.address_of(session, channel="web", chat="khách")
        found = {one.person.name: (one.unit.name, one.channels) for one in await people.present(session)}
        assert found["Mai"] == (HOME, ["telegram", "web"])
        assert found["Huy"] == (MONEY, [])


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("Huy", "Huy"),
        ("huy", "Huy"),
        ("+84912000001", "Hạnh"),
        ("Nam, Phòng Nội vụ", "Nam của Phòng Nội vụ"),
        ("nam, tai chinh", "Nam của Phòng Tài chính"),
        ("Nam", "PersonAmbiguous"),
        ("Cũ", "PersonUnknown"),
        ("Huy, Phòng Nội vụ", "PersonUnknown"),
        ("Hu", "PersonUnknown"),
        ("", "PersonUnknown"),
    ],
)
async def test_a_person_is_found_by_name_phone_or_unit(furnished: Database, who: str, found: str) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        commune.people["Hạnh"].phone = "+84912000001"
        for unit in (HOME, MONEY):
            person = await people.add_person(
                session, name="Nam", unit=commune.units[unit], role=Role.official
            )
            person.position = unit
        # What is no phone number is nobody's.
        for one in commune.people.values():
            one.phone = one.phone or f"+8490000{one.id:04d}"
        await session.flush()
        try:
            person = await people.person_named(session, who)
        except PersonError as error:
            name = type(error).__name__
        else:
            name = f"Nam của {person.position}" if person.name == "Nam" else person.name
        assert name == found


async def test_a_person_is_found_by_number_and_two_of_a_name_are_told_apart(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        assert (await people.person_named(session, str(commune.id("Lan")))).name == "Lan"
        for name, unit in (("Nam", HOME), ("Năm", MONEY)):
            await people.add_person(session, name=name, unit=commune.units[unit], role=Role.official)
        with pytest.raises(people.PersonAmbiguous) as refused:
            await people.person_named(session, "nam")
        assert refused.value.values == {
            "who": "nam",
            "names": f"Nam, {HOME}; Năm, {MONEY}",
            "example": f"Nam, {HOME}",
        }
        with pytest.raises(people.UnitUnknown) as unknown:
            await people.unit_named(session, "Phòng Z")
        assert unknown.value.values == {"unit": "Phòng Z"}
        assert (await people.unit_named(session, "phong noi vu")).name == HOME


async def test_a_roster_read_again_changes_people_and_adds_none(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, money = commune.units[HOME], commune.units[MONEY]
        add = people.add_person
        first = await add(session, name="Nam", unit=home, phone="+84912000001", role=Role.official)
        other = await add(session, name="Nam", unit=home, phone="+84912000002", role=Role.official)
        assert first.id != other.id
        moved = await add(session, name="Nam Anh", unit=money, phone="+84912000001", role=Role.leader)
        assert (moved.id, moved.name, moved.unit_id, moved.role) == (first.id, "Nam Anh", money.id, "leader")
        mai = commune.people["Mai"]
        again = await add(
            session, name="  MAI ", unit=home, position="Công chức", phone="+84912000003", role=Role.official
        )
        assert (again.id, again.name, again.position, again.phone) == (
            mai.id,
            "MAI",
            "Công chức",
            "+84912000003",
        )
        kept = await add(session, name="Mai", unit=home, role=Role.official)
        assert (kept.id, kept.phone) == (mai.id, "+84912000003")
        back = await add(session, name="Cũ", unit=home, role=Role.official)
        assert (back.id, back.left_on) == (commune.id("Cũ"), None)


async def test_a_unit_moves_below_another_and_never_below_itself(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        desk = await people.add_unit(session, name=" điểm  phục vụ thôn đông ", parent=commune.units[MONEY])
        assert (desk.id, desk.parent_id, desk.name) == (commune.id(DESK), commune.id(MONEY), DESK)
        assert (await people.add_unit(session, name=DESK, parent=desk)).parent_id == commune.id(MONEY)
        assert (await people.add_unit(session, name=DESK)).parent_id == commune.id(MONEY)
        assert (await people.office(session)) == commune.units[OFFICE]


async def linked(session: AsyncSession, person: Person, channel: str, **more: object) -> Address:
    address = await people.address_of(session, channel=channel, chat=f"{channel}-{person.name}")
    address.person_id = person.id
    for name, value in more.items():
        setattr(address, name, value)
    await session.flush()
    return address


async def test_the_chats_of_a_person_are_their_own_and_the_reachable_ones_are_written_to(
    furnished: Database,
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.people["Mai"], commune.people["Huy"]
        gone = await linked(session, mai, "zalo_bot", reachable=False)
        web, telegram = await linked(session, mai, "web"), await linked(session, mai, "telegram")
        await linked(session, huy, "web")
        assert await people.addresses(session, mai.id or 0) == [web, telegram]
        assert await people.linked(session, mai.id or 0) == [gone, web, telegram]
        assert await people.person_at(session, channel="web", chat="web-Mai") == mai.id
        assert await people.person_at(session, channel="telegram", chat="web-Mai") is None
        same = await people.address_of(session, channel="telegram", chat="web-Mai")
        assert (same.id == web.id, same.channel, same.person_id) == (False, "telegram", None)
        group = await people.address_of(session, channel="telegram", chat="-1009")
        group.unit_id = commune.id(HOME)
        lost = await people.address_of(session, channel="telegram", chat="-1010")
        lost.unit_id, lost.reachable = commune.id(MONEY), False
        await session.flush()
        assert [(one.chat, unit.name) for one, unit in await people.group_chats(session)] == [("-1009", HOME)]


@pytest.mark.parametrize(
    ("seconds", "refused"), [(-1, None), (0, people.CodeExpired), (1, people.CodeExpired)]
)
async def test_a_code_ends_on_the_second_and_when_a_new_one_is_made(
    furnished: Database, seconds: int, refused: type[PersonError] | None
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, address = commune.people["Mai"], await people.address_of(session, channel="web", chat="mới")
        first = await people.invite(session, person=mai, now=NOW)
        code = await people.invite(session, person=mai, now=NOW)
        assert (len(code), code == first) == (10, False)
        with pytest.raises(people.CodeExpired) as ended:
            await people.link(session, address=address, code=first, now=NOW)
        assert ended.value.values == {"day": "3/7/2026"}
        now = NOW + people.CODE_LIFE + timedelta(seconds=seconds)
        try:
            done = await people.link(session, address=address, code=code.lower(), now=now)
        except PersonError as error:
            outcome: type[PersonError] | None = type(error)
        else:
            outcome = None
            assert (done.person, done.unit.name, done.is_new) == (mai, HOME, True)
            assert (address.person_id, address.linked_at, address.reachable) == (mai.id, now, True)
            again = await people.link(session, address=address, code=code, now=now + timedelta(days=30))
            assert (again.is_new, address.linked_at) == (False, now)
        assert outcome is refused


async def test_a_second_chat_speaks_the_language_of_the_first(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai = commune.people["Mai"]
        await linked(session, mai, "web", language="en")
        second = await people.address_of(session, channel="telegram", chat="5001")
        await people.give(session, second, mai, NOW)
        assert second.language == "en"
        stranger = await people.address_of(session, channel="telegram", chat="5002")
        stranger.language = "en"
        await people.give(session, stranger, commune.people["Huy"], NOW)
        assert stranger.language == "en"


async def test_who_leaves_is_unlinked_everywhere_from_that_day(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.people["Mai"], commune.people["Huy"]
        mine = [await linked(session, mai, channel, linked_at=NOW) for channel in ("web", "telegram")]
        theirs = await linked(session, huy, "web", linked_at=NOW)
        await people.leave(session, person=mai, today=date(2026, 7, 3))
        assert mai.left_on == date(2026, 7, 3)
        assert [(one.person_id, one.linked_at) for one in mine] == [(None, None)] * 2
        assert (theirs.person_id, theirs.linked_at) == (huy.id, NOW)


async def test_a_number_is_that_of_somebody_who_is_there(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        commune.people["Mai"].phone, commune.people["Cũ"].phone = "+84912000001", "+84912000002"
        await session.flush()
        assert await people.with_phone(session, "+84912000001") == commune.people["Mai"]
        for phone in ("+84912000002", "+84912000003", ""):
            assert await people.with_phone(session, phone) is None
