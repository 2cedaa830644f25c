"""A fifth channel is one more registration: an office runs with it and nothing else was touched."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roviec.bot.build import build
from roviec.bot.cli.channel_checks import platforms, usable
from roviec.bot.cli.checks import surroundings
from roviec.bot.cli.common import Desk, links
from roviec.bot.process import Process
from roviec.bot.serve import _pages
from roviec.bot.settings import ConfigWrong, Settings, load
from roviec.channels import registered
from roviec.db import budget
from roviec.db.engine import Database
from roviec.db.models import Address
from roviec.handlers.ways import channel_name
from roviec.texts import catalogue
from tests.channels.fifth.fake import TOKEN, FakePager, fake_pager
from tests.channels.fifth.registration import PAGER
from tests.chat import Clock


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one change: its line in the list."""
    monkeypatch.setattr(registered, "CHANNELS", (*registered.CHANNELS, PAGER))


@pytest.fixture
async def fake() -> AsyncIterator[FakePager]:
    async with fake_pager() as fake:
        yield fake


def written(folder: Path, fake: FakePager | None, more: str = "") -> Path:
    """Return a config.toml with the channel's section."""
    root = fake.root if fake else "https://pager.example.vn"
    path = folder / "config.toml"
    path.write_text(
        f'[database]\nfiles = "{folder}/files"\n[web]\npublic_url = "https://roviec.example.vn"\n'
        f'[pager]\nenabled = true\nbase_url = "{root}"\n{more}',
        "utf-8",
    )
    return path


@pytest.fixture
def settings(tmp_path: Path, fake: FakePager, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ROVIEC_PAGER__TOKEN", TOKEN)
    return load(written(tmp_path, fake))


def test_its_section_its_pace_and_its_secrets_are_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_PAGER__TOKEN", TOKEN)
    found = load(written(tmp_path, None, "monthly = 40\n[delivery]\npager = 3\n"))
    assert [one.name for one in found.channels] == ["web", "pager"]
    assert (found.of(PAGER).monthly, found.per_second(PAGER)) == (40, 3.0)
    assert TOKEN not in repr(found)
    for wrong in ("monthy = 40\n", "monthly = 0\n", "[delivery]\npagr = 3\n"):
        with pytest.raises(ConfigWrong):
            load(written(tmp_path, None, wrong))


async def test_an_office_is_reached_through_it(settings: Settings, sqlite: Database, fake: FakePager) -> None:
    parts = await build(settings, sqlite, Clock())
    process = Process(parts)
    async with process.running(("road", "courier")):
        fake.happen(**{"from": "an"}, text="xin chào")
        async with asyncio.timeout(10):
            while not fake.sent:
                await asyncio.sleep(0.02)
    assert [page["to"] for page in fake.sent.values()] == ["an"]
    async with sqlite.read() as session:
        (counted,) = await budget.budgets(session, allowances=parts.house.allowances, now=Clock()())
    assert (counted.channel, counted.allowance.messages, counted.people) == ("pager", 500, 1)


async def test_its_groups_are_no_people(settings: Settings, sqlite: Database) -> None:
    parts = await build(settings, sqlite, Clock())
    async with sqlite.write() as session:
        session.add(Address(channel="pager", chat="an"))
        session.add(Address(channel="pager", chat="all/tu-phap"))
    async with sqlite.read() as session:
        assert await budget.people(session, channel="pager", groups=PAGER.groups) == 1
    assert parts.channels["pager"].pace.is_group("all/tu-phap")
    await parts.channels["pager"].close()


async def test_the_doctor_examines_it(
    settings: Settings, sqlite: Database, fake: FakePager, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parts = await build(settings, sqlite, Clock())
    desk = Desk(settings, sqlite, parts.house, parts.clock(), parts.channels)
    (found,) = await platforms(desk, thorough=False)
    assert (found.check, found.ok, found.found) == ("reach", True, "Máy nhắn tin, xa-dai-lanh")
    await parts.channels["pager"].close()
    monkeypatch.delenv("ROVIEC_PAGER__TOKEN")
    lacking = load(written(tmp_path, fake))
    advice = {one.check: one.advice for one in surroundings(lacking, parts.clock()) if not one.ok}
    assert "ROVIEC_PAGER__TOKEN" in advice["token"]
    assert PAGER not in usable(lacking).channels


async def test_codes_have_a_link_to_it(settings: Settings, sqlite: Database) -> None:
    parts = await build(settings, sqlite, Clock())
    desk = Desk(settings, sqlite, parts.house, parts.clock(), parts.channels)
    assert await links(desk, "7XK2") == {
        "web": "https://roviec.example.vn/?code=7XK2",
        "pager": "https://pager.example.vn/xa-dai-lanh/7XK2",
    }
    assert channel_name(catalogue("vi"), "pager") == "Máy nhắn tin"
    await parts.channels["pager"].close()


async def test_its_pages_are_served(settings: Settings, sqlite: Database) -> None:
    parts = await build(settings, sqlite, Clock())
    assert [route.path for route in _pages(parts)] == ["/pager/xong"]  # type: ignore[attr-defined]
    await parts.channels["pager"].close()


async def test_without_its_line_nobody_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registered, "CHANNELS", registered.CHANNELS[:-1])
    with pytest.raises(ConfigWrong, match="pager"):
        load(written(tmp_path, None))
