"""The fake's permission and tokens: codes that end, pairs that rotate, calls that need them."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.fakes.zalo_oa.server import FakeZaloOA

BACK = "https://roviec.example.vn/zalo/callback?state=abc"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


def permission(fake: FakeZaloOA, **changes: str) -> str:
    asked = {"app_id": fake.core.app_id, "redirect_uri": BACK, "code_challenge": CHALLENGE} | changes
    return f"{fake.oauth_url}/v4/oa/permission?{urlencode(asked)}"


def code_of(fake: FakeZaloOA, **changes: str) -> str:
    return parse_qs(urlsplit(fake.allows(permission(fake, **changes))).query)["code"][0]


async def token(fake: FakeZaloOA, *, secret: str = "", **form: str) -> Any:
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            f"{fake.oauth_url}/v4/oa/access_token",
            data={"app_id": fake.core.app_id, **form},
            headers={"secret_key": secret or fake.core.app_secret},
        )
    assert answer.status_code == 200
    return answer.json()


async def exchange(fake: FakeZaloOA, code: str, verifier: str = VERIFIER) -> Any:
    return await token(fake, grant_type="authorization_code", code=code, code_verifier=verifier)


async def refresh(fake: FakeZaloOA, used: str) -> Any:
    return await token(fake, grant_type="refresh_token", refresh_token=used)


async def getoa(fake: FakeZaloOA, access: str, **headers: str) -> Any:
    async with httpx.AsyncClient() as http:
        answer = await http.get(
            f"{fake.openapi_url}/v2.0/oa/getoa", headers={"access_token": access, **headers}
        )
    return answer.json()


async def test_an_administrator_allows_and_is_sent_back_with_a_code(
    fake: FakeZaloOA, http: httpx.AsyncClient
) -> None:
    page = await http.get(permission(fake))
    assert "Cho phép" in page.text
    back = (await http.post(permission(fake))).headers["location"]
    assert back.startswith(BACK + "&")
    query = parse_qs(urlsplit(back).query)
    assert (query["state"], query["oa_id"]) == (["abc"], [fake.core.oa_id])
    pair = await exchange(fake, query["code"][0])
    assert pair["expires_in"] == "90000"
    assert (await getoa(fake, pair["access_token"]))["data"]["oa_id"] == fake.core.oa_id


async def test_a_state_outside_the_address_comes_back_only_by_a_switch(fake: FakeZaloOA) -> None:
    asked = permission(fake, redirect_uri="https://a.vn/back", state="xyz")
    assert "state" not in parse_qs(urlsplit(fake.allows(asked)).query)
    fake.core.echo_state = True
    assert parse_qs(urlsplit(fake.allows(asked)).query)["state"] == ["xyz"]


async def test_the_permission_page_knows_its_app_and_the_registered_address(
    fake: FakeZaloOA, http: httpx.AsyncClient
) -> None:
    assert (await http.get(permission(fake, app_id="1"))).json()["error"] == -14002
    fake.core.callback = "https://a.vn/back"
    refused = (await http.get(permission(fake))).json()
    assert (refused["error"], refused["error_name"]) == (-14003, "Invalid redirect uri")


async def test_a_code_works_once_for_ten_minutes_and_with_its_verifier(fake: FakeZaloOA) -> None:
    code = code_of(fake)
    assert "access_token" in await exchange(fake, code)
    assert "error" in await exchange(fake, code)
    assert "error" in await exchange(fake, code_of(fake), "w" * 43)
    late = code_of(fake)
    fake.core.clock.advance(601)
    assert "error" in await exchange(fake, late)


async def test_a_challenge_saved_in_the_console_wins(fake: FakeZaloOA) -> None:
    fake.core.challenge = CHALLENGE
    assert "access_token" in await exchange(fake, code_of(fake, code_challenge="other"))


async def test_without_a_challenge_no_verifier_is_asked_for(fake: FakeZaloOA) -> None:
    assert "access_token" in await exchange(fake, code_of(fake, code_challenge=""), "")


async def test_a_refresh_kills_the_old_pair_at_once(fake: FakeZaloOA) -> None:
    old = fake.grant()
    new = await refresh(fake, old["refresh_token"])
    assert (await getoa(fake, new["access_token"]))["error"] == 0
    assert (await getoa(fake, old["access_token"]))["error"] == -220
    again = await refresh(fake, old["refresh_token"])
    assert (again["error"], again["error_name"]) == (-14020, "Invalid refresh token.")
    # The failed try did not hurt the living pair.
    assert "access_token" in await refresh(fake, new["refresh_token"])


async def test_the_number_of_an_invalid_refresh_token_is_a_switch(fake: FakeZaloOA) -> None:
    fake.core.refresh_error = -14014
    assert (await refresh(fake, "x"))["error"] == -14014


async def test_an_access_token_may_outlive_its_rotation_by_a_switch(fake: FakeZaloOA) -> None:
    fake.core.rotation_kills_access = False
    old = fake.grant()
    await refresh(fake, old["refresh_token"])
    assert (await getoa(fake, old["access_token"]))["error"] == 0


async def test_tokens_end_by_the_clock(fake: FakeZaloOA) -> None:
    pair = fake.grant()
    fake.core.clock.advance(timedelta(hours=25).total_seconds() + 1)
    assert (await getoa(fake, pair["access_token"]))["error"] == -220
    fake.core.clock.advance(timedelta(days=90).total_seconds())
    assert (await refresh(fake, pair["refresh_token"]))["error"] == -14020


async def test_the_secret_travels_as_a_header_and_the_body_is_a_form(
    fake: FakeZaloOA, http: httpx.AsyncClient
) -> None:
    pair = fake.grant()
    wrong = await token(fake, secret="x", grant_type="refresh_token", refresh_token=pair["refresh_token"])
    assert "error" in wrong
    answer = await http.post(
        f"{fake.oauth_url}/v4/oa/access_token",
        json={
            "app_id": fake.core.app_id,
            "grant_type": "refresh_token",
            "refresh_token": pair["refresh_token"],
        },
        headers={"secret_key": fake.core.app_secret},
    )
    assert "error" in answer.json()
    assert "access_token" in await refresh(fake, pair["refresh_token"])


async def test_strangers_tokens_have_another_number_on_each_root(
    fake: FakeZaloOA, http: httpx.AsyncClient
) -> None:
    fake.grant()
    assert (await getoa(fake, "x"))["error"] == -216
    answer = await http.get(f"{fake.business_url}/message/quota", headers={"access_token": "x"})
    assert (answer.status_code, answer.json()["error"]) == (200, -124)
    # A Bearer token is no token.
    bearer = {"Authorization": f"Bearer {fake.grant()['access_token']}"}
    assert (await http.get(f"{fake.openapi_url}/v2.0/oa/getoa", headers=bearer)).json()["error"] == -216
    fake.core.token_status = 401
    assert (await http.get(f"{fake.openapi_url}/v2.0/oa/getoa")).status_code == 401


async def test_an_expired_token_may_have_the_number_of_an_invalid_one(fake: FakeZaloOA) -> None:
    old = fake.grant()
    fake.grant()
    fake.core.expired_error = -216
    refused = await getoa(fake, old["access_token"])
    assert (refused["error"], refused["message"]) == (-216, "Access token has expired")


async def test_a_proof_is_checked_when_it_comes_and_asked_for_by_a_switch(fake: FakeZaloOA) -> None:
    access = fake.grant()["access_token"]
    proof = hmac.new(fake.core.app_secret.encode(), access.encode(), hashlib.sha256).hexdigest()
    assert (await getoa(fake, access, appsecret_proof="0"))["error"] == -242
    assert (await getoa(fake, access, appsecret_proof=proof))["error"] == 0
    fake.core.proof_needed = True
    assert (await getoa(fake, access))["error"] == -242


async def test_the_minute_has_4000_calls(fake: FakeZaloOA, http: httpx.AsyncClient) -> None:
    access = fake.grant()["access_token"]
    assert fake.core.rate == 4000
    fake.core.rate = 2
    headers = {"access_token": access}
    first = await http.get(f"{fake.openapi_url}/v2.0/oa/getoa", headers=headers)
    assert (first.headers["x-ratelimit-limit"], first.headers["x-ratelimit-remain"]) == ("2", "1")
    assert (await http.get(f"{fake.business_url}/message/quota", headers=headers)).json()["error"] == 0
    third = await http.get(f"{fake.openapi_url}/v2.0/oa/getoa", headers=headers)
    assert (third.status_code, third.json()["error"], third.headers["x-ratelimit-remain"]) == (200, -32, "0")
    fake.core.clock.advance(61)
    assert (await getoa(fake, access))["error"] == 0


async def test_permission_can_be_taken_back(fake: FakeZaloOA) -> None:
    pair = fake.grant()
    fake.revoke()
    assert (await getoa(fake, pair["access_token"]))["error"] == -220
    assert (await refresh(fake, pair["refresh_token"]))["error"] == -14020
