"""What stands before the server is believed only where the office named it, and only about whom it speaks for."""

from dataclasses import replace

import httpx
import pytest
from web_house import House, served

from roviec.bot.settings import make
from roviec.web.limits import Limits
from tests.ports import free_port

FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip")


def trusting(*addresses: str) -> object:
    return make(web={"trusted_proxies": addresses}).web.connections


async def statuses(address: str, *headers: dict[str, str]) -> list[int]:
    found = []
    for one in headers:
        async with httpx.AsyncClient(base_url=address, headers=one) as person:
            found.append((await person.get("/")).status_code)
    return found


@pytest.mark.parametrize("trusted", [(), ("10.0.0.5",), ("10.0.0.0/8", "::1")])
async def test_nobody_else_is_believed_about_who_comes(house: House, trusted: tuple[str, ...]) -> None:
    limited = house.again(limits=replace(Limits(), chats_per_minute=2))
    async with served(limited.app, free_port(), trusting(*trusted)) as address:  # type: ignore[arg-type]
        liars = [dict.fromkeys(FORWARDED, f"203.0.{n}.7") for n in range(4)]
        assert await statuses(address, *liars) == [200, 200, 429, 429]


@pytest.mark.parametrize("trusted", [("127.0.0.1",), ("127.0.0.0/8",)])
async def test_the_named_proxy_is_believed_about_the_address_alone(
    house: House, trusted: tuple[str, ...]
) -> None:
    limited = house.again(limits=replace(Limits(), chats_per_minute=1))
    async with served(limited.app, free_port(), trusting(*trusted)) as address:  # type: ignore[arg-type]
        people = [{"x-forwarded-for": f"203.{n}.0.7", "x-forwarded-proto": "https"} for n in range(3)]
        assert await statuses(address, *people, people[0]) == [200, 200, 200, 429]


@pytest.mark.parametrize("trusted", [(), ("127.0.0.1",)])
async def test_no_proxy_lends_a_request_another_name(house: House, trusted: tuple[str, ...]) -> None:
    own = house.deps.public_url.partition("://")[2]
    async with served(house.app, free_port(), trusting(*trusted)) as address:  # type: ignore[arg-type]
        stranger = {"host": "evil.example", "x-forwarded-host": own, "x-forwarded-proto": "https"}
        assert await statuses(address, stranger, {"x-forwarded-host": "evil.example"}) == [421, 200]
