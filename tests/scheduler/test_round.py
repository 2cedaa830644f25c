import sqlite3
from datetime import date, timedelta

import pytest
from small_office import SmallOffice, at

from roviec.db import people
from roviec.db.models import Address, Conversation, Notice, Outbox, Person, Snooze, Told
from roviec.db.models.delivery import Lane
from roviec.db.tasks import change
from roviec.db.tasks.events import By
from roviec.messages.outgoing import Outgoing
from roviec.scheduler.duties import Duty
from roviec.scheduler.round import remind
from roviec.scheduler.wording import reminder, why
from roviec.tasks import ladder
from roviec.tasks.ladder import Step
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue

# Hạn thứ Ba 30/6/2026: -7 is 19/6, -3 is 25/6, -1 is 29/6, +1 is 1/7, +3 is 3/7.
DUE = "2026-06-30"


async def heard(office: SmallOffice, when: str) -> dict[str, str]:
    """Who hears what in the round of a moment: {chat: text}."""
    before = len(await office.letters())
    await remind(office.db, office.house, at(when))
    return {chat: message.text for chat, message in (await office.letters())[before:]}


@pytest.mark.parametrize(
    ("day", "hearers"),
    [
        ("2026-06-18", set()),
        ("2026-06-19", {"Lan"}),
        ("2026-06-25", {"Lan", "Bình"}),
        ("2026-06-29", {"Lan"}),
        ("2026-06-30", {"Lan"}),
        ("2026-07-01", {"Lan", "Trưởng phòng"}),
        ("2026-07-02", {"Lan"}),
        ("2026-07-03", {"Lan", "Chủ tịch"}),
        ("2026-07-06", {"Lan"}),
    ],
)
async def test_each_rung_is_heard_by_those_it_is_for(
    office: SmallOffice, day: str, hearers: set[str]
) -> None:
    await office.task("Báo cáo", DUE, partner="Bình")
    previous = date.fromisoformat(day)
    for back in range(25, 0, -1):
        await remind(office.db, office.house, at(f"{previous - timedelta(days=back)} 08:00"))
    assert set(await heard(office, f"{day} 08:00")) == hearers


async def test_a_line_tells_the_deadline_the_delay_and_why(office: SmallOffice) -> None:
    await office.task("Báo cáo cải cách hành chính quý II", DUE)
    said = await heard(office, "2026-07-06 08:00")
    assert "1. Báo cáo cải cách hành chính quý II." in said["Lan"]
    assert "Hạn 30/6/2026; đã quá hạn 4 ngày làm việc." in said["Lan"]
    assert "chủ trì: Lan" in said["Trưởng phòng"]


async def test_one_person_gets_one_message_with_the_most_urgent_first(anywhere: SmallOffice) -> None:
    for n in range(10):
        await anywhere.task(f"Việc {n}", f"2026-06-{30 - n}")
    await remind(anywhere.db, anywhere.house, at("2026-06-30 08:00"))
    [mine] = [message for chat, message in await anywhere.letters() if chat == "Lan"]
    assert [c.label for c in mine.choices] == [f"Việc {9 - n}" for n in range(8)] + ["Nhắc lại sau"]
    assert "và 2 việc khác. Ông/Bà gửi /viec" in mine.text
    assert mine.choices[-1].action == "snooze.all:1"
    assert mine.title == "Nhắc việc Thứ Ba, 30/6/2026"


async def test_a_reminder_of_one_task_is_about_that_task(anywhere: SmallOffice) -> None:
    task = await anywhere.task("Báo cáo", DUE)
    await remind(anywhere.db, anywhere.house, at("2026-06-30 08:00"))
    [row] = await anywhere.rows(Outbox)
    assert (row.task_id, row.lane, row.key) == (
        task,
        Lane.reminder,
        f"reminder/2026-06-30/{anywhere.ids['Lan']}/0",
    )
    actions = [choice.action for choice in Outgoing.from_json(row.body).choices]
    assert actions == [f"task.open:{task}", f"task.snooze:{task}:1"]
    [talk] = await anywhere.rows(Conversation)
    assert talk.task_id == task
    assert [option[1] for option in talk.options] == actions


@pytest.mark.parametrize(
    "when",
    ["2026-06-30 07:59", "2026-06-30 17:00", "2026-06-28 09:00", "2026-09-02 09:00", "2026-06-30 23:00"],
)
async def test_nobody_is_reminded_at_night_or_on_a_day_off(office: SmallOffice, when: str) -> None:
    await office.task("Báo cáo", "2026-06-26")
    assert await remind(office.db, office.house, at(when)) == 0
    assert await office.letters() == []


async def test_a_second_round_of_the_day_says_nothing(office: SmallOffice) -> None:
    await office.task("Báo cáo", DUE)
    assert await remind(office.db, office.house, at("2026-06-30 08:00")) == 1
    await office.task("Việc mới giao", DUE)
    assert await remind(office.db, office.house, at("2026-06-30 14:00")) == 0


async def test_a_week_of_outage_gives_one_merged_message(office: SmallOffice) -> None:
    await office.task("Báo cáo", DUE)
    assert list(await heard(office, "2026-07-10 08:00")) == ["Lan", "Trưởng phòng", "Chủ tịch"]
    assert list(await heard(office, "2026-07-13 08:00")) == ["Lan"]


@pytest.mark.parametrize(
    "state", [State.suspended, State.cancelled, State.done, State.waiting, State.refused]
)
async def test_an_owner_hears_nothing_of_a_task_they_need_not_work_on(
    office: SmallOffice, state: State
) -> None:
    await office.task("Báo cáo", DUE, state=state, completed_on=date(2026, 6, 30))
    assert "Lan" not in await heard(office, "2026-07-02 08:00")


async def test_who_confirms_hears_after_two_working_days_and_each_fifth_after(office: SmallOffice) -> None:
    for n in range(2):
        await office.task(
            f"Việc {n}", DUE, state=State.waiting, completed_on=date(2026, 6, 18 + n), leader="Chủ tịch"
        )
    days = [f"2026-{day} 08:00" for day in ("06-19", "06-22", "06-23", "06-24", "06-29", "06-30")]
    told = [(await heard(office, day)).get("Chủ tịch", "") for day in days]
    assert ["/duyet" in text for text in told] == [False, True, True, False, True, True]
    assert "Có 1 việc đang chờ" in told[1]
    assert "Có 2 việc đang chờ" in told[2]


async def test_whoever_left_hears_nothing_and_the_head_stands_in(office: SmallOffice) -> None:
    await office.task("Báo cáo", DUE)
    async with office.db.write() as session:
        lan = await session.get_one(Person, office.ids["Lan"])
        await people.leave(session, person=lan, today=date(2026, 6, 1))
    assert list(await heard(office, "2026-06-30 08:00")) == ["Trưởng phòng"]


async def test_a_new_owner_hears_what_the_old_one_had_heard(office: SmallOffice) -> None:
    task = await office.task("Báo cáo", DUE)
    await heard(office, "2026-06-29 08:00")
    await office.person("Hoa", "Tư pháp")
    async with office.db.write() as session:
        row = await session.get_one(change.Task, task)
        hoa, boss = [await session.get_one(Person, office.ids[n]) for n in ("Hoa", "Trưởng phòng")]
        await change.hand_over(session, task=row, to=hoa, by=By(boss, at("2026-06-29 10:00"), ""))
    assert list(await heard(office, "2026-06-30 08:00")) == ["Hoa"]


async def test_an_extension_begins_a_new_ladder(office: SmallOffice) -> None:
    task = await office.task("Báo cáo", DUE)
    await heard(office, "2026-06-30 08:00")
    await office.change(task, due=date(2026, 7, 10))
    assert [bool(await heard(office, f"2026-07-{d:02} 08:00")) for d in (1, 2, 3, 7, 9, 10)] == [
        *(True, False, False, True, True, True)
    ]


async def test_a_snooze_hides_a_line_but_neither_the_last_day_nor_an_escalation(
    anywhere: SmallOffice,
) -> None:
    task = await anywhere.task("Báo cáo", DUE)
    async with anywhere.db.write() as session:
        for name in ("Lan", "Trưởng phòng"):
            session.add(Snooze(task_id=task, person_id=anywhere.ids[name], until=date(2026, 7, 3)))
    days = ("06-29", "06-30", "07-01", "07-02", "07-03")
    told = [set(await heard(anywhere, f"2026-{day} 08:00")) for day in days]
    assert told == [set(), {"Lan"}, {"Trưởng phòng"}, set(), {"Lan", "Chủ tịch"}]


async def test_who_cannot_be_reached_is_told_later_and_admins_hear_once_a_week(anywhere: SmallOffice) -> None:
    await anywhere.person("Mai", "Tư pháp", channel=None)
    await anywhere.task("Báo cáo", DUE, lead="Mai")
    first = await heard(anywhere, "2026-06-29 08:00")
    assert list(first) == ["Quản trị"]
    assert "1 người vì chưa có kênh liên lạc: Mai." in first["Quản trị"]
    assert await heard(anywhere, "2026-06-30 08:00") == {}
    assert await anywhere.rows(Told) == []
    async with anywhere.db.write() as session:
        session.add(Address(channel="web", chat="Mai", person_id=anywhere.ids["Mai"]))
    assert "Mai" in await heard(anywhere, "2026-07-01 08:00")


@pytest.mark.parametrize("reachable", [True, False])
async def test_a_channel_that_is_off_or_gone_is_passed_over(office: SmallOffice, reachable: bool) -> None:
    await office.person("Mai", "Tư pháp", channel="telegram")
    await office.task("Báo cáo", DUE, lead="Mai")
    async with office.db.write() as session:
        session.add(Address(channel="web", chat="Mai 2", person_id=office.ids["Mai"], reachable=reachable))
    assert ("Mai 2" in await heard(office, "2026-06-30 08:00")) is reachable


async def test_numbers_do_not_disturb_a_dialogue_on_a_channel_without_buttons(office: SmallOffice) -> None:
    await office.person("Mai", "Tư pháp", channel="plain")
    await office.task("Báo cáo", DUE, lead="Mai")
    async with office.db.write() as session:
        address = (await people.addresses(session, office.ids["Mai"]))[0]
        now = at("2026-06-30 07:50")
        session.add(
            Conversation(address_id=address.id or 0, dialogue="survey", options=[["a", "b"]], updated_at=now)
        )
    said = await heard(office, "2026-06-30 08:00")
    assert said["Mai"].endswith("Ông/Bà gửi /viec để mở từng việc.")
    [talk] = await office.rows(Conversation)
    assert talk.options == [["a", "b"]]


async def test_a_killed_round_goes_on_where_it_stopped(anywhere: SmallOffice) -> None:
    class Killed(BaseException):
        pass

    seen: list[str] = []

    def kill(step: str) -> None:
        seen.append(step)
        if seen.count("person") == 2:
            raise Killed

    await anywhere.task("Báo cáo", "2026-06-25")
    with pytest.raises(Killed):
        await remind(anywhere.db, anywhere.house, at("2026-06-30 08:00"), at=kill)
    assert [chat for chat, _ in await anywhere.letters()] == ["Lan"]
    assert await remind(anywhere.db, anywhere.house, at("2026-06-30 08:01")) == 2
    assert [chat for chat, _ in await anywhere.letters()] == ["Lan", "Trưởng phòng", "Chủ tịch"]


async def test_one_person_in_trouble_stops_nobody_and_is_tried_again(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str, duty: Duty, *rest: object) -> object:
        if name == "Lan":
            raise RuntimeError
        return reminder(name, duty, *rest)  # type: ignore[arg-type]

    await office.task("Báo cáo", "2026-06-25")
    with monkeypatch.context() as patch:
        patch.setattr("roviec.scheduler.wording.reminder", broken)
        assert await remind(office.db, office.house, at("2026-06-30 08:00")) == 2
    assert await remind(office.db, office.house, at("2026-06-30 08:01")) == 1
    assert len(await office.rows(Notice)) == 4


async def test_what_is_finished_while_the_round_runs_is_left_out(office: SmallOffice) -> None:
    task = await office.task("Báo cáo", DUE)

    def finish(step: str) -> None:
        if step == "person":
            with sqlite3.connect(office.db.url.database or "") as other:
                other.execute("UPDATE task SET state = 'done' WHERE id = ?", (task,))
            other.close()

    assert await remind(office.db, office.house, at("2026-06-30 08:00"), at=finish) == 0
    assert await office.rows(Told) == []


@pytest.mark.parametrize("offset", [-7, -1, 0, 1, 5])
@pytest.mark.parametrize("rest", [None, date(2026, 6, 28)])
def test_the_reason_is_the_ladders_own(offset: int, rest: date | None) -> None:
    step = Step(offset, rest_day=rest)
    assert why(step, catalogue("vi")).replace("Chủ nhật,", "Chủ nhật") == ladder.why(step)
