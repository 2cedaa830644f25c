"""Tasks four ways, now and as of a week ago, counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_house import NOW, TODAY, House, at

from roviec.db import figures
from roviec.db.figures import Counts, Matter, Scope
from roviec.db.models import Task
from roviec.db.standings import Standing, tasks_as_of
from roviec.db.tasks import events
from roviec.db.tasks.events import By
from roviec.tasks.calendar import HANOI, Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State
from roviec.tasks.punctuality import Outcome

YEAR = date(2026, 1, 1)
BEFORE = TODAY - timedelta(days=7)


def four(counts: Counts) -> tuple[int, int, int, int]:
    return tuple(counts[way] for way in (Outcome.met, Outcome.late, Outcome.within, Outcome.overdue))


async def test_tasks_are_counted_four_ways_under_their_units_and_once_in_the_total(house: House) -> None:
    root = await house.unit("UBND xã Đại Lãnh")
    one, two = await house.unit("Phòng Kinh tế", root), await house.unit("Văn phòng", root)
    await house.task(one, state=State.done, due=date(2026, 6, 30), completed_on=date(2026, 6, 30))
    await house.task(one, state=State.done, due=date(2026, 6, 30), completed_on=date(2026, 7, 1))
    await house.task(one, two, due=TODAY)
    await house.task(two, due=TODAY - timedelta(days=1))
    await house.task(two)
    await house.task(one, state=State.cancelled, due=BEFORE)
    await house.task(one, state=State.suspended, due=BEFORE)
    digest = await house.digest()
    assert four(digest.total.now) == (1, 1, 2, 1)
    assert [(line.name, four(line.now)) for line in digest.units] == [
        ("Văn phòng", (0, 0, 2, 1)),
        ("Phòng Kinh tế", (1, 1, 1, 0)),
    ]
    assert digest.suspended == 1


async def test_a_completion_waiting_to_be_confirmed_is_open_but_not_late_if_it_was_said_in_time(
    house: House,
) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit, state=State.waiting, due=BEFORE, completed_on=BEFORE)
    await house.task(unit, state=State.waiting, due=BEFORE, completed_on=TODAY)
    assert four((await house.digest()).total.now) == (0, 0, 1, 1)


async def test_tasks_done_in_an_earlier_year_are_left_out_of_both_weeks(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(
        unit,
        created=at(date(2025, 1, 2)),
        state=State.done,
        due=date(2025, 12, 31),
        completed_on=date(2025, 12, 31),
    )
    digest = await house.digest()
    assert digest.total.now.total == digest.total.before.total == 0
    assert digest.is_empty


async def test_the_week_before_is_put_together_from_what_events_say_was_before(house: House) -> None:
    unit = await house.unit("Văn phòng")
    done = await house.task(unit, state=State.done, due=BEFORE, completed_on=TODAY - timedelta(days=2))
    await house.event(done, at(TODAY - timedelta(days=2)), state="doing", completed_on=None)
    await house.event(done, at(TODAY - timedelta(days=1)), state="waiting", completed_on="2026-07-25")
    moved = await house.task(unit, due=TODAY + timedelta(days=5), original_due=BEFORE - timedelta(days=1))
    await house.event(moved, at(TODAY - timedelta(days=3)), due=(BEFORE - timedelta(days=1)).isoformat())
    await house.task(unit, created=at(TODAY - timedelta(days=1)), due=TODAY)
    total = (await house.digest()).total
    assert four(total.now) == (0, 1, 2, 0)
    assert four(total.before) == (0, 0, 1, 1)


async def test_last_weeks_digest_and_this_weeks_comparison_show_the_same_numbers(house: House) -> None:
    unit = await house.unit("Văn phòng")
    for days in range(1, 12):
        when = TODAY - timedelta(days=days)
        task = await house.task(
            unit, state=State.done, due=when - timedelta(days=days % 3), completed_on=when
        )
        await house.event(task, at(when), state="doing", completed_on=None)
    then = await house.digest(today=BEFORE, now=NOW - timedelta(days=7))
    assert four(then.total.now) == four((await house.digest()).total.before)
    assert then.total.now.total == 11


async def test_the_snapshot_that_verbs_record_is_what_is_put_back(house: House) -> None:
    unit = await house.unit("Văn phòng")
    task_id = await house.task(unit, due=date(2026, 8, 1))
    task = await house.session.get_one(Task, task_id)
    before = events.snapshot(task)
    task.state, task.completed_on, task.due = State.waiting, TODAY, date(2026, 9, 1)
    await events.record(
        house.session,
        task,
        "complete",
        by=By(None, at(BEFORE) + timedelta(days=2)),
        before=before,
    )
    (was,) = await tasks_as_of(house.session, moment=NOW - timedelta(days=7))
    assert (was.state, was.due, was.completed_on) == (State.doing, date(2026, 8, 1), None)


async def test_an_extension_keeps_the_passed_original_deadline_in_sight(house: House) -> None:
    unit = await house.unit("Văn phòng")
    first, second = date(2026, 6, 1), date(2026, 7, 1)
    await house.task(unit, state=State.done, original_due=first, due=second, completed_on=date(2026, 6, 20))
    await house.task(unit, original_due=first, due=date(2026, 8, 20))
    await house.task(unit, original_due=date(2026, 8, 1), due=date(2026, 8, 20))
    counts = (await house.digest()).total.now
    assert four(counts) == (1, 0, 2, 0)
    assert counts.past_original == 2


async def test_what_waits_is_listed_with_its_days_the_urgent_first(house: House) -> None:
    unit = await house.unit("Văn phòng")
    who = await house.person("Trần Văn Bình", unit)
    far = await house.task(unit, title="xa", due=TODAY + timedelta(days=60))
    near = await house.task(unit, title="gần", due=TODAY + timedelta(days=2))
    await house.task(unit, title="xong", state=State.waiting, completed_on=date(2026, 7, 13))
    await house.task(unit, title="từ chối", state=State.refused)
    await house.stuck(far, who, at(TODAY - timedelta(days=3)))
    await house.stuck(far, who, at(BEFORE), resolved_at=at(TODAY - timedelta(days=2)))
    await house.asks(near, who, at(TODAY - timedelta(days=3)), date(2026, 8, 10))
    decisions = (await house.digest()).decisions
    assert [(d.item.matter, d.item.task.title, d.waited, d.left) for d in decisions] == [
        (Matter.extension, "gần", 1, 2),
        (Matter.completion, "xong", 10, None),
        (Matter.obstacle, "xa", 1, 42),
        (Matter.refusal, "từ chối", 0, None),
    ]
    assert decisions[0].item.by == "Trần Văn Bình"


async def test_a_request_decided_since_was_still_waiting_last_week(house: House) -> None:
    unit = await house.unit("Văn phòng")
    who = await house.person("Trần Văn Bình", unit)
    task = await house.task(unit, due=TODAY)
    await house.asks(
        task, who, at(BEFORE - timedelta(days=3)), TODAY, verdict="granted", decided_at=at(TODAY, 0)
    )
    for moment, waiting in ((NOW, 0), (NOW - timedelta(days=7), 1)):
        found = await figures.extensions_waiting(house.session, Scope(moment, HANOI))
        assert len(found) == waiting


async def test_a_scope_shows_only_the_tasks_its_units_lead(house: House) -> None:
    one, two = await house.unit("Một"), await house.unit("Hai")
    await house.task(one, two, due=BEFORE)
    await house.task(two, due=BEFORE)
    digest = await house.digest(unit_ids=[one])
    assert [(line.name, line.now.total) for line in digest.units] == [("Một", 1)]
    assert digest.total.now.total == 1


async def test_the_newest_goal_up_to_the_year_wins(house: House) -> None:
    await house.goal(80.0, year=2025)
    await house.goal(90.0, year=2026)
    await house.goal(95.0, year=2030)
    await house.goal(87.0, component="Thủ tục hành chính")
    goals = await figures.satisfaction_goals(house.session, year=2026)
    assert goals == {"": 90.0, "thu tuc hanh chinh": 87.0}


days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
tasks = st.lists(
    st.builds(
        Standing,
        id=st.integers(1, 99),
        title=st.just("Việc"),
        state=st.sampled_from(State),
        due=days,
        original_due=days,
        completed_on=days,
        leads=st.lists(st.sampled_from([(1, "Một"), (2, "Hai"), (3, "Ba")]), unique=True).map(tuple),
    ),
    max_size=30,
)


@given(tasks, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_four_ways_partition_the_counted_tasks(known: list[Standing], day: date) -> None:
    total, per_unit = figures.counts(known, at=At(day), since=YEAR, calendar=Calendar())
    counted = [t for t in known if t.state not in (State.cancelled, State.suspended)]
    assert sum(four(total)) == total.total == len(counted)
    assert total.open == sum(t.state != State.done for t in counted)
    assert sum(c.total for c in per_unit.values()) == sum(max(1, len(t.leads)) for t in counted)
    assert 0 <= total.past_original <= total[Outcome.met] + total[Outcome.within]


@pytest.mark.parametrize("way", Outcome)
async def test_an_office_without_tasks_counts_nothing(house: House, way: Outcome) -> None:
    digest = await house.digest()
    assert digest.total.now[way] == 0
    assert digest.is_empty
