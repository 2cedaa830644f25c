"""Drafts and versions row by row: who reviews what, what is leased and closed, what corrects what."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from roviec.db.engine import Database
from roviec.db.models import Person, Plan, PlanVersion, Task
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans import changes, drafts, errors, roster, versions
from roviec.errors import PersonError
from roviec.tasks.lifecycle import State
from roviec.tasks.plans.errors import RowGone
from roviec.tasks.plans.rows import Row, Who
from tests.db.furnished import DESK, HOME, MONEY, NOW, Commune
from tests.office import HANOI, OFFICE

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def draft(sha: str = "a", **more: Any) -> ImportDraft:
    return ImportDraft(sha256=sha, name=f"{sha}.docx", created_at=NOW, **more)


async def test_a_document_has_one_open_draft_a_person(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        son, hoa = commune.id("Sơn"), commune.id("Hoa")

        async def begin(person: int | None, sha: str = "a") -> tuple[int | None, bool]:
            more = {"address_id": None, "sha256": sha, "name": f"{sha}.docx", "now": NOW}
            one, is_new = await drafts.begin(session, person_id=person, **more)
            assert (one.person_id, one.sha256, one.name, one.created_at) == (person, sha, f"{sha}.docx", NOW)
            return one.id, is_new

        found = [await begin(*one) for one in ((son,), (son,), (hoa,), (son, "b"), (None,), (None,))]
        assert found == [(1, True), (1, False), (2, True), (3, True), (4, True), (5, True)]
        (await session.get_one(ImportDraft, 1)).state = DraftState.ready
        assert await begin(son) == (1, False)
        (await session.get_one(ImportDraft, 1)).state = DraftState.dropped
        assert await begin(son) == (6, True)


async def test_the_oldest_waiting_draft_that_was_tried_least_is_claimed(sqlite: Database) -> None:
    async with sqlite.write() as session:
        assert not await drafts.are_waiting(session)
        assert await drafts.claim(session) is None
        session.add_all([draft("a", state=DraftState.ready), draft("b"), draft("c")])
        await session.flush()
        for name in "bc":
            one = await drafts.claim(session)
            assert one is not None
            assert (one.sha256, one.tries) == (name, 1)
            await session.flush()
        assert await drafts.are_waiting(session)
        again = await drafts.claim(session)
        assert again is not None
        assert (again.sha256, again.tries) == ("b", 2)
        again.tries = drafts.MAX_TRIES
        assert drafts.given_up(again) is None
        again.tries += 1
        why = drafts.given_up(again)
        assert isinstance(why, errors.Unreadable)
        assert why.values == {"name": "b.docx"}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (DraftState.reading, errors.StillReading),
        (DraftState.ready, None),
        (DraftState.imported, errors.DraftImported),
        (DraftState.dropped, errors.DraftDropped),
        (DraftState.failed, errors.DraftDropped),
    ],
)
async def test_a_draft_is_reviewed_by_its_own_person_while_it_is_ready(
    furnished: Database, state: DraftState, why: type[PersonError] | None
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mine = draft("a", person_id=commune.id("Sơn"), state=state)
        nobodys = draft("b", state=state)
        session.add_all([mine, nobodys])
        await session.flush()

        async def found(number: int | None, who: Person | None) -> Any:
            try:
                return await drafts.find(session, number or 0, who)
            except PersonError as error:
                return type(error)

        assert await found(mine.id, commune.people["Sơn"]) == (why or mine)
        assert await found(nobodys.id, None) == (why or nobodys)
        for number, who in ((mine.id, "Hoa"), (nobodys.id, "Sơn"), (99, "Sơn")):
            assert await found(number, commune.people[who]) is errors.DraftUnknown
        assert await found(mine.id, None) is errors.DraftUnknown


async def test_a_draft_is_dropped_taken_up_again_and_failed(sqlite: Database) -> None:
    async with sqlite.write() as session:
        one, other = draft("a"), draft("b")
        session.add_all([one, other])
        await session.flush()
        drafts.drop(one, NOW)
        assert (one.state, one.closed_at) == (DraftState.dropped, NOW)
        drafts.failed(other, "Chưa đọc được.", NOW + HOUR)
        assert (other.state, other.error, other.closed_at) == (
            *(DraftState.failed, "Chưa đọc được.", NOW + HOUR),
        )


def test_a_row_is_called_by_its_number() -> None:
    rows = [Row(n, f"{n}") for n in range(2)]
    assert [drafts.row(rows, n) for n in (0, 1)] == rows
    for gone in (-1, 2):
        with pytest.raises(RowGone):
            drafts.row(rows, gone)
    kept = draft()
    drafts.save(kept, rows)
    assert len(kept.rows) == 2


# What corrects what

DOCUMENT = {
    "number": "41/KH-UBND",
    "issuer": "UBND xã",
    "kind": "Kế hoạch",
    "issued": "2026-06-10",
    "subject": "Cải thiện chỉ số cải cách hành chính",
}
SURE, MAYBE, NO = (1, None), (None, 1), (None, None)


@pytest.mark.parametrize(
    ("of", "plan"),
    [
        ({}, SURE),
        ({"number": "41/kh-ubnd", "issuer": "ubnd xa", "subject": "x"}, SURE),
        ({"issued": "2025-06-10"}, NO),
        ({"issued": None}, MAYBE),
        ({"issuer": "UBND huyện"}, NO),
        ({"number": "42/KH-UBND"}, NO),
        ({"number": None}, MAYBE),
        ({"number": None, "kind": "Công văn"}, NO),
        ({"number": None, "issuer": "UBND huyện"}, NO),
        ({"number": None, "issued": "2025-01-01"}, NO),
        ({"number": None, "issued": None}, MAYBE),
        ({"number": None, "subject": "Phòng chống thiên tai"}, NO),
        ({"number": None, "subject": "Cải thiện chỉ số cải cách hành chính năm"}, MAYBE),
    ],
)
async def test_a_document_is_known_by_number_issuer_and_year_or_by_likeness(
    sqlite: Database, of: dict[str, Any], plan: tuple[int | None, int | None]
) -> None:
    async with sqlite.write() as session:
        known = DOCUMENT | {"issued": date(2026, 6, 10)}
        session.add_all([Plan(created_at=NOW, **known), Plan(created_at=NOW, subject="Khác")])
        await session.flush()
        assert await versions.recognise(session, DOCUMENT | of) == plan


async def test_the_likest_plan_is_offered_the_newest_of_equals(sqlite: Database) -> None:
    async with sqlite.write() as session:
        bare = {"issuer": "UBND xã", "kind": "Kế hoạch", "created_at": NOW}
        for subject in ("Cải thiện chỉ số cải cách hành chính", "Cải thiện chỉ số cải cách hành chính, số"):
            session.add(Plan(subject=subject, **bare))
            await session.flush()
        assert await versions.recognise(session, DOCUMENT | {"number": None}) == (None, 1)
        session.add(Plan(**DOCUMENT | {"issued": None}, created_at=NOW))
        await session.flush()
        assert await versions.recognise(session, DOCUMENT) == (None, 1)


@pytest.mark.parametrize(("alike", "offered"), [(44, True), (43, False)])
async def test_a_subject_is_alike_from_88_of_100_on(sqlite: Database, alike: int, offered: bool) -> None:
    async with sqlite.write() as session:
        known = DOCUMENT | {"number": None, "issued": None}
        session.add(Plan(**known | {"subject": "a" * alike + "b" * (50 - alike)}, created_at=NOW))
        await session.flush()
        asked = known | {"subject": "a" * alike + "c" * (50 - alike)}
        assert await versions.recognise(session, asked) == ((None, 1) if offered else NO)


async def test_a_known_document_is_refused_with_its_day_and_its_tasks(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await versions.refuse_known(session, "a")
        one, two = commune.plans
        one.sha256, one.created_at = "a", datetime(2026, 6, 10, 23, 0, tzinfo=HANOI)
        # The office's day, whatever hour the machine keeps.
        early = datetime(2026, 7, 3, 0, 30, tzinfo=HANOI)
        version = PlanVersion(plan_id=two.id or 0, sha256="b", name="b", at=early)
        session.add(version)
        await session.flush()
        for sha, day, count in (("a", "10/6/2026", 6), ("b", "3/7/2026", 1)):
            with pytest.raises(errors.AlreadyImported) as refused:
                await versions.refuse_known(session, sha)
            assert refused.value.values == {"day": day, "count": count}
        await versions.refuse_known(session, "c")


async def test_what_a_correction_adds_removes_moves_and_leaves(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)

        def row(title: str, due: date | None, *leads: str) -> Row:
            return Row(0, title, due=due, lead=tuple(Who("x", meant=(one,)) for one in leads))

        home, desk = f"u{commune.id(HOME)}", f"u{commune.id(DESK)}"
        early, late = date(2026, 7, 1), date(2026, 7, 10)
        rows = [
            row("muộn", late, home),
            row("sớm", late, home),
            row("hai nơi", early, home),
            row("xong", late, desk),
            row("Việc hoàn toàn mới", None, desk),
        ]
        everybody = await roster.load(session)
        found = await changes.of(session, commune.plans[0], rows, everybody)
        assert found.added == rows[4:]
        assert commune.names(found.removed) == ["không hạn"]
        assert [(one.task.title, one.row.title, one.due, one.lead) for one in found.kept] == [
            ("muộn", "muộn", False, False),
            ("sớm", "sớm", True, False),
            ("xong", "xong", False, False),
            ("hai nơi", "hai nơi", False, True),
        ]
        assert [one.task.title for one in found.due] == ["sớm"]
        assert [one.task.title for one in found.lead] == ["hai nơi"]
        assert (found.untouched, bool(found)) == (2, True)
        named = await changes.of(
            session, commune.plans[0], [row("hai nơi", early, home, f"p{commune.id('Lan')}")], everybody
        )
        assert [one.lead for one in named.kept] == [False]
        commune.tasks["ở điểm"].state = State.doing
        same = await changes.of(session, commune.plans[1], [row("ở điểm", date(2026, 7, 2), desk)], everybody)
        assert (bool(same), same.untouched, same.removed, same.added) == (False, 1, [], [])


@pytest.mark.parametrize("what", ["added", "removed", "due", "lead", "nothing"])
def test_any_one_change_is_a_change(what: str) -> None:
    task, row = Task(title="x", created_at=NOW), Row(0, "x")
    one = changes.Kept(task, row, due=what == "due", lead=what == "lead")
    found = changes.Changes([row] * (what == "added"), [task] * (what == "removed"), [one])
    assert bool(found) is (what != "nothing")
    assert (found.untouched, len(found.due), len(found.lead)) == (
        *(what not in ("due", "lead"), what == "due", what == "lead"),
    )


# The roster


async def test_a_roster_holds_who_is_there_and_every_other_name(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        home, money = commune.id(HOME), commune.id(MONEY)
        assert await roster.remember(session, unit_id=home, alias="  P.  NV ")
        assert not await roster.remember(session, unit_id=home, alias="p. nv")
        for unit in (home, money):
            assert await roster.remember(session, unit_id=unit, alias="Các phòng")
        with pytest.raises(roster.AliasEmpty):
            await roster.remember(session, unit_id=home, alias=" ")
        assert await roster.listed(session) == [("Các phòng", HOME), ("Các phòng", MONEY), ("P. NV", HOME)]
        known = await roster.load(session)
        assert [(unit.id, unit.name, unit.parent_id) for unit in known.units][:2] == [
            (commune.id(OFFICE), OFFICE, None),
            (home, HOME, commune.id(OFFICE)),
        ]
        assert [one.name for one in known.people] == ["Sơn", "Hạnh", "Mai", "Páo", "Huy", "Lan", "Phó", "Hoa"]
        assert {one.name for one in known.people if one.leads} == {"Sơn", "Hạnh", "Phó"}
        codes = sorted(known.aliases.values())
        assert codes == [(f"u{home}",), (f"u{home}", f"u{money}")]
        assert await roster.forget(session, unit_id=money, alias="CÁC PHÒNG")
        await session.flush()
        assert not await roster.forget(session, unit_id=money, alias="Các phòng")
        assert await roster.listed(session) == [("Các phòng", HOME), ("P. NV", HOME)]
