"""Calendars and the read-only API: what they answer, to whom, and that an ended key opens nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from roviec.db import access, people
from roviec.db.models import ApiKey, AuditEntry, FeedKey, Role, Task
from roviec.db.tasks import export
from roviec.reports.digest import gather
from roviec.web import api
from roviec.web.app import Deps, build
from roviec.web.limits import Limits
from tests import office
from tests.chat import HANOI, OFFICE, Chat, Talker

UNIT = "Phòng Văn hóa"


@pytest.fixture
async def chat(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    stage = await Chat.open(database_url, tmp_path)
    yield stage
    await stage.close()


@pytest.fixture
async def lan(chat: Chat) -> Talker:
    lan = await chat.official("Nguyễn Thị Lan", UNIT)
    async with chat.db.write() as session:
        unit = await people.unit_named(session, UNIT)
        for n in range(3):
            due = date(2026, 7, 1) + timedelta(days=n) if n else None
            await office.task(session, f"Việc, số {n}; khó\ndài", unit, now=chat.now, due=due)
    return lan


@asynccontextmanager
async def program(chat: Chat, key: str = "", **limits: int) -> AsyncIterator[httpx.AsyncClient]:
    deps = Deps(
        db=chat.db,
        files=chat.files,
        channel=chat.parts.web,
        wake=lambda: None,
        clock=chat.clock,
        office=OFFICE,
        public_url="http://localhost",
        max_file=200_000,
        demo=None,
        house=chat.house,
        limits=Limits(**limits),
    )
    headers = {"authorization": f"Bearer {key}"} if key else {}
    transport = httpx.ASGITransport(app=build(deps), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
        yield client


async def key_of(chat: Chat) -> str:
    async with chat.db.write() as session:
        return (await access.make_key(session, name="Cổng", now=chat.now))[1]


async def link_of(lan: Talker) -> str:
    await lan.says("/lichviec")
    await lan.presses("Tạo liên kết")
    (line,) = [line for line in lan.words.splitlines() if line.startswith("http")]
    return line.removeprefix("http://127.0.0.1:8080")


class TestCalendar:
    async def test_it_holds_a_days_entry_for_each_deadline(self, chat: Chat, lan: Talker) -> None:
        await lan.says("/lichviec")
        lan.hears("bằng một liên kết riêng")
        link = await link_of(lan)
        async with program(chat) as client:
            answer = await client.get(link)
        assert answer.headers["content-type"].startswith("text/calendar")
        assert "private" in answer.headers["cache-control"]
        calendar = Calendar.from_ical(answer.content)
        assert str(calendar["x-wr-calname"]) == "Việc của Nguyễn Thị Lan"
        events = {str(one["uid"]): one for one in calendar.walk("VEVENT")}
        async with chat.db.read() as session:
            tasks = [row.task for row in await export.rows(session) if row.task.due]
        assert set(events) == {f"task-{task.id}@localhost" for task in tasks}
        for task in tasks:
            event = events[f"task-{task.id}@localhost"]
            assert event.decoded("dtstart") == task.due
            assert str(event["summary"]) == f"Hạn: {task.title}"
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))

    async def test_a_deadline_with_an_hour_stands_at_it(self, chat: Chat, lan: Talker) -> None:
        (task, *_) = [one for one in await chat.rows(Task) if one.due]
        async with chat.db.write() as session:
            kept = await session.merge(task)
            kept.hour, kept.hour_on = time(16, 30), kept.due
        async with program(chat) as client:
            answer = await client.get(await link_of(lan))
        events = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
        event = events[f"task-{task.id}@localhost"]
        assert event.decoded("dtstart") == datetime.combine(task.due, time(16, 30), tzinfo=HANOI)
        assert "dtend" not in event

    async def test_a_new_link_ends_the_old_one_and_ending_ends_all(self, chat: Chat, lan: Talker) -> None:
        first = await link_of(lan)
        await lan.says("/lichviec")
        lan.hears("đang mở từ ngày 29/6/2026")
        await lan.presses("Tạo liên kết mới")
        second = next(line for line in lan.words.splitlines() if line.startswith("http"))
        async with program(chat) as client:
            assert (await client.get(first)).status_code == 404
            assert (await client.get(second.removeprefix("http://127.0.0.1:8080"))).status_code == 200
            await lan.presses("Hủy liên kết")
            lan.hears("đã bị hủy")
            assert (await client.get(second.removeprefix("http://127.0.0.1:8080"))).status_code == 404
        assert await chat.rows(FeedKey) == []
        log = [row.what for row in await chat.rows(AuditEntry)]
        assert [what for what in log if what.startswith("feed")] == ["feed", "feed", "feed_end"]

    async def test_who_has_left_has_no_calendar(self, chat: Chat, lan: Talker) -> None:
        link = await link_of(lan)
        async with chat.db.write() as session:
            person = await session.merge(lan.person)
            await people.leave(session, person=person, today=chat.now.date())
        async with program(chat) as client:
            assert (await client.get(link)).status_code == 404

    async def test_guesses_are_counted(self, chat: Chat, lan: Talker) -> None:
        link = await link_of(lan)
        async with program(chat, wrong_codes_per_hour=3) as client:
            for _ in range(3):
                assert (await client.get("/lich/abc.ics")).status_code == 404
            assert (await client.get("/lich/abc.ics")).status_code == 429
            assert (await client.get(link)).status_code == 429

    async def test_it_is_for_officials_and_told_in_what_is_kept(self, chat: Chat, lan: Talker) -> None:
        citizen = chat.person("dân")
        await citizen.says("/lichviec")
        citizen.hears("dành cho cán bộ")
        await citizen.acts("feed.make")
        citizen.hears("dành cho cán bộ")
        await link_of(lan)
        await lan.says("/dulieu")
        lan.hears("Liên kết lịch việc đang mở từ 29/6/2026")


class TestApi:
    async def test_tasks_come_in_pages_as_the_database_has_them(self, chat: Chat, lan: Talker) -> None:
        async with program(chat, await key_of(chat)) as client:
            first = (await client.get("/api/v1/tasks?limit=2")).json()
            rest = (await client.get(f"/api/v1/tasks?limit=2&after={first['next']}")).json()
            one = (await client.get("/api/v1/tasks/2")).json()
        assert rest["next"] is None
        items = first["items"] + rest["items"]
        async with chat.db.read() as session:
            rows = await export.rows(session)
        assert [(i["id"], i["title"], i["due"], i["leads"], i["state"]) for i in items] == [
            (r.task.id, r.task.title, r.task.due and str(r.task.due), r.leads, r.task.state) for r in rows
        ]
        assert one == items[1]

    async def test_the_digest_is_that_of_the_chat(self, chat: Chat, lan: Talker) -> None:
        chat.now += timedelta(days=4)
        async with program(chat, await key_of(chat)) as client:
            week = (await client.get("/api/v1/digest")).json()
            quarter = (await client.get("/api/v1/digest?period=2026-Q3")).json()
        async with chat.db.read() as session:
            today = chat.now.date()
            digest = await gather(session, today=today, now=chat.now, calendar=chat.house.calendar())
        assert week["total"]["overdue"] == digest.total.now["overdue"] == 1
        assert [(unit["unit"], unit["within"]) for unit in week["units"]] == [(UNIT, 2)]
        assert (quarter["first"], quarter["compared_with"]) == ("2026-06-15", "2026-06-14")

    async def test_units_plans_and_the_index(self, chat: Chat, lan: Talker) -> None:
        async with program(chat, await key_of(chat)) as client:
            units = (await client.get("/api/v1/units")).json()
            assert (await client.get("/api/v1/plans")).json() == []
            assert (await client.get("/api/v1/index")).json() is None
        assert [unit["name"] for unit in units] == [OFFICE, UNIT]
        assert units[1]["parent_id"] == units[0]["id"]

    async def test_every_answer_fits_its_description(self, chat: Chat, lan: Talker) -> None:
        async with program(chat, await key_of(chat)) as client:
            described = (await client.get("/api/openapi.json")).json()
            assert described["openapi"] == "3.1.0"
            assert set(described["paths"]) == {f"/api/v1{path}".replace(":int", "") for path in api.CALLS}
            for path, call in described["paths"].items():
                schema = call["get"]["responses"]["200"]["content"]["application/json"]["schema"]
                answer = (await client.get(path.replace("{id}", "1"))).json()
                _fits(answer, schema, described)
                assert call["get"]["summary"]

    async def test_people_read_the_same_on_a_page(self, chat: Chat) -> None:
        async with program(chat) as client:
            page = (await client.get("/api")).text
        for path in api.CALLS:
            assert f"GET /api/v1{path}".replace(":int", "") in page
        assert "openapi.json" in page

    @pytest.mark.parametrize("path", sorted(api.CALLS))
    async def test_nothing_is_answered_without_a_key(self, chat: Chat, lan: Talker, path: str) -> None:
        address = f"/api/v1{path}".replace("{id:int}", "1")
        for key in ("", "wrong"):
            async with program(chat, key) as client:
                answer = await client.get(address)
                assert answer.status_code == 401
                assert "Việc" not in answer.text

    async def test_an_ended_key_opens_nothing_and_its_last_day_is_kept(self, chat: Chat, lan: Talker) -> None:
        key = await key_of(chat)
        async with program(chat, key) as client:
            assert (await client.get("/api/v1/units")).status_code == 200
            async with chat.db.write() as session:
                await access.end_key(session, number=1, now=chat.now)
            assert (await client.get("/api/v1/units")).status_code == 401
        (row,) = await chat.rows(ApiKey)
        assert row.used_on == date(2026, 6, 29)

    async def test_nothing_is_changed_by_it(self, chat: Chat) -> None:
        async with program(chat, await key_of(chat)) as client:
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                assert (await client.request(method, "/api/v1/tasks")).status_code == 405

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("tasks?limit=0", 422),
            ("tasks?limit=501", 422),
            ("tasks?after=x", 422),
            ("tasks?after=-1", 422),
            ("tasks?after=99999999999999999999", 422),
            ("digest?period=2026-Q9", 422),
            ("digest?period=9999-Y9", 422),
            ("tasks/99", 404),
            ("tasks/999999999999999999999999", 404),
            ("khac", 404),
        ],
    )
    async def test_what_is_asked_wrongly_is_refused(self, chat: Chat, query: str, status: int) -> None:
        async with program(chat, await key_of(chat)) as client:
            assert (await client.get(f"/api/v1/{query}")).status_code == status

    async def test_a_key_that_asks_too_often_waits(self, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(api, "PER_MINUTE", 2)
        async with program(chat, await key_of(chat)) as client:
            answers = [(await client.get("/api/v1/units")).status_code for _ in range(3)]
        assert answers == [200, 200, 429]

    async def test_leaders_and_their_phones_are_nowhere_in_it(self, chat: Chat) -> None:
        leader = await chat.official("Trần Văn Chủ", OFFICE, Role.leader)
        async with chat.db.write() as session:
            (await session.merge(leader.person)).phone = "+84912345678"
        async with program(chat, await key_of(chat)) as client:
            for path in ("tasks", "units", "plans", "digest"):
                assert "912345678" not in (await client.get(f"/api/v1/{path}")).text


def _fits(value: Any, schema: dict[str, Any], described: dict[str, Any]) -> None:
    """Check an answer against the parts of JSON Schema that the description uses."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        if value is None:
            assert {"type": "null"} in schema["anyOf"]
            return
        schema = next(one for one in schema["anyOf"] if one != {"type": "null"})
        _fits(value, schema, described)
        return
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    if "type" in schema:
        # By the very type: to Python a truth is a whole number too.
        assert type(value) is kinds[schema["type"]], (value, schema)
    if schema.get("type") == "array":
        for one in value:
            _fits(one, schema["items"], described)
    if schema.get("type") == "object":
        assert set(value) == set(schema["properties"]) == set(schema["required"])
        for name, one in value.items():
            _fits(one, schema["properties"][name], described)
