"""Who hears of feedback that names an official, and how long what waits has waited."""

from datetime import timedelta
from itertools import count

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.feedback import ages, find
from roviec.db.models import Feedback, Role, StoredFile
from roviec.tasks.feedback.lifecycle import Kind, State
from tests import office
from tests.db.furnished import DESK, HOME, NOW, TODAY, Commune
from tests.db.test_verbs_of_feedback import refusal, sent
from tests.office import OFFICE

CODES = count()


async def kept(session: AsyncSession, words: str, **more: object) -> Feedback:
    wanted = {"kind": Kind.report, "received_on": TODAY, "code": f"PA-{next(CODES)}"} | more
    session.add(row := Feedback(words=words, **wanted))
    await session.flush()
    return row


@pytest.mark.parametrize(
    ("words", "names_official", "readers"),
    [
        ("Đèn hỏng", False, ["Sơn", "Tú", "Hoa"]),
        ("Ông Sơn hẹn mãi", False, ["Sơn", "Tú", "Hoa"]),
        ("Chị Mai hách dịch", True, ["Sơn", "Tú"]),
        ("Ông Sơn hẹn mãi", True, ["Tú"]),
        ("Ông Sơn và ông Tú hẹn mãi", True, ["Hoa"]),
        ("Ông Sơn, ông Tú và chị Hoa hẹn mãi", True, []),
        ("Anh Cũ hách dịch", True, ["Sơn", "Tú"]),
    ],
)
async def test_who_is_named_does_not_read_it(
    furnished: Database, words: str, names_official: bool, readers: list[str]
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        other = await office.person(session, "Tú", commune.units[OFFICE], Role.leader)
        people = commune.people | {"Tú": other}
        row = await kept(session, words, names_official=names_official)
        found = await find.readers_of(session, row)
        assert [name for name, one in people.items() if one.id in found] == sorted(
            readers, key=list(people).index
        )
        assert len(found) == len(readers)
        for name in ("Sơn", "Tú", "Hoa"):
            may_read = await find.may_read(session, row, people[name])
            assert may_read is (name in readers)
            refused = await refusal(find.find_to_settle(session, row.id or 0, people[name]))
            assert refused is (None if may_read else find.ForLeadersAlone)
        for name in ("Hạnh", "Mai"):
            refused = await refusal(find.find_to_settle(session, row.id or 0, people[name]))
            assert refused is find.NotYoursToRoute
        assert await refusal(find.find_to_settle(session, 99, people["Hoa"])) is find.FeedbackUnknown


async def test_only_who_still_works_here_is_named(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        both = await find.named_in(session, "anh Huy và chị Lan")
        assert sorted(both) == [commune.id("Huy"), commune.id("Lan")]
        assert await find.named_in(session, "anh Cũ, ngày mai") == []


async def test_what_waits_is_counted_by_state_and_age(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for days in (0, 7, 8, 15, 16, 30, 31, 400):
            await kept(session, "x", received_on=TODAY - timedelta(days=days), unit_id=commune.id(HOME))
        await kept(session, "x", state=State.routed, unit_id=commune.id(DESK))
        await kept(session, "x", state=State.disputed)
        for state in set(State) - set(ages.WAITING):
            await kept(session, "x", state=state)
        await kept(session, "x", kind=Kind.praise)
        counted = await ages.by_state_and_age(session, today=TODAY)
        received = {State.received: [2, 2, 2, 2]}
        assert counted == received | {State.routed: [1, 0, 0, 0], State.disputed: [1, 0, 0, 0]}
        none = {State.routed: [0] * 4, State.disputed: [0] * 4}
        units = [commune.id(HOME)]
        assert await ages.by_state_and_age(session, today=TODAY, unit_ids=units) == received | none
        nobody = await ages.by_state_and_age(session, today=TODAY, unit_ids=[])
        assert nobody == none | {State.received: [0] * 4}


async def test_a_photo_that_comes_with_it_is_recorded_as_it_is(furnished: Database) -> None:
    async with furnished.write() as session:
        photo = {"sha256": "a" * 64, "name": "a.jpg", "mime": "image/jpeg", "size": 7}
        row = await sent(session, photos=(photo,))
        assert row.photos == [photo]
        stored = await session.get_one(StoredFile, "a" * 64)
        assert (stored.mime, stored.size, stored.stored_at) == ("image/jpeg", 7, NOW)
