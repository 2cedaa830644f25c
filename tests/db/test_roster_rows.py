"""The roster row by row: who is added as what, whose code and chat it is, what goes with a chat that changes hands."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit, outbox, people
from roviec.db.engine import Database
from roviec.db.models import Address, AuditEntry, Conversation, Invitation, Outbox, Role
from roviec.db.models.delivery import Lane
from roviec.errors import PersonError
from roviec.messages.outgoing import Outgoing
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune
from tests.office import OFFICE

HOUR = timedelta(hours=1)


async def chat(session: AsyncSession, name: str, person: int | None = None, channel: str = "web") -> Address:
    address = await people.address_of(session, channel=channel, chat=name)
    address.person_id = person
    await session.flush()
    return address


async def test_who_is_added_is_kept_in_every_part(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home = commune.units[HOME]

        async def add(name: str, **more: Any) -> tuple[Any, ...]:
            one = await people.add_person(session, name=name, unit=home, **{"role": Role.official} | more)
            return (
                one.name,
                one.folded,
                one.position,
                one.phone,
                one.email,
                one.role,
                one.unit_id,
                one.left_on,
            )

        more = {"position": "Công chức", "phone": "+84912000001", "email": "a@b.vn", "role": Role.leader}
        assert await add(" Lò  Thị Ế ", **more) == (
            *("Lò Thị Ế", "lo thi e", "Công chức", "+84912000001", "a@b.vn", Role.leader, home.id, None),
        )
        again = await add("Lò Thị E", phone="+84912000001")
        assert again == ("Lò Thị E", "lo thi e", "", "+84912000001", "a@b.vn", Role.official, home.id, None)
        assert (await add("Mới"))[2:5] == ("", None, None)
        # With a number of their own they are somebody else than the namesake who has another.
        before = len(await people.everybody(session))
        await add("Lò Thị E", phone="+84912000002")
        assert len(await people.everybody(session)) == before + 1


async def test_a_unit_is_added_once_and_moves_only_where_it_is_told(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        new = await people.add_unit(session, name="  Đội  Thuế ", parent=commune.units[HOME])
        assert (new.name, new.folded, new.parent_id) == ("Đội Thuế", "doi thue", commune.id(HOME))
        assert (await people.add_unit(session, name="Đội Thuế")) == new
        assert new.parent_id == commune.id(HOME)
        top = await people.add_unit(session, name="Tổ riêng")
        assert top.parent_id is None
        assert await people.office(session) == commune.units[OFFICE]
        with pytest.raises(people.UnitAmbiguous) as refused:
            await people.unit_named(session, "Phòng")
        assert refused.value.values == {"unit": "Phòng", "names": f"«{HOME}»; «{MONEY}»"}


async def test_there_is_no_office_without_units(sqlite: Database) -> None:
    async with sqlite.write() as session:
        assert await people.office(session) is None
        assert await people.heads(session) == ({}, {})


async def test_the_heads_and_the_units_above(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        id_ = commune.id
        assert await people.heads(session) == (
            {id_(OFFICE): id_("Sơn"), id_(HOME): id_("Hạnh")},
            {id_(OFFICE): None, id_(HOME): id_(OFFICE), id_(MONEY): id_(OFFICE), id_(DESK): id_(HOME)},
        )
        commune.people["Hạnh"].left_on = commune.people["Sơn"].left_on = TODAY
        await session.flush()
        assert (await people.head_of(session, id_(DESK))) == commune.people["Phó"]
        assert await people.head_of(session, id_(MONEY)) is None


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Nam", f"Nam, {HOME}; Nam, {MONEY}"),
        ("nam, phòng", f"Nam, {HOME}; Nam, {MONEY}"),
    ],
)
async def test_namesakes_are_named_with_their_units(furnished: Database, who: str, names: str) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for unit in (HOME, MONEY):
            await people.add_person(session, name="Nam", unit=commune.units[unit], role=Role.official)
        with pytest.raises(people.PersonAmbiguous) as refused:
            await people.person_named(session, who)
        assert refused.value.values == {"who": who, "names": names, "example": f"Nam, {HOME}"}
        for unknown in ("Nam, Điểm", "Ai"):
            with pytest.raises(people.PersonUnknown) as nobody:
                await people.person_named(session, unknown)
            assert nobody.value.values == {"who": unknown}
        # A part is enough, and a comma without a unit tells nothing.
        assert (await people.person_named(session, "nam, nội")).unit_id == commune.id(HOME)
        assert (await people.person_named(session, "Huy, ")) == commune.people["Huy"]


async def test_who_left_last_is_found_by_name(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        found = [await people.left_named(session, name) for name in ("cu", "Mai", "Ai")]
        assert found == [commune.people["Cũ"], None, None]
        other, same = [
            await people.add_person(session, name="Cũ", unit=commune.units[unit], role=Role.official)
            for unit in (MONEY, DESK)
        ]
        other.left_on, same.left_on = TODAY, commune.people["Cũ"].left_on
        await session.flush()
        assert await people.left_named(session, "Cũ") == other
        other.left_on = same.left_on
        await session.flush()
        assert await people.left_named(session, "Cũ") == same


# Codes


def test_a_code_is_read_in_any_case_and_spacing_and_kept_hashed() -> None:
    assert people.hashed("ab-12 cd") == people.hashed("AB12CD") != people.hashed("AB12CE")
    assert len(people.hashed("x")) == 64
    code = people.random_code(500)
    assert (len(code), code == code.upper(), len(set(code)) > 20) == (500, True, True)
    assert not set(code) & set("IO01")


def test_every_code_has_a_digit_by_which_it_is_told_from_words() -> None:
    codes = [people.random_code(people.CODE_LENGTH) for _ in range(2000)]
    assert [code for code in codes if not any(ch.isdigit() for ch in code)] == []


async def test_a_new_code_ends_the_unused_ones_of_its_person_alone(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.people["Mai"], commune.people["Huy"]
        used = await people.invite(session, person=mai, now=NOW)
        await people.link(session, address=await chat(session, "a"), code=used, now=NOW)
        short = await people.invite(session, person=mai, now=NOW, life=HOUR)
        other = await people.invite(session, person=huy, now=NOW)
        beside = people.code_for(session, person=mai, now=NOW, life=5 * HOUR)
        await people.invite(session, person=mai, now=NOW + 2 * HOUR)

        async def end(code: str) -> Any:
            found = await people.invitation(session, code)
            assert found is not None
            return found.expires_at - NOW

        assert [await end(code) for code in (used, short, other, beside)] == [
            *(people.CODE_LIFE, HOUR, people.CODE_LIFE, 2 * HOUR),
        ]
        assert await people.invitation(session, "NOBODY") is None
        rows = (await session.exec(select(Invitation.code_hash))).all()
        assert people.hashed(short) in rows
        assert short not in rows


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ("good", None),
        ("unknown", people.CodeUnknown),
        ("used here", None),
        ("used elsewhere", people.CodeUsed),
        ("expired", people.CodeExpired),
        ("left", people.CodeExpired),
        ("used here and expired", None),
    ],
)
async def test_which_code_links_a_chat(
    furnished: Database, case: str, refused: type[PersonError] | None
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, here = commune.people["Mai"], await chat(session, "a")
        code = await people.invite(session, person=mai, now=NOW)
        if case.startswith("used"):
            first = here if case.startswith("used here") else await chat(session, "b")
            await people.link(session, address=first, code=code, now=NOW)
        if case == "left":
            mai.left_on = TODAY
        now = NOW + people.CODE_LIFE if "expired" in case else NOW + HOUR
        asked = people.link(session, address=here, code="X" if case == "unknown" else code, now=now)
        if refused:
            with pytest.raises(refused):
                await asked
            assert here.person_id is None
            return
        done = await asked
        assert (done.person, done.is_new) == (mai, case == "good")
        ticket = await people.invitation(session, code)
        assert ticket is not None
        assert ticket.used_at == (NOW + HOUR if case == "good" else NOW)


# Chats that change hands


async def test_a_chat_is_given_once_and_recorded(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, address = commune.people["Mai"], await chat(session, "a")
        address.reachable = False
        before = len((await session.exec(select(AuditEntry))).all())
        for n in range(2):
            done = await people.give(session, address, mai, NOW + n * HOUR)
            assert (done.is_new, done.person, done.unit) == (n == 0, mai, commune.units[HOME])
        assert (address.person_id, address.reachable, address.linked_at) == (mai.id, True, NOW)
        rows = (await session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))).all()[before:]
        assert [(row.what, row.actor_id, row.at, row.channel, row.subject) for row in rows] == [
            (audit.Act.link, mai.id, NOW, "web", f"person/{mai.id}")
        ]


async def test_what_waits_for_who_was_there_is_dropped_and_forgotten(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.people["Mai"], commune.people["Huy"]
        address = await chat(session, "a", mai.id)
        address.linked_at = address.preferred_at = NOW
        talk = Conversation(address_id=address.id or 0, task_id=commune.id("sớm"), updated_at=NOW)
        session.add(talk)
        for text, person in (("unasked", mai.id), ("answer", None)):
            await outbox.post(
                session, channel="web", chat="a", messages=[Outgoing(text)], lane=Lane.bulk, now=NOW,
                person_id=person,
            )  # fmt: skip
        await people.give(session, address, huy, NOW + HOUR)
        assert (address.person_id, address.linked_at, address.preferred_at) == (huy.id, NOW + HOUR, None)
        rows = (await session.exec(select(Outbox))).all()
        assert [row.body["text"] for row in rows] == ["answer"]
        assert talk.task_id is None
        await people.unlink(session, address=address)
        assert (address.person_id, address.linked_at) == (None, None)


async def test_who_works_here_today(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, id_ = commune.id(HOME), commune.id
        assert [one.id for one in await people.staff(session, unit_id=home, role=Role.official)] == [
            *(id_("Mai"), id_("Páo")),
        ]
        assert await people.staff(session, unit_id=home, role=Role.admin) == []
        assert [one.id for one in await people.with_role(session, Role.official)] == [
            id_(name) for name in ("Mai", "Páo", "Huy", "Lan")
        ]
        assert [one.id for one in await people.everybody(session)][-1] == id_("Cũ")
        assert len(await people.everybody(session)) == 9
        assert await people.unit_names(session) == {id_(name): name for name in (OFFICE, HOME, MONEY, DESK)}
        commune.people["Huy"].left_on = TODAY
        await session.flush()
        assert [one.id for one in await people.units_with_staff(session)] == [id_(OFFICE), home, id_(DESK)]


async def test_addresses_are_each_persons_own_in_the_order_of_linking(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, huy = commune.id("Mai"), commune.id("Huy")
        first, other = await chat(session, "a", mai), await chat(session, "b", huy)
        gone, last = await chat(session, "c", mai), await chat(session, "d", mai, "plain")
        gone.reachable = False
        await session.flush()
        for lock in (False, True):
            assert await people.addresses(session, mai, lock=lock) == [first, last]
        assert await people.linked(session, mai) == [first, gone, last]
        assert await people.linked(session, huy) == [other]
        found = {
            (channel, name): await people.person_at(session, channel=channel, chat=name)
            for channel in ("web", "plain")
            for name in ("a", "b", "d")
        }
        assert found == {
            ("web", "a"): mai,
            ("web", "b"): huy,
            ("plain", "d"): mai,
            **dict.fromkeys([("web", "d"), ("plain", "a"), ("plain", "b")]),
        }
