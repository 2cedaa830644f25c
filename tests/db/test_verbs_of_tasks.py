"""What each verb leaves behind: its rows and its event; and each asks by itself who may do it."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Evidence, Extension, Snooze, StoredFile, Task, TaskEvent
from roviec.db.tasks import assign, change, edit, events, requests
from roviec.db.tasks.edit import Edit
from roviec.db.tasks.events import By
from roviec.db.tasks.standing import NotYourOwnWork, NotYoursToDecide, NotYourTask
from roviec.db.tasks.undo import undo
from roviec.errors import PersonError
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State, Verb
from tests.db.furnished import DESK, HOME, MONEY, NOW, TODAY, Commune

LATER = TODAY + timedelta(days=30)


async def file(session: AsyncSession, letter: str) -> str:
    """Return the checksum of a stored file."""
    if await session.get(StoredFile, letter * 64) is None:
        session.add(StoredFile(sha256=letter * 64, mime="application/pdf", size=1, stored_at=NOW))
        await session.flush()
    return letter * 64


async def attached(session: AsyncSession, task: Task, letter: str, note: str, by: By) -> Evidence:
    sha = await file(session, letter)
    return await change.attach(session, task=task, sha256=sha, name=f"{letter}.pdf", note=note, by=by)


Tried = Callable[[AsyncSession, Task, By], Awaitable[object]]
WORK: dict[str, Tried] = {
    "accept": lambda session, task, by: change.accept(session, task=task, by=by),
    "progress": lambda session, task, by: change.record_progress(session, task=task, percent=10, by=by),
    "complete": lambda session, task, by: change.complete(session, task=task, at=At(TODAY), by=by),
    "refuse": lambda session, task, by: change.refuse(session, task=task, reason="x", by=by),
    "attach": lambda session, task, by: attached(session, task, "a", "", by),
    "remark": lambda session, task, by: change.remark(session, task=task, words="x", by=by),
    "promise": lambda session, task, by: change.promise(
        session, task=task, until=LATER, quiet=LATER, words="x", by=by
    ),
}
DECISIONS: dict[str, Tried] = {
    "confirm": lambda session, task, by: change.confirm(session, task=task, by=by),
    "give back": lambda session, task, by: change.give_back(session, task=task, reason="x", by=by),
    "suspend": lambda session, task, by: change.close(
        session, task=task, verb=Verb.suspend, reason="x", by=by
    ),
    "direct": lambda session, task, by: change.direct(session, task=task, words="x", by=by),
    "edit": lambda session, task, by: edit.edit(
        session, task=task, edit=Edit(title="y"), why="x", today=TODAY, by=by
    ),
}


async def tried(session: AsyncSession, commune: Commune, work: Tried, who: str) -> type[PersonError] | None:
    """Return the class of the refusal when somebody tries something with a task of Mai's."""
    try:
        await work(session, commune.tasks["sớm"], By(commune.people[who], NOW))
    except PersonError as error:
        return type(error)
    return None


@pytest.mark.parametrize("verb", WORK)
async def test_only_who_carries_a_task_out_reports_on_it(furnished: Database, verb: str) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        for stranger in ("Páo", "Huy", "Lan", "Sơn"):
            assert await tried(session, commune, WORK[verb], stranger) is NotYourTask
        assert (await session.exec(select(Snooze))).all() == []
        assert await tried(session, commune, WORK[verb], "Mai") is None


@pytest.mark.parametrize("verb", DECISIONS)
async def test_only_a_leader_in_charge_decides_on_it(furnished: Database, verb: str) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        if verb in ("confirm", "give back"):
            commune.tasks["sớm"].state = State.waiting
        for stranger in ("Páo", "Huy", "Lan"):
            assert await tried(session, commune, DECISIONS[verb], stranger) is NotYoursToDecide
        assert await tried(session, commune, DECISIONS[verb], "Sơn") is None


async def test_a_file_is_kept_once_a_task_with_its_words(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        by = By(commune.people["Mai"], NOW)
        for title, letter, note in (
            ("sớm", "a", "biểu 1"),
            ("sớm", "b", "biểu 2"),
            ("sớm", "a", "biểu 1 lần nữa"),
            ("muộn", "a", "của việc khác"),
        ):
            await attached(session, commune.tasks[title], letter, note, by)
        rows = (await session.exec(select(Evidence).order_by(col(Evidence.id)))).all()
        assert [(row.task_id, row.name, row.note, row.sent_by, row.sent_at) for row in rows] == [
            (commune.id("sớm"), "a.pdf", "biểu 1", commune.id("Mai"), NOW),
            (commune.id("sớm"), "b.pdf", "biểu 2", commune.id("Mai"), NOW),
            (commune.id("muộn"), "a.pdf", "của việc khác", commune.id("Mai"), NOW),
        ]
        told = await events.history(session, commune.tasks["sớm"], limit=9)
        assert [event.data for event, _ in told if event.kind == Verb.add_evidence] == [
            {"sha256": "b" * 64, "name": "b.pdf"},
            {"sha256": "a" * 64, "name": "a.pdf"},
        ]


async def test_a_task_goes_to_a_colleague_of_its_unit_who_is_there(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, people = commune.tasks["sớm"], commune.people

        async def handed(to: str, by: str) -> object:
            try:
                await change.hand_over(session, task=task, to=people[to], by=By(people[by], NOW))
            except PersonError as error:
                return type(error)
            return await commune.answers("sớm")

        assert await handed("Páo", "Mai") is NotYoursToDecide
        assert await handed("Cũ", "Hạnh") is change.NobodyToHandTo
        assert await handed("Lan", "Hạnh") is NotYourTask
        assert await handed("Huy", "Hạnh") is NotYourTask
        assert await handed("Páo", "Hạnh") == [commune.id("Páo")]
        event = await events.newest(session, task)
        assert event is not None
        assert event.data == {"before_person": commune.id("Mai"), "to": commune.id("Páo"), "name": "Páo"}
        assert (task.state, event.actor_id) == (State.assigned, commune.id("Hạnh"))


async def test_an_undo_names_what_it_takes_back_and_lets_the_reminder_come_again(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, pao = commune.people["Mai"], commune.people["Páo"]
        task, other = commune.tasks["sớm"], commune.tasks["muộn"]
        await change.snooze(session, task=other, actor=mai, until=LATER)
        await change.snooze(session, task=task, actor=pao, until=LATER)
        first = await change.record_progress(session, task=task, percent=40, by=By(mai, NOW))
        last = await change.promise(session, task=task, until=LATER, quiet=LATER, words="x", by=By(mai, NOW))
        undone = await undo(session, first=first.id or 0, last=last.id or 0, by=By(mai, NOW))
        assert (task.percent, task.state, undone.kinds) == (0, State.assigned, ["progress", "promise"])
        recorded = await session.get_one(TaskEvent, undone.event)
        assert (recorded.kind, recorded.data) == ("undo", {"first": first.id, "last": last.id})
        assert await snoozed(session) == {(other.id, mai.id), (task.id, pao.id)}


async def test_a_report_that_is_no_promise_leaves_the_reminder_where_it_was(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, task = commune.people["Mai"], commune.tasks["sớm"]
        await change.snooze(session, task=task, actor=mai, until=LATER)
        event = await change.record_progress(session, task=task, percent=40, by=By(mai, NOW))
        await undo(session, first=event.id or 0, last=event.id or 0, by=By(mai, NOW))
        assert await snoozed(session) == {(task.id, mai.id)}


async def snoozed(session: AsyncSession) -> set[tuple[int | None, int | None]]:
    return {(row.task_id, row.person_id) for row in (await session.exec(select(Snooze))).all()}


async def test_an_edit_tells_old_and_new_units_in_their_order(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, units, by = commune.tasks["hai nơi"], commune.units, By(commune.people["Sơn"], NOW)
        edited = await edit.edit(
            session, task=task, edit=Edit(lead=units[MONEY]), why="x", today=TODAY, by=by
        )
        assert edited.changes == {"lead": (f"{HOME}; {DESK}", MONEY)}
        assert (edited.given, edited.told) == ([commune.id("Huy")], [commune.id("Mai"), commune.id("Lan")])
        edited = await edit.edit(
            session, task=task, edit=Edit(partners=[units[DESK], units[HOME]]), why="x", today=TODAY, by=by
        )
        assert edited.changes == {"partners": ("–", f"{DESK}; {HOME}")}
        with pytest.raises(edit.NothingToChange):
            await edit.edit(
                session,
                task=task,
                edit=Edit(partners=[units[HOME], units[DESK]]),
                why="x",
                today=TODAY,
                by=by,
            )


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
async def test_a_new_deadline_may_be_today(furnished: Database, days: int, refused: bool) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["muộn"], By(commune.people["Sơn"], NOW)
        due = assign.fixed(TODAY + timedelta(days=days))
        try:
            await edit.edit(session, task=task, edit=Edit(due=due), why="x", today=TODAY, by=by)
        except edit.DueInThePast:
            assert refused
        else:
            assert not refused
            assert (task.due, task.original_due) == (due.due, date(2026, 7, 10))


async def test_the_first_day_of_a_task_is_its_original_one(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks["không hạn"], By(commune.people["Sơn"], NOW)
        for day in (LATER, LATER + timedelta(days=1)):
            await edit.edit(session, task=task, edit=Edit(due=assign.fixed(day)), why="x", today=TODAY, by=by)
        assert (task.due, task.original_due) == (LATER + timedelta(days=1), LATER)
        assert task.due_words == f"{task.due:%-d/%-m/%Y}"


@pytest.mark.parametrize("percent", [-1, 0, 100, 101])
async def test_a_percentage_lies_between_nothing_and_all(furnished: Database, percent: int) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        by = By(commune.people["Mai"], NOW)
        try:
            await change.record_progress(session, task=commune.tasks["sớm"], percent=percent, by=by)
        except change.PercentOutside:
            assert percent in (-1, 101)
        else:
            assert commune.tasks["sớm"].percent == percent


async def test_what_stands_in_the_way_stays_with_its_task_until_it_is_answered_once(
    furnished: Database,
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        by, chair = By(commune.people["Mai"], NOW), By(commune.people["Sơn"], NOW + timedelta(hours=1))
        early, late = commune.tasks["sớm"], commune.tasks["muộn"]
        for task, words in ((early, "thiếu kinh phí"), (late, "thiếu người"), (early, "chờ số liệu")):
            await requests.raise_obstacle(session, task=task, words=words, by=by)
        first, second = await requests.open_obstacles(session, early)
        assert (first.words, second.words) == ("thiếu kinh phí", "chờ số liệu")
        assert (first.raised_by, first.raised_at) == (commune.id("Mai"), NOW)
        with pytest.raises(NotYourOwnWork):
            await requests.resolve_obstacle(session, obstacle=first, answer="đã cấp", by=by)
        await requests.resolve_obstacle(session, obstacle=first, answer="đã cấp", by=chair)
        assert (first.resolved_at, first.resolved_by, first.answer) == (chair.now, chair.actor_id, "đã cấp")
        assert await requests.open_obstacles(session, early) == [second]
        with pytest.raises(requests.AlreadyDecided):
            await requests.resolve_obstacle(session, obstacle=first, answer="khác", by=chair)
        event = await events.newest(session, early)
        assert event is not None
        assert (event.kind, event.data) == ("resolve_obstacle", {"obstacle": first.id, "words": "đã cấp"})


@pytest.mark.parametrize(
    ("title", "wished", "refused"),
    [
        ("muộn", date(2026, 7, 10), requests.WishTooEarly),
        ("muộn", date(2026, 7, 11), None),
        ("sớm", TODAY, requests.WishTooEarly),
        ("sớm", TODAY + timedelta(days=1), None),
    ],
)
async def test_a_wish_is_later_than_today_and_than_the_deadline(
    furnished: Database, title: str, wished: date, refused: type[PersonError] | None
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, by = commune.tasks[title], By(commune.people["Mai"], NOW)
        with pytest.raises(refused) if refused else nullcontext():
            await requests.ask_extension(session, task=task, wished=wished, reason="x", today=TODAY, by=by)


async def test_a_new_wish_replaces_the_one_of_its_task_and_the_answer_moves_the_deadline(
    furnished: Database,
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        task, other = commune.tasks["sớm"], commune.tasks["muộn"]
        mai, chair = By(commune.people["Mai"], NOW), By(commune.people["Sơn"], NOW + timedelta(hours=1))

        async def asked(of: Task, days: int) -> Extension:
            wished = LATER + timedelta(days=days)
            return await requests.ask_extension(
                session, task=of, wished=wished, reason=f"lý do {days}", today=TODAY, by=mai
            )

        first, elsewhere, second = await asked(task, 1), await asked(other, 2), await asked(task, 3)
        assert await requests.chain(session, task) == [first, second]
        assert [one.verdict for one in (first, elsewhere, second)] == ["withdrawn", "asked", "asked"]
        assert (second.due_before, second.asked_by, second.asked_at) == (task.due, commune.id("Mai"), NOW)
        event = await events.newest(session, task)
        assert event is not None
        assert event.data == {
            "extension": second.id,
            "wished": second.wished.isoformat(),
            "reason": "lý do 3",
            "overtaken": [first.id],
        }
        await requests.decide_extension(session, extension=second, until=LATER, note="được", by=chair)
        assert (task.due, task.original_due) == (LATER, date(2026, 7, 1))
        assert (second.verdict, second.granted_until, second.note) == ("granted", LATER, "được")
        assert (second.decided_by, second.decided_at) == (chair.actor_id, chair.now)
        await requests.decide_extension(session, extension=elsewhere, until=None, note="không", by=chair)
        assert (other.due, elsewhere.verdict, elsewhere.granted_until) == (date(2026, 7, 10), "refused", None)
        with pytest.raises(requests.AlreadyDecided):
            await requests.decide_extension(session, extension=elsewhere, until=LATER, note="", by=chair)


async def test_a_completion_closes_what_waits_and_names_who_asked(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        mai, task = commune.people["Mai"], commune.tasks["sớm"]
        by = By(mai, NOW)
        asked = await requests.ask_extension(session, task=task, wished=LATER, reason="x", today=TODAY, by=by)
        head = By(commune.people["Hạnh"], NOW)
        blocked = await requests.raise_obstacle(session, task=task, words="x", by=head)
        event = await change.complete(session, task=task, at=At(TODAY), by=by, words="xong")
        assert event.data == {
            "overtaken": [asked.id],
            "cleared": [blocked.id],
            "percent": 100,
            "words": "xong",
        }
        assert (asked.verdict, blocked.resolved_at, blocked.resolved_by) == ("withdrawn", NOW, mai.id)
        assert await requests.askers(session, event) == [mai.id, head.actor_id]
        assert (task.state, task.percent, task.completed_on) == (State.waiting, 100, TODAY)
        await undo(session, first=event.id or 0, last=event.id or 0, by=by)
        assert (asked.verdict, blocked.resolved_at, blocked.resolved_by) == ("asked", None, None)
        assert (task.percent, task.completed_on) == (0, None)
