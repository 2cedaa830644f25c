"""The sections about telling people: what is wrong is said, what is secret stays so."""

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from roviec.bot.build import build, mailer_of
from roviec.bot.process import Process
from roviec.bot.settings import load, make
from roviec.db.engine import Database
from roviec.delivery import knocking
from roviec.delivery.mail import is_mailbox
from tests.chat import OFFICE, Chat
from tests.delivery.knock_stage import opened

pytest_plugins = ("tests.handlers.chat_stages",)
MAIL = {"host": "mail.xa.gov.vn", "from": "bot@xa.gov.vn"}


@pytest.mark.parametrize(
    ("section", "values", "words"),
    [
        ("push", {"key": "ngắn"}, "32 byte"),
        ("push", {"key": "AAAA"}, "32 byte"),
        ("push", {"contact": "vp@xa.gov.vn"}, "mailto:"),
        ("mail", {"host": "mail.xa.gov.vn"}, "mail.from"),
        ("mail", MAIL | {"from": "bot"}, "vanphong@xa.gov.vn"),
        ("mail", MAIL | {"user": "bot", "security": "none"}, "không mã hóa"),
        ("mail", MAIL | {"security": "ssl"}, "starttls"),
    ],
)
def test_what_is_wrong_is_said_and_not_repeated(section: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make(**{section: values})
    assert words in str(caught.value)
    assert "ngắn" not in str(caught.value)


def test_the_environment_says_from_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('[mail]\nhost = "mail.xa.gov.vn"\n', "utf-8")
    monkeypatch.setenv("ROVIEC_MAIL__FROM", "bot@xa.gov.vn")
    monkeypatch.setenv("ROVIEC_MAIL__USER", "bot")
    monkeypatch.setenv("ROVIEC_MAIL__PASSWORD", "rat-bi-mat")
    settings = load(tmp_path / "config.toml")
    mailer = mailer_of(settings, lambda: OFFICE)
    assert mailer is not None
    assert (mailer.server.sender, mailer.server.password) == ("bot@xa.gov.vn", "rat-bi-mat")
    assert "rat-bi-mat" not in f"{settings!r} {mailer.server!r}"


@pytest.mark.parametrize(
    ("changes", "contact"),
    [
        ({}, ""),
        ({"web": {"public_url": "https://roviec.example"}}, "https://roviec.example"),
        ({"web": {"public_url": "https://roviec.example"}, "mail": MAIL}, "mailto:bot@xa.gov.vn"),
        ({"mail": MAIL, "push": {"contact": "https://xa.gov.vn"}}, "https://xa.gov.vn"),
    ],
)
def test_services_find_us_at_the_best_address(changes: dict[str, dict[str, str]], contact: str) -> None:
    assert make(**changes).contact == contact


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("an.nguyen@xa.gov.vn", True),
        ("a@b.vn", True),
        ("", False),
        ("an.nguyen", False),
        ("an@xa", False),
        ("an..nguyen@xa.gov.vn", False),
        (".an@xa.gov.vn", False),
        ("an@xa..vn", False),
        ("ăn@xa.gov.vn", False),
        ("a b@xa.gov.vn", False),
        ("a@xa.gov.vn\nBcc: x@y.vn", False),
        ("a@xa.gov.vn,b@xa.gov.vn", False),
        ("An <a@xa.gov.vn>", False),
        ("a" * 65 + "@xa.gov.vn", False),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.vn", False),
    ],
)
def test_a_mailbox_is_one_plain_address(text: str, is_one: bool) -> None:
    assert is_mailbox(text) is is_one


async def test_without_a_mail_server_no_mail_is_sent(sqlite: Database, tmp_path: Path) -> None:
    settings = make(database={"files": tmp_path / "files"})
    parts = await build(settings, sqlite)
    assert parts.ways.mail is None
    assert parts.ways.push is not None
    off = await build(make(push={"enabled": False}), sqlite)
    assert off.ways.push is None
    # The key is made when a page first wants it.
    assert not (tmp_path / "push.key").exists()


async def test_a_running_process_knocks(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knocking, "LOOK", 0.02)
    async with opened(chat) as stage:
        lan = await stage.official("Nguyễn Thị Lan", email="lan@xa.gov.vn")
        await stage.tells(lan, "một")
        chat.later(minutes=2)
        parts = await build(
            make(office={"name": OFFICE}, database={"files": chat.files.folder}), chat.db, chat.clock
        )
        parts.ways = stage.ways
        async with Process(parts).running(("courier",)), asyncio.timeout(10):
            while not stage.server.letters:
                await asyncio.sleep(0.02)
