"""The doctor: what is wrong, and what to do about it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Fact, Inbox, Outbox, WebSession
from roviec.db.models.delivery import Arrival, Departure
from tests.cli.conftest import ROSTER, Office

NOW = datetime.now(UTC)


def wrong(office: Office) -> dict[str, str]:
    """Return the advice of each check that failed; the exit code must agree."""
    result = office("doctor", "--json")
    assert result.json["ok"] == (result.code == 0)
    assert result.code in (0, 1)
    return {check["check"]: check["advice"] for check in result.json["checks"] if not check["ok"]}


@pytest.fixture
def healthy(office: Office) -> Office:
    office.roster(ROSTER.replace("0912 345 678,lãnh đạo", ",quản trị"))

    async def link(session: AsyncSession) -> None:
        for person in (1, 2, 3):
            session.add(Address(channel="web", chat=str(person), person_id=person))
            browser = WebSession(secret_hash=f"{person}", chat=str(person), person_id=person, until=NOW)
            browser.push = {"endpoint": "https://push.example/1", "keys": {}}
            session.add(browser)

    office.inside(link)
    return office


def test_a_healthy_office_is_told_so(healthy: Office) -> None:
    assert wrong(healthy) == {}
    result = healthy.ok("doctor")
    assert "✗" not in result.out
    assert "Mọi thứ ổn." in result.out


def test_an_empty_office_is_told_what_to_do_first(office: Office) -> None:
    assert set(wrong(office)) == {"people", "admin"}
    result = office("doctor")
    assert "✗ Người và đơn vị: 0 người, 0 đơn vị\n  Chưa có danh sách cán bộ." in result.out


def test_people_without_an_address_are_counted(staffed: Office) -> None:
    assert wrong(staffed)["addresses"].startswith("3 người")


async def _add(session: AsyncSession, row: Any) -> None:
    session.add(row)


@pytest.mark.parametrize(
    ("row", "check"),
    [
        (
            Outbox(channel="web", chat="1", body={}, state=Departure.dead, not_before=NOW, created_at=NOW),
            "dead_letters",
        ),
        (
            Inbox(channel="web", external_id="1", chat="1", payload={}, state=Arrival.quarantined),
            "quarantine",
        ),
        (Fact(name="heartbeat", value={"at": (NOW - timedelta(hours=2)).isoformat()}), "heartbeat"),
    ],
)
def test_what_is_stuck_is_told(healthy: Office, row: Any, check: str) -> None:
    healthy.inside(lambda session: _add(session, row))
    assert set(wrong(healthy)) == {check}


def test_a_fresh_heartbeat_is_well(healthy: Office) -> None:
    beat = Fact(name="heartbeat", value={"at": datetime.now(UTC).isoformat()})
    healthy.inside(lambda session: _add(session, beat))
    assert wrong(healthy) == {}


def test_a_proxy_that_is_not_named_is_told(healthy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_WEB__TRUSTED_PROXIES", "[]")
    assert "web.trusted_proxies" in wrong(healthy)["proxies"]


def test_an_enabled_channel_needs_its_token(healthy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_TELEGRAM__ENABLED", "true")
    assert "ROVIEC_TELEGRAM__TOKEN" in wrong(healthy)["token"]
    monkeypatch.setenv("ROVIEC_TELEGRAM__TOKEN", "1:x")
    monkeypatch.setenv("ROVIEC_TELEGRAM__BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", "http://10.0.0.1")
    assert set(wrong(healthy)) == {"public_url", "reach"}


def test_a_files_folder_that_cannot_be_written_is_told(
    healthy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_DATABASE__FILES", str(healthy.folder / "config.toml" / "files"))
    assert "Không ghi được" in wrong(healthy)["files"]


def test_a_broken_configuration_is_one_finding(office: Office) -> None:
    office.write("config.toml", "[offce]\n")
    assert "offce" in wrong(office)["config"]


def test_a_database_out_of_reach_is_one_finding(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_DATABASE__URL", "postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    assert "Không kết nối được cơ sở dữ liệu." in wrong(office)["database"]


def test_data_that_others_can_read_are_told_with_what_to_do(healthy: Office) -> None:
    healthy.folder.chmod(0o755)
    (healthy.folder / "roviec.db").chmod(0o644)
    advice = wrong(healthy)["modes"]
    assert f"chmod -R g-w,o-rwx '{healthy.folder}/roviec.db'" in advice
    (healthy.folder / "roviec.db").chmod(0o640)
    for rest in ("roviec.db-wal", "roviec.db-shm", "files"):
        if (path := healthy.folder / rest).exists():
            path.chmod(0o700)
    assert "modes" not in wrong(healthy)


def test_a_closed_folder_guards_what_is_in_it(healthy: Office) -> None:
    (healthy.folder / "roviec.db").chmod(0o666)
    healthy.folder.chmod(0o700)
    assert "modes" not in wrong(healthy)


def test_a_process_writes_for_its_owner_alone(office: Office) -> None:
    office.folder.chmod(0o755)
    roster = office.write("can-bo.csv", ROSTER)
    code = (
        "import os, sys; os.umask(0o022); from roviec.bot.cli import main; "
        f"sys.argv[1:] = ['people', 'import', {str(roster)!r}]; main()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert (office.folder / "roviec.db").stat().st_mode & 0o077 == 0
