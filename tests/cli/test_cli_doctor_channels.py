"""The doctor asks the platforms themselves: over real HTTP to the fakes in processes of their own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.telegram import webhook as telegram_webhook
from roviec.channels.zalo_bot import receiving as zalo_webhook
from roviec.db import budget
from roviec.db.models import Address, Inbox, Outbox
from roviec.db.models.delivery import Arrival
from tests.cli.conftest import ROSTER, Office
from tests.fakes.telegram.server import TOKEN as TELEGRAM
from tests.fakes.zalo_bot.core import TOKEN as ZALO

# The fake Bot API pushes to loopback only; nobody listens there.
OURS = {"telegram": "http://127.0.0.1:9", "zalo_bot": "https://roviec.example.vn"}
HOOKS = {
    "telegram": OURS["telegram"] + telegram_webhook.path_of(TELEGRAM),
    "zalo_bot": OURS["zalo_bot"] + zalo_webhook.path_of(ZALO),
}
TOKENS = {"telegram": TELEGRAM, "zalo_bot": ZALO}
Ask = Callable[..., Any]


@contextmanager
def platform(name: str) -> Iterator[tuple[str, Ask]]:
    """Run a fake; return its root and a way to call it: a method of the bot, or /sim/…."""
    command = [sys.executable, "-m", f"tests.fakes.{name}", "--port", "0"]
    command += ["--no-throttle"] if name == "telegram" else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        root = process.stdout.readline().strip()

        def ask(path: str, **data: Any) -> Any:
            path = path if path.startswith("sim/") else f"bot{TOKENS[name]}/{path}"
            return httpx.post(f"{root}/{path}", json=data).json()

        try:
            yield root, ask
        finally:
            process.terminate()


@pytest.fixture(params=["telegram", "zalo_bot"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ask(channel: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """An office in good order whose one channel is on, with its webhook where it belongs."""
    office.roster(
        ROSTER.replace(
            "Chủ tịch,UBND xã Đại Lãnh,,0912 345 678,lãnh đạo", "Chủ tịch,UBND xã Đại Lãnh,,,quản trị"
        )
    )

    async def link(session: AsyncSession) -> None:
        for person in (1, 2, 3):
            session.add(Address(channel="web", chat=str(person), person_id=person))

    office.inside(link)
    with platform(channel) as (root, asked):
        for key, value in {
            "ENABLED": "true", "TOKEN": TOKENS[channel], "BASE_URL": root, "MODE": "webhook"
        }.items():  # fmt: skip
            monkeypatch.setenv(f"ROVIEC_{channel.upper()}__{key}", value)
        monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", OURS[channel])
        asked("setWebhook", url=HOOKS[channel], secret_token="s3cret-s3cret")
        yield asked


def wrong(office: Office, *options: str) -> dict[str, str]:
    """Return the advice of each check that failed; no secret may stand anywhere."""
    begun = time.monotonic()
    result = office("doctor", "--json", *options)
    assert time.monotonic() - begun < 15
    assert not [token for token in TOKENS.values() if token in result.out + result.err]
    assert result.json["ok"] == (result.code == 0)
    failed = {check["check"]: check["advice"] for check in result.json["checks"] if not check["ok"]}
    # Everybody of this office has the web chat alone, and no browser was asked.
    failed.pop("untold", None)
    if "127.0.0.1:9" in os.environ["ROVIEC_WEB__PUBLIC_URL"]:
        del failed["public_url"], failed["loopback"]
    return failed


def test_a_channel_in_good_order_is_told_so(office: Office, ask: Ask, channel: str) -> None:
    assert wrong(office) == {}
    words = office("doctor").out
    label = {"telegram": "Telegram", "zalo_bot": "Zalo Bot"}[channel]
    assert f"✓ Kết nối tới nền tảng: {label}, " in words
    assert f"✓ Webhook: {label}" in words
    assert f"✓ Tin đến gần nhất: {label}, chưa có tin nào" in words


def test_a_wrong_token_is_named_and_not_shown(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ROVIEC_{channel.upper()}__TOKEN", "1459232241454765289:wrong-wrong-wrong")
    advice = wrong(office)
    assert set(advice) == {"refused"}
    assert f"ROVIEC_{channel.upper()}__TOKEN" in advice["refused"]
    assert "wrong-wrong" not in office("doctor").out


def test_a_missing_token_is_one_finding(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ROVIEC_{channel.upper()}__TOKEN", "")
    assert set(wrong(office)) == {"token"}


def test_a_platform_out_of_reach_takes_seconds_and_says_what_to_do(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ROVIEC_{channel.upper()}__BASE_URL", "http://127.0.0.1:1")
    advice = wrong(office)
    assert set(advice) == {"reach"}
    assert "enabled = false" in advice["reach"]


def test_a_platform_that_never_answers_is_given_up_after_seconds(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roviec.bot.cli.channel_checks.PATIENCE", 1)
    ask("sim/fault", kind="hang", method="getMe")
    assert set(wrong(office)) == {"reach"}


def test_a_webhook_that_leads_elsewhere_is_told(office: Office, ask: Ask, channel: str) -> None:
    ask("setWebhook", url=f"{OURS[channel]}/elsewhere", secret_token="s3cret-s3cret")
    assert set(wrong(office)) == {"webhook"}


def test_a_webhook_that_was_left_behind_is_told(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ROVIEC_{channel.upper()}__MODE", "polling")
    assert set(wrong(office)) == {"webhook_left"}
    ask("deleteWebhook")
    assert wrong(office) == {}


def test_a_clock_that_is_wrong_is_told(office: Office, ask: Ask) -> None:
    ask("sim/advance", seconds=95)
    advice = wrong(office)["skew"]
    assert re.search(r"lệch 9[3-7] giây", advice)


@pytest.mark.parametrize("channel", ["zalo_bot"], indirect=True)
def test_only_a_thorough_look_spends_a_trial_of_the_webhook(office: Office, ask: Ask, channel: str) -> None:
    assert wrong(office) == {}
    advice = wrong(office, "--thorough")
    assert "không vào được từ Internet" in advice["webhook_test"]


@pytest.mark.parametrize("channel", ["zalo_bot"], indirect=True)
def test_a_short_month_and_a_full_bot_are_told(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROVIEC_ZALO_BOT__PEOPLE", "1")

    async def use(session: AsyncSession) -> None:
        await budget.count(session, channel="zalo_bot", now=datetime.now(UTC), sent=2500)
        session.add(Address(channel="zalo_bot", chat="a"))

    office.inside(use)
    advice = wrong(office)
    assert set(advice) == {"quota", "seats"}
    assert "2500/3000" in advice["quota"]


@pytest.mark.parametrize("channel", ["telegram"], indirect=True)
def test_the_last_push_that_failed_is_told(office: Office, ask: Ask, channel: str) -> None:
    ask("sim/say", user_id=10_001, text="chào")
    time.sleep(0.5)
    assert "webhook_error" in wrong(office)


def test_what_waits_too_long_is_told(office: Office, ask: Ask, channel: str) -> None:
    old = datetime.now(UTC) - timedelta(hours=1)

    async def leave(session: AsyncSession) -> None:
        session.add(Outbox(channel=channel, chat="1", body={}, not_before=old, created_at=old))
        session.add(
            Inbox(channel=channel, external_id="1", chat="1", payload={}, state=Arrival.new, received_at=old)
        )

    office.inside(leave)
    assert set(wrong(office)) == {"inbox", "outbox"}


def test_an_invitation_says_how_the_channel_is_opened(office: Office, ask: Ask, channel: str) -> None:
    made = office.ok("people", "invite", "Trần Thị Bình", "--json")
    if channel == "telegram":
        assert re.fullmatch(r"https://t\.me/\w+\?start=" + made.json["code"], made.json["links"]["telegram"])
    else:
        assert "mở bot rồi gõ mã" in made.err


def test_an_invitation_is_made_even_when_the_platform_is_out_of_reach(
    office: Office, ask: Ask, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ROVIEC_{channel.upper()}__BASE_URL", "http://127.0.0.1:1")
    assert set(office.ok("people", "invite", "Trần Thị Bình", "--json").json["links"]) == {"web"}
