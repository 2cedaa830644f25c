"""Faults planted one at a time in an office at work: each is found by its own check, alone, and explained."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli import checks, db_checks, running_checks
from roviec.bot.settings import make
from roviec.bot.watching import wanted
from roviec.channels.telegram import webhook
from roviec.db import jumps
from roviec.db.models import Duty, Evidence, Fact, Inbox, Outbox, Setback, StoredFile
from roviec.db.models.delivery import Arrival, Departure, Lane
from tests.cli.conftest import Office, wrong
from tests.cli.test_cli_doctor_channels import Ask, platform
from tests.fakes.telegram.server import TOKEN
from tests.office import hanoi_today

AGO = datetime.now(UTC) - timedelta(hours=2)


@dataclass(frozen=True)
class Bench:
    """Where a fault is planted."""

    office: Office
    set: Callable[[str, str], None]
    """Set a variable of the environment, named without ROVIEC_."""
    patch: pytest.MonkeyPatch
    ask: Ask | None = None

    def rows(self, *rows: Any) -> None:
        async def add(session: AsyncSession) -> None:
            session.add_all(rows)

        self.office.inside(add)

    def fact(self, name: str, **value: Any) -> None:
        async def put(session: AsyncSession) -> None:
            await session.merge(Fact(name=name, value=value))

        self.office.inside(put)

    def sql(self, statement: str) -> None:
        with sqlite3.connect(self.office.folder / "roviec.db") as database:
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute(statement)
        database.close()


def letter(state: Departure, lane: Lane = Lane.reply) -> Outbox:
    return Outbox(channel="web", chat="1", body={}, lane=lane, state=state, not_before=AGO, created_at=AGO)


def payload(state: Arrival) -> Inbox:
    return Inbox(channel="web", external_id="1", chat="1", payload={}, state=state, received_at=AGO)


def lost_file(bench: Bench) -> None:
    bench.office.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng")
    bench.rows(StoredFile(sha256="0" * 64, mime="text/plain", size=7, stored_at=AGO))
    bench.rows(Evidence(task_id=1, sha256="0" * 64, name="a", sent_by=1, sent_at=AGO))


def unheard_task(bench: Bench) -> None:
    bench.office.ok("tasks", "add", "--title", "Báo cáo", "--lead", "Tư pháp – Hộ tịch")
    bench.sql("UPDATE taskunit SET person_id = NULL")
    bench.sql("DELETE FROM taskunit")


def burst(bench: Bench) -> None:
    bench.sql(
        'INSERT INTO burst (campaign_id, unit_id, "on", responses, same_network, at_night) '
        f"VALUES (1, 2, '{hanoi_today()}', 14, 0, 0)"
    )


def not_a_database(bench: Bench) -> None:
    (bench.office.folder / "roviec.db").write_bytes(b"x" * 8192)


def readable(bench: Bench) -> None:
    bench.office.folder.chmod(0o755)
    (bench.office.folder / "roviec.db").chmod(0o644)


def configured(bench: Bench, text: str) -> None:
    path = bench.office.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def full_disk(bench: Bench) -> None:
    usage = shutil.disk_usage("/")
    bench.patch.setattr(checks.shutil, "disk_usage", lambda _path: usage._replace(free=1000))


def old_clock(bench: Bench) -> None:
    class Past(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime(2019, 1, 1, tzinfo=tz)

    bench.patch.setattr("roviec.bot.cli.doctor.datetime", Past)
    bench.patch.setattr(checks, "_holidays", lambda _year: checks.Finding("calendar", True))


def jumped(bench: Bench) -> None:
    async def note(session: AsyncSession) -> None:
        await jumps.remember(session, host="may-1", seconds=-7200, at=datetime.now(UTC))

    bench.office.inside(note)


def behind_the_database(bench: Bench) -> None:
    async def ahead(_session: AsyncSession) -> float:
        return time.time() + 95

    bench.patch.setattr(running_checks.duties, "clock", ahead)


def broken_key(bench: Bench) -> None:
    (bench.office.folder / "push.key").write_bytes(b"broken")


def host(bench: Bench, name: str, *, seen: bool) -> None:
    if seen:
        mark = bench.office.folder / "files" / ".hosts" / name
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    bench.fact(f"host/{name}", mark=name, at=datetime.now(UTC).isoformat())


def two_hosts(bench: Bench) -> None:
    host(bench, "may-1", seen=True)
    host(bench, "may-2", seen=True)


def lost_store(bench: Bench) -> None:
    bench.set("DATABASE__FILES_IN", "s3")
    for key, value in {
        "ENDPOINT": "http://127.0.0.1:1",
        "BUCKET": "b",
        "ACCESS_KEY": "a",
        "SECRET_KEY": "s",
    }.items():
        bench.set(f"S3__{key}", value)


def miscounted(bench: Bench) -> None:
    bench.fact("done_counted", since="2026-01-01", rule="…")
    bench.sql("INSERT INTO donecount VALUES (1, '', 0, 0)")


def several(*names: str) -> str:
    return "+".join(sorted(names))


FAULTS: dict[str, tuple[str, Callable[[Bench], Any], str]] = {
    # What was planted: which check finds it, how it is planted, what the explanation names.
    "an unknown section": ("config", lambda b: configured(b, "[offce]\n"), "offce"),
    "a broken line": ("config", lambda b: configured(b, "[office\n"), "sai cú pháp"),
    "a password in config.toml": (
        "secrets",
        lambda b: configured(b, '[mail]\npassword = "mo-ra"\nuser = "a"\n'),
        "ROVIEC_SECRETS",
    ),
    "a server that is down": (
        "database",
        lambda b: b.set("DATABASE__URL", "postgresql+asyncpg://x@127.0.0.1:1/x"),
        "Không kết nối được",
    ),
    "another file in place of the database": ("database", not_a_database, "không phải"),
    "a newer database": (
        "database",
        lambda b: b.sql("UPDATE alembic_version SET version_num = '9999'"),
        "mới hơn",
    ),
    "an older database": (
        "database",
        lambda b: b.sql("UPDATE alembic_version SET version_num = '0021_campaigns'"),
        "roviec migrate",
    ),
    "a files folder that can't be written": (
        several("files", "push"),  # the key lies beside it
        lambda b: b.set("DATABASE__FILES", str(b.office.folder / "config.toml" / "files")),
        "Không ghi được",
    ),
    "data that others can read": ("modes", readable, "chmod"),
    "a full disk": ("disk", full_disk, "giải phóng"),
    "a clock in the past": ("clock", old_clock, "đồng bộ thời gian"),
    "missing fonts": ("fonts", lambda b: b.patch.setattr(checks, "_NEEDED", {("Không có", 400)}), "phông"),
    "a table of holidays that ends": (
        "calendar",
        lambda b: b.patch.setattr(checks, "seed", lambda _years: [[]]),
        "holidays",
    ),
    "a year whose days off nobody read": (
        "days_off",
        lambda b: b.patch.setattr(db_checks, "projected", lambda _year: True),
        "roviec calendar",
    ),
    "a broken push key": ("push", broken_key, "push.key"),
    "links to the reader's own machine": (
        "loopback",
        lambda b: b.set("WEB__PUBLIC_URL", "http://127.0.0.1:8080"),
        "web.public_url",
    ),
    "a proxy that is not named": (
        "proxies",
        lambda b: b.set("WEB__TRUSTED_PROXIES", "[]"),
        "trusted_proxies",
    ),
    "a channel without its token": (
        "token",
        lambda b: b.set("TELEGRAM__ENABLED", "true"),
        "ROVIEC_TELEGRAM__TOKEN",
    ),
    "nobody who administers": (
        "admin",
        lambda b: b.sql("UPDATE person SET role = 'leader' WHERE role = 'admin'"),
        "quản trị",
    ),
    "somebody without a channel": (
        "addresses",
        lambda b: b.sql("UPDATE address SET reachable = 0 WHERE person_id = 2"),
        "1 người",
    ),
    "somebody whom nothing tells of new messages": (
        "untold",
        lambda b: b.sql("UPDATE websession SET push = NULL WHERE person_id = 2"),
        "1 người",
    ),
    "a task nobody hears of": ("unheard", unheard_task, "1 nhiệm vụ"),
    "a message that was given up": (
        "dead_letters",
        lambda b: b.rows(letter(Departure.dead)),
        "roviec letters",
    ),
    "a payload in quarantine": ("quarantine", lambda b: b.rows(payload(Arrival.quarantined)), "1 tin"),
    "a file that can't be fetched": ("fetching", lambda b: b.rows(payload(Arrival.fetching)), "1 tin"),
    "a road that stopped": ("inbox", lambda b: b.rows(payload(Arrival.new)), "road"),
    "a lane that stopped": (
        "outbox",
        lambda b: b.rows(letter(Departure.queued, Lane.bulk)),
        "Trang trò chuyện, thông báo",
    ),
    "a courier that nobody is": (
        "duties",
        lambda b: b.sql("UPDATE duty SET until = 0 WHERE name = 'courier/web'"),
        "gửi tin qua trang trò chuyện",
    ),
    "a duty that was never taken": (
        "duties",
        lambda b: b.sql("DELETE FROM duty WHERE name = 'plans'"),
        "đọc văn bản",
    ),
    "a clock of the office that stopped": (
        "heartbeat",
        lambda b: b.fact("heartbeat", at=AGO.isoformat()),
        "roviec run",
    ),
    "a clock that was set back": (
        "set_back",
        lambda b: b.fact("heartbeat", at=(datetime.now(UTC) + timedelta(hours=2)).isoformat()),
        "NTP",
    ),
    "a clock that jumped": ("jumped", jumped, "NTP"),
    "a clock that differs from the database's": ("db_clock", behind_the_database, "giây"),
    "a host whose files are elsewhere": (
        several("lonely", "shared"),
        lambda b: (host(b, "may-1", seen=True), host(b, "may-2", seen=False)),
        "may-2",
    ),
    "two hosts on one SQLite file": ("lonely", two_hosts, "PostgreSQL"),
    "a store of files out of reach": ("store", lost_store, "[s3]"),
    "a store of files without its keys": (
        "channels",
        lambda b: b.set("DATABASE__FILES_IN", "s3"),
        "ROVIEC_S3__SECRET_KEY",
    ),
    "evidence whose file is gone": ("lost", lost_file, "1 tài liệu"),
    "a night without a backup": (
        "backup",
        lambda b: b.fact("backup", since=(AGO - timedelta(days=3)).isoformat()),
        "roviec backup",
    ),
    "a loop that left a row alone": (
        "setbacks",
        lambda b: b.rows(
            Setback(
                loop="jobs", subject="digest", period="2026-11-29", tries=3, error="a1b2 ValueError", at=AGO
            )
        ),
        "1 mục",
    ),
    "sums of what was done that nobody noted": ("done", miscounted, "đếm lại trong đêm"),
    "many answers at once": ("bursts", burst, "30 ngày"),
    "a mail server that is down": (
        "mail",
        lambda b: (b.set("MAIL__HOST", "127.0.0.1"), b.set("MAIL__PORT", "1"), b.set("MAIL__FROM", "a@b.vn")),
        "127.0.0.1",
    ),
}
AT_THE_PLATFORM: dict[str, tuple[str, Callable[[Bench], Any], str]] = {
    "a platform out of reach": (
        "reach",
        lambda b: b.set("TELEGRAM__BASE_URL", "http://127.0.0.1:1"),
        "tường lửa",
    ),
    "a token that is refused": ("refused", lambda b: b.set("TELEGRAM__TOKEN", "1:wrong-wrong"), "token"),
    "a webhook that leads elsewhere": (
        "webhook",
        lambda b: b.ask and b.ask("setWebhook", url="http://127.0.0.1:9/other"),
        "web.public_url",
    ),
    "a webhook that was left behind": (
        "webhook_left",
        lambda b: b.set("TELEGRAM__MODE", "polling"),
        "polling",
    ),
    "a clock that differs from the platform's": (
        "skew",
        lambda b: b.ask and b.ask("sim/advance", seconds=95),
        "giây",
    ),
}


def at_work(office: Office) -> None:
    """Let the office be one whose processes run."""

    async def run(session: AsyncSession) -> None:
        session.add(Fact(name="heartbeat", value={"at": datetime.now(UTC).isoformat()}))
        names = wanted(make(telegram={"enabled": True, "token": TOKEN}))
        session.add_all(Duty(name=name, number=1, holder="x", until=time.time() + 3600) for name in names)

    office.inside(run)


@pytest.fixture
def bench(healthy: Office, monkeypatch: pytest.MonkeyPatch) -> Bench:
    at_work(healthy)
    return Bench(healthy, lambda name, value: monkeypatch.setenv(f"ROVIEC_{name}", value), monkeypatch)


def explained(bench: Bench, check: str, part: str) -> None:
    found = wrong(bench.office)
    assert several(*found) == check, found
    advice = next(text for text in found.values() if part in text)
    assert re.search(r"Ông/Bà|roviec ", advice), "it says what to do"
    assert "{" not in advice
    assert "Traceback" not in advice


def test_there_are_enough_of_them_and_an_office_at_work_has_none(bench: Bench) -> None:
    assert len(FAULTS) + len(AT_THE_PLATFORM) >= 30
    assert len({check for check, _, _ in (*FAULTS.values(), *AT_THE_PLATFORM.values())}) >= 30
    assert wrong(bench.office) == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_alone_and_explained(bench: Bench, fault: str) -> None:
    check, plant, part = FAULTS[fault]
    plant(bench)
    explained(bench, check, part)


@pytest.fixture
def connected(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """The same office with Telegram, its webhook where it belongs."""
    with platform("telegram") as (root, ask):
        for key, value in {"ENABLED": "true", "TOKEN": TOKEN, "BASE_URL": root, "MODE": "webhook"}.items():
            bench.set(f"TELEGRAM__{key}", value)
        # The fake pushes to loopback only; what it answers is what the platform would.
        monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", "http://127.0.0.1:9")
        ask("setWebhook", url=f"http://127.0.0.1:9{webhook.path_of(TOKEN)}", secret_token="s3cret-s3cret")
        yield Bench(bench.office, bench.set, monkeypatch, ask)


@pytest.mark.parametrize("fault", AT_THE_PLATFORM)
def test_a_fault_at_the_platform_is_found_and_explained(connected: Bench, fault: str) -> None:
    check, plant, part = AT_THE_PLATFORM[fault]
    plant(connected)
    explained(connected, several(check, "loopback", "public_url"), part)
