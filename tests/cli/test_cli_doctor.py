"""The doctor: what is wrong, and what to do about it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.files import FileStore
from roviec.db.models import Evidence, Fact, Inbox, Outbox, StoredFile
from roviec.db.models.delivery import Arrival, Departure
from tests.cli.conftest import ROSTER, Office, wrong

NOW = datetime.now(UTC)


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


def test_links_that_lead_to_the_reader_s_own_machine_are_told(
    healthy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in ("", "http://localhost:8080", "http://[::1]:8080", "http://0.0.0.0:8080"):
        monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", url)
        assert "web.public_url" in wrong(healthy)["loopback"]
    monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", "http://10.1.2.3:8080")
    assert "loopback" not in wrong(healthy)


def _signed(office: Office, host: str, *, here: bool, hours: float = 0) -> None:
    """Let a host have signed in, with its mark in our folder or in another one."""
    mark = office.folder / "files" / ".hosts" / host
    if here:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    at = datetime.now(UTC) - timedelta(hours=hours)
    fact = Fact(name=f"host/{host}", value={"mark": host, "at": at.isoformat()})
    office.inside(lambda session: _add(session, fact))


def test_a_host_whose_files_are_elsewhere_is_named(healthy: Office) -> None:
    _signed(healthy, "may-1", here=True)
    assert wrong(healthy) == {}
    _signed(healthy, "may-cu", here=False, hours=30)
    assert wrong(healthy) == {}
    _signed(healthy, "may-2", here=False)
    found = wrong(healthy)
    assert set(found) == {"shared", "lonely"}
    assert "may-2" in found["shared"]
    assert "PostgreSQL" in found["lonely"]


def test_files_in_the_database_are_seen_by_every_host(
    healthy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_DATABASE__FILES_IN", "database")
    _signed(healthy, "may-2", here=False)
    assert wrong(healthy) == {}


def test_evidence_without_its_file_is_counted(healthy: Office) -> None:
    healthy.ok("tasks", "add", "--title", "Việc", "--lead", "Văn phòng")
    kept = FileStore(healthy.folder / "files").keep(b"bao cao")

    async def attach(session: AsyncSession) -> None:
        for sha256 in (kept, "0" * 64):
            session.add(StoredFile(sha256=sha256, mime="text/plain", size=7, stored_at=NOW))
            await session.flush()
            session.add(Evidence(task_id=1, sha256=sha256, name="a", sent_by=1, sent_at=NOW))

    healthy.inside(attach)
    found = wrong(healthy)
    assert set(found) == {"lost"}
    assert found["lost"].startswith("1 tài liệu")


@pytest.mark.parametrize(
    ("value", "is_well"),
    [
        ({}, True),
        ({"since": 1.0}, True),
        ({"since": 40.0}, False),
        ({"since": 900.0, "at": 20.0, "name": "a", "size": 5_000_000}, True),
        ({"since": 900.0, "at": 40.0, "name": "a", "size": 5_000_000}, False),
    ],
)
def test_nights_without_a_backup_are_told(healthy: Office, value: dict[str, Any], is_well: bool) -> None:
    def moment(told: Any) -> Any:
        return (datetime.now(UTC) - timedelta(hours=told)).isoformat() if isinstance(told, float) else told

    fact = Fact(name="backup", value={key: moment(told) for key, told in value.items()})
    healthy.inside(lambda session: _add(session, fact))
    assert ("backup" not in wrong(healthy)) == is_well


def test_an_office_that_saves_itself_elsewhere_is_not_scolded(
    healthy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_BACKUP__FOLDER", "")
    assert "không tự sao lưu" in healthy.ok("doctor").out


def test_a_clock_that_was_set_back_is_told(healthy: Office) -> None:
    beat = Fact(name="heartbeat", value={"at": (datetime.now(UTC) + timedelta(hours=2)).isoformat()})
    healthy.inside(lambda session: _add(session, beat))
    assert set(wrong(healthy)) == {"set_back"}


def test_secrets_that_stand_in_the_configuration_are_named(healthy: Office) -> None:
    path = healthy.folder / "config.toml"
    path.write_text(
        path.read_text("utf-8") + '[mail]\npassword = "mo-ra"\nuser = "a"\n[push]\nkey = ""\n', "utf-8"
    )
    (found,) = [one for one in healthy("doctor", "--json").json["checks"] if one["check"] == "secrets"]
    assert (found["ok"], found["found"]) == (False, "mail.password")
    assert "mo-ra" not in healthy("doctor").out
