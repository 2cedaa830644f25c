"""Web Push: sealed so that one browser alone reads it, signed by the office, and never sent into our own network."""

import asyncio
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.channels.webchat.push import LONGEST, PADDED, Push
from roviec.channels.webchat.sealing import Lock, decoded, encoded, seal
from roviec.channels.webchat.subscription import Subscription
from roviec.channels.webchat.vapid import Vapid, private_key
from roviec.messages.outcome import Failure
from tests.examples import examples
from tests.fakes.push_service import Browser, PushService, verified

NOW = datetime(2026, 6, 29, 1, 0, tzinfo=UTC)
WORDS = {"title": "UBND xã Đại Lãnh", "body": "Ông/Bà có tin mới từ UBND xã Đại Lãnh."}

# The example of RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_rfc_8291_is_sealed_to_the_letter() -> None:
    lock = Lock(decoded(POINT), decoded(AUTH))
    assert encoded(seal(PLAIN, lock, ours=private_key(SENDER), salt=decoded(SALT))) == SEALED


def test_the_browser_of_the_fake_service_opens_the_example() -> None:
    assert Browser(private_key(RECEIVER), decoded(AUTH)).opened(decoded(SEALED)) == PLAIN


@settings(max_examples=examples(50), deadline=None)
@given(st.binary(max_size=1000).filter(lambda words: not words.endswith(b"\0")))
def test_whatever_is_sealed_opens_for_its_browser_alone(words: bytes) -> None:
    browser, other = Browser(), Browser()
    lock = Lock(browser.point, browser.auth)
    sealed = seal(words, lock, padded=PADDED)
    assert browser.opened(sealed) == words
    assert len(sealed) == len(seal(b"", lock, padded=max(PADDED, len(words))))
    assert sealed != seal(words, lock, padded=PADDED)
    with pytest.raises(InvalidTag):
        other.opened(sealed)


def test_a_key_is_made_once_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "push.key"
    first = Vapid(path).public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Vapid(path).public == first
    assert [file.name for file in path.parent.iterdir()] == ["push.key"]
    given = encoded((7).to_bytes(32, "big"))
    assert Vapid(path, given=given).public != first
    assert len(decoded(first)) == 65


async def test_many_that_make_a_key_at_once_have_the_same(tmp_path: Path) -> None:
    made = await asyncio.gather(*(asyncio.to_thread(lambda: Vapid(tmp_path / "k").public) for _ in range(8)))
    assert len(set(made)) == 1


@pytest.mark.parametrize("text", ["", "abc", "=" * 43, encoded(bytes(32)), encoded(bytes(31)), "ế" * 43])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        private_key(text)


def test_a_token_names_the_service_the_office_and_an_hour(tmp_path: Path) -> None:
    vapid = Vapid(tmp_path / "k", contact="mailto:vp@xa.gov.vn")
    claims = verified(vapid.header("https://push.example", NOW))
    assert claims["aud"] == "https://push.example"
    assert claims["sub"] == "mailto:vp@xa.gov.vn"
    assert NOW < datetime.fromtimestamp(claims["exp"], UTC) <= NOW + timedelta(hours=24)
    assert claims["k"] == vapid.public
    assert "sub" not in verified(Vapid(tmp_path / "k").header("https://push.example", NOW))


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService.open() as service:
        yield service


@pytest.fixture
async def push(service: PushService, tmp_path: Path) -> AsyncIterator[Push]:
    made = Push(Vapid(tmp_path / "push.key"), trusted=service.root, timeout=2.0)
    yield made
    await made.close()


async def test_a_knock_is_shown_by_its_browser(service: PushService, push: Push) -> None:
    to = Subscription.from_json(service.subscribe("lan"))
    await push.knock(to, WORDS, now=NOW)
    assert service.shown == [("lan", WORDS)]
    assert service.claims[0]["aud"] == service.root
    # What is kept gives the same subscription again, and nothing of the browser's other words.
    assert Subscription.from_json(to.as_json()) == to
    assert set(to.as_json()) == {"endpoint", "keys"}


@pytest.mark.parametrize(
    ("answer", "gone", "retry", "wait"),
    [
        (web.Response(status=404), True, False, None),
        (web.Response(status=410), True, False, None),
        (web.Response(status=403), False, False, None),
        (web.Response(status=413), False, False, None),
        (web.Response(status=301, headers={"location": "http://127.0.0.1/"}), False, False, None),
        (web.Response(status=429, headers={"retry-after": "120"}), False, True, 120.0),
        (web.Response(status=429, headers={"retry-after": "9" * 30}), False, True, LONGEST),
        (web.Response(status=503, headers={"retry-after": "mai"}), False, True, None),
        (
            web.Response(status=503, headers={"retry-after": "Mon, 29 Jun 2026 01:05:00 GMT"}),
            False,
            True,
            300.0,
        ),
    ],
)
async def test_what_a_service_answers_says_what_to_do(
    service: PushService, push: Push, answer: web.Response, gone: bool, retry: bool, wait: float | None
) -> None:
    service.answers.append(answer)
    with pytest.raises(Failure) as caught:
        await push.knock(Subscription.from_json(service.subscribe("lan")), WORDS, now=NOW)
    failure = caught.value
    assert (failure.unreachable, failure.retry, failure.retry_after) == (gone, retry, wait)
    assert service.root not in failure.reason


async def test_a_service_that_is_away_is_tried_again(tmp_path: Path) -> None:
    push = Push(Vapid(tmp_path / "k"), trusted="http://127.0.0.1:9")
    to = Subscription.from_json(Browser().subscription("http://127.0.0.1:9/push/lan"))
    with pytest.raises(Failure) as caught:
        await push.knock(to, WORDS, now=NOW)
    assert caught.value.retry
    await push.close()


INSIDE = [
    *("http://push.example/1", "https://127.0.0.1/1", "https://127.0.0.1:8080/1", "https://10.0.0.7/1"),
    *("https://192.168.1.1/1", "https://169.254.169.254/latest/meta-data", "https://[::1]/1", "/push/1"),
    *("https://[::ffff:10.0.0.1]/1", "https://[fd00::1]/1", "https://user:pw@127.0.0.1/1", "ftp://x/1"),
    *("https://", "https://[", "file:///etc/passwd", "javascript:alert(1)", "https:///1"),
]


@pytest.mark.parametrize("endpoint", INSIDE)
async def test_an_endpoint_inside_is_neither_taken_nor_knocked_at(endpoint: str, tmp_path: Path) -> None:
    push = Push(Vapid(tmp_path / "k"))
    to = Subscription.from_json(Browser().subscription(endpoint))
    assert not push.takes(to)
    with pytest.raises(Failure) as caught:
        await push.knock(to, WORDS, now=NOW)
    assert caught.value.unreachable
    await push.close()


@pytest.mark.parametrize("host", ["localhost", "localhost.", "noi-bo.example"])
async def test_a_name_that_leads_inside_is_not_connected_to(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        one = {"hostname": host, "host": "10.0.0.1", "port": 443, "family": 2, "proto": 6, "flags": 0}
        return [one, one | {"host": "127.0.0.1"}]

    monkeypatch.setattr(aiohttp.ThreadedResolver, "resolve", resolve)
    push = Push(Vapid(tmp_path / "k"))
    with pytest.raises(Failure) as caught:
        await push.knock(Subscription.from_json(Browser().subscription(f"https://{host}/1")), WORDS, now=NOW)
    assert caught.value.unreachable
    await push.close()


@settings(max_examples=examples(100), deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["endpoint", "keys", "p256dh", "auth"]), inner, max_size=4)
        ),
    )
)
def test_what_is_no_subscription_is_one_error(said: object) -> None:
    with pytest.raises(ValueError):
        Subscription.from_json(said)


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": encoded(b"\4" + bytes(64)), "auth": AUTH},
        {"p256dh": POINT, "auth": "AA"},
        {"p256dh": POINT[:-2], "auth": AUTH},
        {"p256dh": "không", "auth": AUTH},
        {"p256dh": POINT},
        {},
    ],
)
def test_keys_off_the_curve_or_of_another_length_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Subscription.from_json({"endpoint": "https://push.example/1", "keys": keys})


def test_a_public_endpoint_is_taken(tmp_path: Path) -> None:
    push = Push(Vapid(tmp_path / "k"))
    for endpoint in (
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://web.push.apple.com/Q",
        "https://8.8.8.8/1",
    ):
        assert push.takes(Subscription.from_json(Browser().subscription(endpoint)))


def test_neither_the_key_nor_an_endpoint_is_printed() -> None:
    assert SENDER not in repr(Vapid(Path("k"), given=SENDER))
    assert "push.example" not in repr(
        Subscription.from_json(Browser().subscription("https://push.example/1"))
    )
