"""What edits and series leave behind, row by row."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from roviec.db.engine import Database
from roviec.db.models import (
    Notice,
    Part,
    Task,
)
from roviec.db.models.tasks import Verdict
from roviec.db.tasks import (
    assign,
    edit,
    requests,
    series,
)
from roviec.db.tasks.edit import Edit
from roviec.db.tasks.events import By
from roviec.tasks.deadlines import Deadline, Kind, Recurrence
from roviec.tasks.lifecycle import State
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune
from tests.db.test_task_rows import DAY, DUE, parts, told

# Edits


async def test_an_edit_keeps_what_was_and_tells_everybody_concerned(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["sớm"], By(commune.people["Sơn"], NOW, "web")
        mai = By(commune.people["Mai"], NOW)
        asked = await requests.ask_extension(session, task=task, wished=DUE, reason="x", today=TODAY, by=mai)

        async def edited(**what: Any) -> edit.Edited:
            return await edit.edit(session, task=task, edit=Edit(**what), why="vì sao", today=TODAY, by=by)

        done = await edited(title=" Việc mới ", product="Sản phẩm")
        assert done.changes == {"title": ("sớm", "Việc mới"), "product": ("–", "Sản phẩm")}
        assert (done.given, done.told) == ([], [commune.id(one) for one in ("Mai", "Huy", "Sơn")])
        assert (done.event.data["reason"], done.event.channel, asked.verdict) == ("vì sao", "web", "asked")
        assert "overtaken" not in done.event.data
        done = await edited(due=assign.fixed(DUE))
        assert done.changes == {"due": ("1/7/2026", "12/7/2026")}
        assert (asked.verdict, done.event.data["overtaken"]) == (Verdict.withdrawn, [asked.id])
        assert (task.due_kind, task.due_why) == (Kind.fixed, "Hạn ghi đúng ngày 12/7/2026.")
        done = await edited(due=Deadline(Kind.none))
        assert (done.changes, task.due, task.original_due) == (
            *({"due": ("12/7/2026", "–")}, None, date(2026, 7, 1)),
        )
        done = await edited(leader=commune.people["Hạnh"])
        assert done.changes == {"leader": ("Sơn", "Hạnh")}
        assert commune.id("Sơn") in done.told
        for nothing in (
            {},
            {"title": " "},
            {"title": "Việc mới"},
            {"leader": commune.people["Hạnh"]},
            {"lead": commune.units[HOME]},
        ):
            with pytest.raises(edit.NothingToChange):
                await edited(**nothing)
        for name in ("Páo", "Cũ"):
            with pytest.raises(edit.NotALeader) as refused:
                await edited(leader=commune.people[name])
            assert refused.value.values == {"name": name}
        with pytest.raises(edit.DueInThePast) as past:
            await edited(due=assign.fixed(TODAY - DAY))
        assert past.value.values == {"due": "2/7/2026"}


async def test_another_lead_receives_it_and_is_no_partner_any_more(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["sớm"], By(commune.people["Sơn"], NOW)
        other = await parts(session, commune.tasks["tiền"])
        task.state = State.doing

        async def edited(**what: Any) -> edit.Edited:
            return await edit.edit(session, task=task, edit=Edit(**what), why="x", today=TODAY, by=by)

        done = await edited(lead=commune.units[MONEY])
        assert (done.changes, task.state) == ({"lead": (HOME, MONEY)}, State.assigned)
        assert (done.given, done.told) == ([commune.id("Huy")], [commune.id("Sơn"), commune.id("Mai")])
        assert await parts(session, task) == [(Part.lead, commune.id(MONEY), commune.id("Huy"))]
        # The lead is no partner, and two names may mean one unit.
        done = await edited(partners=[commune.units[name] for name in (MONEY, HOME, DESK, HOME)])
        assert done.changes == {"partners": ("–", f"{HOME}; {DESK}")}
        assert (await parts(session, task))[1:] == [
            (Part.partner, commune.id(HOME), commune.id("Hạnh")),
            (Part.partner, commune.id(DESK), commune.id("Lan")),
        ]
        assert (await edited(partners=[])).changes == {"partners": (f"{HOME}; {DESK}", "–")}
        assert len(await parts(session, task)) == 1
        assert await parts(session, commune.tasks["tiền"]) == other


# Series


@pytest.mark.parametrize("state", list(State))
async def test_a_series_goes_on_unless_it_was_stopped(furnished: Database, state: State) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["muộn"]
        task.recurrence, task.state = Recurrence.weekly, state
        commune.tasks["sớm"].due_kind = Kind.recurring
        await session.flush()
        found = [(one.first, one.latest.title) for one in await series.series(session)]
        goes = state not in (State.cancelled, State.suspended, State.refused)
        assert found == [*([(task.id, "muộn")] if goes else []), (commune.id("sớm"), "sớm")]


async def test_the_next_of_a_series_is_a_copy_for_whoever_is_there(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["sớm"]
        task.recurrence, task.ref, task.product, task.due_words = (
            Recurrence.monthly,
            "II",
            "Báo cáo",
            "hằng tháng",
        )
        task.assigned_by, task.percent = commune.id("Hoa"), 40
        commune.people["Mai"].left_on = TODAY
        await session.flush()
        (one,) = await series.series(session)

        async def write(one: series.Series, due: date = DUE) -> bool:
            return await series.write_occurrence(session, one, due, NOW, title="sớm kỳ sau", hour=None)

        assert await write(one)
        assert not await write(one)
        (again,) = await series.series(session)
        following = again.latest
        assert (again.first, following.title, following.due, following.original_due) == (
            *(task.id, "sớm kỳ sau", DUE, DUE),
        )
        assert (following.state, following.percent, following.created_at) == (State.assigned, 0, NOW)
        for name in ("plan_id", "ref", "product", "leader_id", "assigned_by", "due_words", "recurrence"):
            assert getattr(following, name) == getattr(task, name), name
        assert await parts(session, following) == [
            (Part.lead, commune.id(HOME), commune.id("Páo")),
            (Part.partner, commune.id(MONEY), commune.id("Huy")),
        ]
        (event,) = await told(session, following)
        assert (event.kind, event.actor_id, event.at) == ("assign", None, NOW)
        assert event.data == {"due": DUE.isoformat(), "after": task.id}
        (notice,) = (await session.exec(select(Notice))).all()
        assert (notice.kind, notice.subject, notice.period) == ("occurrence", str(task.id), DUE.isoformat())
        assert notice.data == {"task": following.id, "after": task.id}
        assert await write(again, DUE + 30 * DAY)
        (third,) = await series.series(session)
        assert (third.first, third.latest.due) == (task.id, DUE + 30 * DAY)


async def test_a_first_task_without_a_day_gets_it(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task = commune.tasks["không hạn"]
        one = series.Series(task.id or 0, task)
        assert await series.write_occurrence(session, one, DUE, NOW, title="x", hour=None)
        assert (task.due, task.original_due, task.title) == (DUE, DUE, "không hạn")
        event = (await told(session, task))[-1]
        assert (event.kind, event.data, event.before["due"]) == ("date", {"due": DUE.isoformat()}, None)
        assert (event.actor_id, event.at) == (None, NOW)
        stale = series.Series(task.id or 0, Task(id=task.id, title="x", created_at=NOW))
        assert not await series.write_occurrence(session, stale, DUE, NOW, title="x", hour=None)
        task.state = State.suspended
        await session.flush()
        assert not await series.write_occurrence(session, one, DUE, NOW, title="x", hour=None)
        commune.plans[0].issued = TODAY
        ids = [plan.id or 0 for plan in commune.plans]
        assert await series.issued_on(session, ids) == {ids[0]: TODAY, ids[1]: None}
        assert await series.issued_on(session, ids[:1]) == {ids[0]: TODAY}
