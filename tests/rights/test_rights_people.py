"""Whose a chat becomes by a code, and what is left to somebody who leaves."""

from datetime import timedelta

import pytest
from sqlmodel import select

from roviec.db import people
from roviec.db.models import Address, Invitation, Outbox, Person
from roviec.delivery import notify
from roviec.errors import PersonError
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Outgoing
from tests.rights.cells import DONE, NOW, Cell, Cells, rows

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSALS = {"?": "CodeUnknown", "late": "CodeExpired", "used": "CodeUsed", "+": "linked", "=": "as before"}
# The code was made for the outsider; whose is the chat that sends it?
LINK = rows("""
#             stranger  own   another
fresh         +         =     +
expired       late      late  late
replaced      late      late  late
used          used      =     used
of-a-leaver   late      late  late
unknown       ?         ?     ?
""")
CHATS = ("new-chat", "outsider", "colleague")


async def code_of(cell: Cell, person: Person, how: str) -> str:
    """Return a code that was made out to somebody."""
    if how == "unknown":
        return "ABCDEFGH23"
    life = timedelta(days=7) if how != "expired" else timedelta(0)
    code = await people.invite(cell.session, person=person, now=NOW, life=life)
    await cell.session.flush()
    if how == "replaced":
        await people.invite(cell.session, person=person, now=NOW)
    if how == "used":
        first = await people.address_of(cell.session, channel="web", chat="outsider")
        await people.link(cell.session, address=first, code=code, now=NOW)
    if how == "of-a-leaver":
        person.left_on = NOW.date()
        await cell.session.flush()
    return code


@pytest.mark.parametrize("how", LINK)
async def test_a_code_gives_a_chat_to_its_person_once(cells: Cells, how: str) -> None:
    found = []
    async with cells.open_up() as tries:
        for chat in CHATS:
            async with tries.cell() as cell:
                person = await cell.session.get_one(Person, cells.ids["outsider"])
                code = await code_of(cell, person, how)
                address = await people.address_of(cell.session, channel="web", chat=chat)
                before = address.person_id
                try:
                    linked = await people.link(cell.session, address=address, code=code, now=NOW)
                except PersonError as error:
                    found.append(type(error).__name__)
                    assert address.person_id == before
                else:
                    found.append("linked" if linked.is_new else "as before")
                    assert address.person_id == person.id
    assert found == [REFUSALS[letter] for letter in LINK[how]]


async def test_who_takes_over_a_chat_gets_nothing_that_was_meant_for_the_one_before(cells: Cells) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        meant = await cell.session.get_one(Person, cells.ids["colleague"])
        assert await notify.person(
            cell.session,
            meant.id or 0,
            Outgoing("Việc của người trước"),
            channels={"web": Capabilities(buttons=20)},
            now=NOW,
            key="told/1",
        )
        taker = await cell.session.get_one(Person, cells.ids["outsider"])
        code = await people.invite(cell.session, person=taker, now=NOW)
        await cell.session.flush()
        address = await people.address_of(cell.session, channel="web", chat="colleague")
        await people.link(cell.session, address=address, code=code, now=NOW)
        left = select(Outbox).where(Outbox.chat == "colleague", Outbox.person_id == meant.id)
        assert [row.state for row in (await cell.session.exec(left)).all() if row.state == "queued"] == []


@pytest.mark.parametrize("who", ["owner", "charge", "admin", "office-head"])
async def test_who_leaves_keeps_neither_chat_nor_code(cells: Cells, who: str) -> None:
    async with cells.open_up() as tries, tries.cell() as cell:
        person = await cell.session.get_one(Person, cells.ids[who])
        code = await people.invite(cell.session, person=person, now=NOW)
        await cell.session.flush()
        assert await cell.tries(who, "/viec") == DONE
        await people.leave(cell.session, person=person, today=NOW.date())
        await cell.session.flush()
        assert await cell.tries(who, "/viec") == "ForOfficials"
        assert await cell.tries(who, f"/start {code}") == "CodeExpired"
        of = (await cell.session.exec(select(Address).where(Address.person_id == person.id))).all()
        assert list(of) == []
        assert person not in await people.staff(cell.session, unit_id=person.unit_id)
        assert await people.present_id(cell.session, person.id) is None


async def test_a_code_lives_for_a_week_to_the_second(cells: Cells) -> None:
    async with cells.open_up() as tries:
        for late, wanted in ((timedelta(seconds=-1), "linked"), (timedelta(0), "CodeExpired")):
            async with tries.cell() as cell:
                person = await cell.session.get_one(Person, cells.ids["outsider"])
                code = await people.invite(cell.session, person=person, now=NOW)
                await cell.session.flush()
                (ticket,) = (await cell.session.exec(select(Invitation))).all()
                assert ticket.used_at is None
                cell.now = NOW + people.CODE_LIFE + late
                got = await cell.tries("new-chat", f"/start {code}")
                assert (got if got != DONE else "linked") == wanted
