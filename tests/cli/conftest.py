"""An office in a folder of its own, and a way to type commands there."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli import db_checks
from roviec.bot.cli.shell import run
from roviec.db.engine import Database
from roviec.db.models import Address, WebSession
from roviec.tasks import seed
from tests.office import hanoi_today

ROSTER = """họ tên,chức vụ,đơn vị,đơn vị cấp trên,điện thoại,vai trò
Nguyễn Văn An,Chủ tịch,UBND xã Đại Lãnh,,0912 345 678,lãnh đạo
Trần Thị Bình,Công chức,Văn phòng,UBND xã Đại Lãnh,0987654321,cán bộ
Lê Văn Cường,Công chức,Tư pháp – Hộ tịch,UBND xã Đại Lãnh,,cán bộ
"""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Office:
    """A folder with a config.toml, and what a command leaves on its two ways out."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/roviec.db"

    def __call__(self, *words: object) -> Result:
        self.capture.readouterr()
        code = run([str(word) for word in words])
        heard = self.capture.readouterr()
        return Result(code, heard.out, heard.err)

    def ok(self, *words: object) -> Result:
        result = self(*words)
        assert result.code == 0, result.err
        return result

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def roster(self, text: str | bytes = ROSTER, name: str = "can-bo.csv") -> Result:
        return self("people", "import", self.write(name, text))

    def inside(self, verb: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        """Run `verb` in a transaction of the office's database."""

        async def work() -> Any:
            db = Database(self.url)
            try:
                async with db.write() as session:
                    return await verb(session)
            finally:
                await db.dispose()

        return asyncio.run(work())


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    (tmp_path / "config.toml").write_text(
        f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/roviec.db"\nfiles = "{tmp_path}/files"\n'
        '[web]\npublic_url = "https://roviec.example.vn"\ntrusted_proxies = ["127.0.0.1"]\n'
        '[office]\nname = "UBND xã Đại Lãnh"\n',
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROVIEC_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    # Whichever year it is, its days off have been announced.
    monkeypatch.setattr(
        db_checks, "projected", lambda year: year != hanoi_today().year and seed.projected(year)
    )
    return Office(tmp_path, capsys)


def made_once(office: Office, fill: Callable[[Office], object]) -> Office:
    """Fill an office: once in this process, then by a copy of the database that came of it."""
    database = office.folder / "roviec.db"
    if fill in _FILLED:
        database.touch(0o600)
        database.write_bytes(_FILLED[fill])
    else:
        fill(office)
        assert not database.with_name("roviec.db-wal").exists()
        _FILLED[fill] = database.read_bytes()
    return office


_FILLED: dict[Callable[[Office], object], bytes] = {}
"""The databases of offices, by what filled them."""


def _staff(office: Office) -> None:
    assert office.roster().code == 0


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office with its people on the roster."""
    office.write("can-bo.csv", ROSTER)
    return made_once(office, _staff)


def wrong(office: Office) -> dict[str, str]:
    """Return the advice of each check that failed; the exit code must agree."""
    result = office("doctor", "--json")
    assert result.json["ok"] == (result.code == 0)
    assert result.code in (0, 1)
    return {check["check"]: check["advice"] for check in result.json["checks"] if not check["ok"]}


def _make_healthy(office: Office) -> None:
    office.roster(ROSTER.replace("0912 345 678,lãnh đạo", ",quản trị"))

    async def link(session: AsyncSession) -> None:
        for person in (1, 2, 3):
            session.add(Address(channel="web", chat=str(person), person_id=person))
            browser = WebSession(
                secret_hash=f"{person}", chat=str(person), person_id=person, until=datetime.now(UTC)
            )
            browser.push = {"endpoint": "https://push.example/1", "keys": {}}
            session.add(browser)

    office.inside(link)


@pytest.fixture
def healthy(office: Office) -> Office:
    return made_once(office, _make_healthy)
