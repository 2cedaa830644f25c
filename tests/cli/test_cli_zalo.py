"""roviec zalo, roviec survey ask, and what the doctor says of the Official Account."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.zalo_oa.seal import Box, Pair
from roviec.db import official
from roviec.db.models import OaToken, Outbox
from tests.cli.conftest import Office
from tests.cli.test_cli_doctor import wrong
from tests.fakes.zalo_oa.server import FakeZaloOA


class Platform:
    """A fake that listens in a thread of its own, because each command runs a loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.fake = FakeZaloOA()
        self.thread = threading.Thread(target=self.loop.run_forever)

    def does(self, work: Any) -> Any:
        """Run a coroutine, or call a function, where the fake lives."""

        async def inside() -> Any:
            found = work() if callable(work) else work
            return await found if asyncio.iscoroutine(found) else found

        return asyncio.run_coroutine_threadsafe(inside(), self.loop).result(10)


@pytest.fixture
def platform(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """The staffed office with the channel on."""
    up = Platform()
    up.thread.start()
    up.does(up.fake.__aenter__)
    core = up.fake.core
    values = {"ENABLED": "true", "APP_ID": core.app_id, "APP_SECRET": core.app_secret}
    values |= {"OA_SECRET": core.oa_secret, "OPENAPI_URL": up.fake.openapi_url}
    values |= {"OAUTH_URL": up.fake.oauth_url, "BUSINESS_URL": up.fake.business_url}
    for key, value in values.items():
        monkeypatch.setenv(f"ROVIEC_ZALO_OA__{key}", value)
    yield up
    up.does(lambda: up.fake.__aexit__())
    up.loop.call_soon_threadsafe(up.loop.stop)
    up.thread.join()
    with contextlib.closing(up.loop):
        pass


def connected(
    office: Office, platform: Platform, *, old: timedelta = timedelta(0), trouble: str = ""
) -> None:
    """Give the office a pair of tokens."""
    given = platform.does(platform.fake.grant)
    pair = Pair(given["access_token"], given["refresh_token"], 90_000)
    now = datetime.now(UTC) - old
    row = OaToken(
        app_id=platform.fake.core.app_id,
        sealed=Box(platform.fake.core.app_secret).seal(pair),
        obtained_at=now,
        expires_at=now + timedelta(hours=25),
        trouble=trouble,
    )

    async def add(session: AsyncSession) -> None:
        session.add(row)

    office.inside(add)


def test_an_office_without_the_channel_is_told(staffed: Office) -> None:
    result = staffed("zalo", "connect")
    assert result.code == 2
    assert "zalo_oa.enabled" in result.err


def test_connect_prints_the_link_alone_and_the_webhook_beside_it(staffed: Office, platform: Platform) -> None:
    result = staffed.ok("zalo", "connect")
    assert result.out.startswith("https://roviec.example.vn/zalo_oa/ket-noi?ma=")
    assert len(result.out.splitlines()) == 1
    assert "https://roviec.example.vn/zalo_oa/" in result.err


def test_connect_needs_https(staffed: Office, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_WEB__PUBLIC_URL", "http://10.0.0.1")
    result = staffed("zalo", "connect")
    assert result.code == 2
    assert "web.public_url" in result.err


def test_templates_are_read_listed_and_given_a_purpose(staffed: Office, platform: Platform) -> None:
    connected(staffed, platform)
    platform.does(lambda: platform.fake.template("7895417", "Nhắc việc", {"ho_ten": 30, "viec": 60}))
    platform.does(lambda: platform.fake.template("7895418", "Chờ duyệt", {"a": 5}, status="PENDING_REVIEW"))
    shown = staffed.ok("zalo", "templates")
    assert "7895417" in shown.out
    assert "ho_ten ≤ 30, viec ≤ 60" in shown.out
    assert "Chưa có mẫu được duyệt cho: task.reminder, task.news" in shown.out
    done = staffed.ok("zalo", "template", "set", "task.reminder", "7895417")
    assert "7895417 «Nhắc việc» dùng cho task.reminder" in done.out
    assert "PENDING_REVIEW" in staffed.ok("zalo", "template", "set", "digest", "7895418").err
    assert "task.reminder" not in staffed.ok("zalo", "templates").out.splitlines()[-1]
    assert {row["purpose"] for row in staffed.ok("zalo", "templates", "--json").json} == {
        "task.reminder",
        "digest",
    }
    for words, says in ((("nosuch", "7895417"), "mục đích «nosuch»"), (("digest", "1"), "mẫu tin số 1")):
        refused = staffed("zalo", "template", "set", *words)
        assert refused.code == 2
        assert says in refused.err


def test_templates_of_the_last_reading_are_shown_while_zalo_is_away(
    staffed: Office, platform: Platform
) -> None:
    result = staffed.ok("zalo", "templates")
    assert "Chưa đọc được mẫu từ Zalo" in result.err


def test_asking_for_stars(staffed: Office, platform: Platform) -> None:
    campaign = staffed.ok("survey", "open", "ho-so", "--unit", "Tư pháp – Hộ tịch").out.strip()
    words = ("survey", "ask", campaign, "--unit", "Tư pháp – Hộ tịch", "--phone")
    assert "không phải là số điện thoại" in staffed(*words, "12").err
    assert "roviec zalo template set survey.rating" in staffed(*words, "0934567890").err
    connected(staffed, platform)
    platform.does(lambda: platform.fake.template("5", "Chấm sao", {"ho_ten": 30}))
    staffed.ok("zalo", "templates")
    staffed.ok("zalo", "template", "set", "survey.rating", "5")
    assert f"đợt {campaign}" in staffed.ok(*words, "0934 567 890", "--name", "An", "--dossier", "H1").err
    assert "đã được mời" in staffed(*words, "0934567890", "--dossier", "H1").err

    async def posted(session: AsyncSession) -> tuple[str, str]:
        row = (await session.exec(select(Outbox))).one()
        return row.channel, row.chat

    assert staffed.inside(posted) == ("zalo_oa", "+84934567890")


def test_the_doctor_says_what_the_account_needs_next(
    staffed: Office, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    advice = wrong(staffed)
    assert "roviec zalo connect" in advice["oa_connected"]
    assert "https://roviec.example.vn/zalo_oa/" in advice["oa_webhook"]
    assert "task.reminder" in advice["oa_templates"]
    assert not {"token", "oa_token"} & set(advice)
    connected(staffed, platform)

    async def heard(session: AsyncSession) -> None:
        await official.heard(session, now=datetime.now(UTC))

    staffed.inside(heard)
    assert not {"oa_connected", "oa_token", "oa_webhook"} & set(wrong(staffed))

    async def unsigned(session: AsyncSession) -> None:
        await official.heard(session, now=datetime.now(UTC), unsigned=True)

    staffed.inside(unsigned)
    assert "OA Secret Key" in wrong(staffed)["oa_signature"]
    assert "oa_enforced" not in wrong(staffed)
    monkeypatch.setenv("ROVIEC_ZALO_OA__SIGNATURE", "log")
    advice = wrong(staffed)
    assert "zalo_oa.signature = enforce" in advice["oa_enforced"]
    assert not [sentence for sentence in advice.values() if "signature = log" in sentence]
    monkeypatch.setenv("ROVIEC_ZALO_OA__TOKEN_KEY", "khác")
    assert "oa_connected" in wrong(staffed)


@pytest.mark.parametrize(
    ("old", "trouble"),
    [(timedelta(hours=26), ""), (timedelta(hours=1), "-14014")],
    ids=["expired", "refused"],
)
def test_the_doctor_sees_a_token_that_is_not_renewed(
    staffed: Office, platform: Platform, old: timedelta, trouble: str
) -> None:
    connected(staffed, platform, old=old, trouble=trouble)
    assert "roviec zalo connect" in wrong(staffed)["oa_token"]


def test_a_missing_secret_is_one_sentence(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROVIEC_ZALO_OA__ENABLED", "true")
    advice = wrong(staffed)
    assert "ROVIEC_ZALO_OA__APP_SECRET" in advice["token"]
