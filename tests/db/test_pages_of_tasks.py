"""The lists and tables of a page, row by row: who sees which tab, in what order, and how groups are counted."""

from datetime import date, timedelta
from typing import Any

import pytest

from roviec.db.engine import Database
from roviec.db.models import Evidence, Extension, Obstacle, Part, StoredFile
from roviec.db.tasks import events, export, lists, mending, requests, views
from roviec.db.tasks.events import By
from roviec.db.tasks.lists import Tab, Ways
from roviec.db.tasks.office import Counts, Days, Look
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune

DAYS = Days(At(TODAY), Calendar.seeded([2026]))
DAY = timedelta(days=1)
EVER = ["hoãn", "chờ", "ở điểm", "hai nơi", "tiền", "hủy", "xong", "sớm", "không hạn", "muộn"]
OPEN = ["sớm", "hai nơi", "chờ", "ở điểm", "hoãn", "tiền", "muộn", "không hạn"]


async def asked(commune: Commune, title: str, who: str) -> Extension:
    more = {"asked_by": commune.id(who), "asked_at": NOW, "reason": "x"}
    row = Extension(task_id=commune.id(title), wished=TODAY + 9 * DAY, **more)
    commune.session.add(row)
    await commune.session.flush()
    return row


async def blocked(commune: Commune, title: str, who: str, **more: Any) -> Obstacle:
    row = Obstacle(task_id=commune.id(title), words="x", raised_by=commune.id(who), raised_at=NOW, **more)
    commune.session.add(row)
    await commune.session.flush()
    return row


def sent(commune: Commune) -> Evidence:
    by = {"sent_by": commune.id("Mai"), "sent_at": NOW}
    return Evidence(task_id=commune.id("sớm"), sha256="a", name="a.pdf", **by)


SEEN = {
    ("Sơn", Tab.open): OPEN,
    ("Sơn", Tab.all): EVER,
    ("Sơn", Tab.late): ["sớm", "hai nơi", "ở điểm"],
    ("Sơn", Tab.soon): ["tiền"],
    ("Sơn", Tab.blocked): ["ở điểm", "muộn"],
    ("Sơn", Tab.waiting): ["hai nơi", "chờ", "ở điểm", "muộn"],
    ("Hạnh", Tab.open): ["sớm", "hai nơi", "ở điểm", "muộn", "không hạn"],
    ("Hạnh", Tab.all): ["ở điểm", "hai nơi", "hủy", "xong", "sớm", "không hạn", "muộn"],
    ("Hạnh", Tab.late): ["sớm", "hai nơi", "ở điểm"],
    ("Hạnh", Tab.blocked): ["ở điểm", "muộn"],
    # A head decides what they were put in charge of, or gave.
    ("Hạnh", Tab.waiting): ["muộn"],
    ("Mai", Tab.open): ["sớm", "hai nơi", "muộn"],
    ("Mai", Tab.all): ["hai nơi", "hủy", "xong", "sớm", "muộn"],
    ("Mai", Tab.blocked): ["muộn"],
    ("Huy", Tab.late): [],
    ("Huy", Tab.soon): ["tiền"],
}


async def test_a_tab_shows_what_is_somebodys_to_see_in_its_order(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await asked(commune, "hai nơi", "Mai")
        await asked(commune, "tiền", "Sơn")
        await blocked(commune, "muộn", "Mai")
        await blocked(commune, "ở điểm", "Hạnh")
        await blocked(commune, "sớm", "Mai", resolved_at=NOW)
        commune.tasks["muộn"].assigned_by = commune.id("Hạnh")
        await session.flush()
        for (who, tab), titles in SEEN.items():
            person = commune.people[who]
            found = await lists.page(session, person, tab, Look(), DAYS, offset=0, limit=50)
            shown = (commune.names(found.tasks), found.total, found.has_more)
            assert shown == (titles, len(titles), False), (who, tab)
        counted = await lists.tab_counts(session, commune.people["Sơn"], Look(), DAYS)
        assert list(counted.items()) == [
            (tab, len(SEEN["Sơn", tab]))
            for tab in (Tab.waiting, Tab.late, Tab.soon, Tab.blocked, Tab.open, Tab.all)
        ]
        mine = await lists.tab_counts(session, commune.people["Mai"], Look(), DAYS)
        assert mine == {Tab.late: 2, Tab.soon: 0, Tab.blocked: 1, Tab.open: 3, Tab.all: 5}
        look = Look(plan=commune.plans[0].id)
        narrow = await lists.tab_counts(session, commune.people["Hạnh"], look, DAYS)
        assert narrow == dict(zip(counted, (1, 2, 0, 1, 4, 6), strict=True))


async def test_a_list_is_turned_page_by_page_and_counted_up_to_the_most(
    furnished: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        head = commune.people["Sơn"]

        async def page(offset: int, limit: int, **more: Any) -> tuple[list[str], int | None, bool]:
            wanted = {"look": Look(), "days": DAYS} | more
            found = await lists.page(session, head, Tab.open, offset=offset, limit=limit, **wanted)
            return commune.names(found.tasks), found.total, found.has_more

        assert await page(0, 3) == (OPEN[:3], 8, True)
        assert await page(3, 5) == (OPEN[3:], 8, False)
        assert await page(8, 5) == ([], 8, False)
        assert await page(0, 9, look=Look(unit=commune.id(DESK))) == (["hai nơi", "ở điểm"], 2, False)
        assert await page(0, 1, words="nơi") == (["hai nơi"], None, False)
        found = [await page(offset, 1, words="o") for offset in (0, 1)]
        assert all(total is None for _, total, _ in found)
        every, *_ = await page(0, 9, words="o")
        assert [titles for titles, *_ in found] == [[title] for title in every[:2]]
        assert [more for *_, more in found] == [len(every) > 1, len(every) > 2]
        monkeypatch.setattr(lists, "MOST", 3)
        assert await page(0, 9) == (OPEN, 3, False)


async def test_what_falls_due_on_some_days_stands_in_their_order(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)

        async def due(who: str, first: int, last: int, limit: int = 9) -> list[str]:
            days = date(2026, 7, first), date(2026, 7, last)
            found = await lists.due_between(session, commune.people[who], *days, limit=limit)
            return commune.names(found)

        assert await due("Sơn", 1, 10) == ["sớm", "hai nơi", "chờ", "ở điểm", "tiền", "muộn"]
        assert await due("Sơn", 2, 9) == ["ở điểm", "tiền"]
        assert await due("Sơn", 1, 10, limit=2) == ["sớm", "hai nơi"]
        assert await due("Mai", 1, 31) == ["sớm", "hai nơi", "muộn"]
        assert await due("Sơn", 6, 9) == []


async def test_tasks_are_counted_by_group_those_with_most_late_ones_first(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one, two = commune.plans
        one.number, two.number = "12/KH-UBND", ""
        for title, component in (
            ("sớm", "Đất đai"),
            ("tiền", "Thu chi"),
            ("muộn", "Đất đai"),
            ("xong", "Cũ"),
        ):
            commune.tasks[title].component = component
        done = [("xong", 6, 1), ("hủy", 7, 1)]
        for title, month, day in done:
            commune.tasks[title].completed_on = date(2026, month, day)
        for title, due, on in (("d1", "2026-06-30", 2), ("d2", "2026-07-02", 2), ("d3", None, 3)):
            more = {"state": State.done, "completed_on": date(2026, 7, on), "plan_id": one.id}
            await commune.task(title, due, {HOME: "Mai"}, {MONEY: "Huy"}, component="Đất đai", **more)
        await blocked(commune, "ở điểm", "Lan")
        await session.flush()

        async def ways(by: lists.By, who: str = "Sơn", **more: Any) -> list[Ways]:
            scope = await lists.scope_of(session, commune.people[who], Tab.all)
            return await lists.groups(session, scope, by, DAYS, **{"offset": 0, "limit": 9} | more)

        units = [
            Ways(commune.id(HOME), HOME, Counts(4, 2, 0, 0), 2, 1),
            Ways(commune.id(DESK), DESK, Counts(2, 2, 0, 1)),
            Ways(commune.id(MONEY), MONEY, Counts(3, 0, 1, 0)),
        ]
        assert await ways(lists.By.unit) == units
        assert await ways(lists.By.unit, offset=1, limit=1) == units[1:2]
        assert [group.met + group.late for group in await ways(lists.By.unit, done=False)] == [0, 0, 0]
        assert [group.name for group in await ways(lists.By.unit, "Hạnh")] == [HOME, DESK]
        assert await ways(lists.By.leader) == [
            Ways(commune.id("Sơn"), "Sơn", Counts(1, 1, 0, 0)),
            Ways(commune.id("Mai"), "Mai", Counts(1, 0, 1, 0)),
        ]
        assert await ways(lists.By.plan) == [
            Ways(one.id or 0, "12/KH-UBND Kế hoạch một", Counts(4, 2, 0, 0), 2, 1),
            Ways(two.id or 0, "Kế hoạch hai", Counts(1, 1, 0, 1)),
        ]
        assert await ways(lists.By.component) == [
            Ways("Đất đai", "Đất đai", Counts(2, 1, 0, 0), 2, 1),
            Ways("Thu chi", "Thu chi", Counts(1, 0, 1, 0)),
        ]
        everything = await lists.scope_of(session, commune.people["Sơn"], Tab.all)
        mine = await lists.scope_of(session, commune.people["Huy"], Tab.all)
        assert await lists.components(session, everything) == ["Thu chi", "Đất đai"]
        assert await lists.components(session, mine) == ["Thu chi"]
        assert await lists.plans(session) == [(two.id, "Kế hoạch hai"), (one.id, "12/KH-UBND Kế hoạch một")]


async def test_a_file_of_a_list_names_units_leaders_and_documents(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        commune.plans[0].number = "12/KH-UBND"
        chosen = [commune.tasks[name] for name in ("hai nơi", "sớm", "tiền", "chờ")]
        found = await lists.rows(session, chosen)
        assert [(row.task.title, row.leads, row.partners, row.leader, row.plan) for row in found] == [
            ("hai nơi", f"{HOME}; {DESK}", "", "", "12/KH-UBND Kế hoạch một"),
            ("sớm", HOME, MONEY, "Sơn", "12/KH-UBND Kế hoạch một"),
            ("tiền", MONEY, HOME, "Mai", ""),
            ("chờ", MONEY, "", "", ""),
        ]
        await blocked(commune, "sớm", "Mai")
        await blocked(commune, "sớm", "Mai", resolved_at=NOW)
        await blocked(commune, "tiền", "Huy")
        session.add(StoredFile(sha256="a", mime="application/pdf", size=1, stored_at=NOW))
        await session.flush()
        for _ in range(2):
            session.add(
                Evidence(
                    task_id=commune.id("sớm"),
                    sha256="a",
                    name="a.pdf",
                    sent_by=commune.id("Mai"),
                    sent_at=NOW,
                )
            )
        await session.flush()
        every = await export.rows(session)
        assert [row.task.id for row in every] == sorted(commune.id(name) for name in commune.tasks)
        shown = {
            row.task.title: (
                row.plan and row.plan.subject,
                row.leads,
                row.partners,
                row.leader,
                row.obstacles,
                row.evidence,
            )
            for row in every
        }
        assert shown["sớm"] == ("Kế hoạch một", HOME, MONEY, "Sơn", 1, 2)
        assert shown["hai nơi"] == ("Kế hoạch một", f"{HOME}; {DESK}", "", "", 0, 0)
        assert shown["tiền"] == (None, MONEY, HOME, "Mai", 1, 0)
        ids = [row.task.id or 0 for row in every]
        assert [row.task.id for row in await export.rows(session, after=ids[1], limit=3)] == ids[2:5]
        few = await export.rows(session, ids=ids[4:6])
        assert [row.task.id for row in few] == ids[4:6]


async def test_what_a_task_holds_is_found_by_its_number_or_refused(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        wish, trouble = await asked(commune, "sớm", "Mai"), await blocked(commune, "sớm", "Mai")
        assert await requests.extension(session, wish.id or 0) is wish
        assert await requests.obstacle(session, trouble.id or 0) is trouble
        for find in (requests.extension, requests.obstacle):
            with pytest.raises(requests.RequestUnknown):
                await find(session, 99)
        session.add(StoredFile(sha256="a", mime="application/pdf", size=1, stored_at=NOW))
        await session.flush()
        file = sent(commune)
        session.add(file)
        await session.flush()
        kept = await views.evidence_file(session, commune.tasks["sớm"], file.id or 0)
        assert kept is not None
        assert (kept[0], kept[1].mime) == (file, "application/pdf")
        assert await views.evidence_file(session, commune.tasks["muộn"], file.id or 0) is None
        assert await views.evidence_file(session, commune.tasks["sớm"], 99) is None
        some = [commune.tasks[name] for name in ("hai nơi", "sớm", "tiền")]
        ids = commune.id
        leads = {ids("hai nơi"): f"{HOME}; {DESK}", ids("sớm"): HOME, ids("tiền"): MONEY}
        assert await views.units_of(session, some) == leads
        assert await views.units_of(session, some, Part.partner) == {ids("sớm"): MONEY, ids("tiền"): HOME}
        for name in ("sớm", "tiền", "muộn"):
            commune.tasks[name].ref = "I.1" if name != "muộn" else "I.2"
        for unit, name in ((HOME, "sớm"), (MONEY, "tiền")):
            assert (await views.led_by(session, unit_id=ids(unit), ref="I.1")).title == name


async def test_the_newest_change_and_what_is_mended_are_known(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        before = await events.last_event(session)
        await events.move(session, commune.tasks["sớm"], Verb.accept, by=By(commune.people["Mai"], NOW))
        assert await events.last_event(session) == before + 1
        for title, state in (
            ("50% a", State.doing),
            ("50% b", State.cancelled),
            ("50 c", State.doing),
            ("50% d", State.done),
        ):
            await commune.task(title, None, {HOME: "Mai"}, state=state)
        assert commune.names(await mending.mending(session, begins="50%")) == ["50% d", "50% a"]
        for n in range(mending.MOST):
            await commune.task(f"50% {n}", None, {HOME: "Mai"})
        assert commune.names(await mending.mending(session, begins="50%")) == [
            f"50% {n}" for n in reversed(range(mending.MOST))
        ]
