"""The first day on a page: from an empty office to its first admin, and everybody who tries to come in between."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from roviec.db import setup
from roviec.db.engine import Database
from roviec.db.models import AuditEntry, Fact, Person, Role, Unit
from tests.chat import Chat
from tests.pages.conftest import Browser
from tests.pages.first_day import ADMIN, AWAY, OFFICE_FORM, FirstDay, enters, fills, sets_up


@pytest.fixture
async def first(db: Database, tmp_path: Path) -> FirstDay:
    return FirstDay(await Chat.bare(db, tmp_path))


def refused(browser: Browser, status: int, words: str) -> None:
    """One sentence, and nothing else of the office."""
    assert browser.status == status
    assert words in browser.text
    assert "<form" not in browser.text
    assert "khoa" not in browser.text


@pytest.mark.parametrize("by_key", [True, False])
async def test_an_empty_office_is_set_up_step_by_step(first: FirstDay, by_key: bool) -> None:
    key = await first.key()
    assert key is not None
    async with first.browser(*([AWAY] if by_key else [])) as browser:
        if not by_key:
            # Whoever opens the first page at this machine is led here.
            await browser.opens("/")
            assert browser.last is not None
            assert browser.last.headers["location"] == "/thiet-lap"
        text = await enters(browser, key if by_key else "")
        assert "Tên cơ quan" in text
        text = await fills(browser, **OFFICE_FORM | {"mo": "17:00", "dong": "07:30"})
        assert browser.status == 422
        assert "giờ bắt đầu trước giờ kết thúc" in text
        assert 'value="UBND xã Đại Lãnh"' in text
        text = await fills(browser, **OFFICE_FORM)
        assert "Quản trị viên đầu tiên" in text
        assert first.chat.parts.house.office == "UBND xã Đại Lãnh"
        assert first.chat.parts.house.calendar().week == frozenset(range(6))
        # Left, and taken up again; the step before can be mended.
        assert "Họ và tên" in await browser.opens("/thiet-lap")
        assert 'value="UBND xã Đại Lãnh"' in await browser.opens("/thiet-lap?buoc=co-quan")
        await browser.opens("/thiet-lap")
        text = await fills(browser, **ADMIN | {"dien-thoai": "12"})
        assert browser.status == 422
        assert "không phải số điện thoại" in text
        text = await fills(browser, **ADMIN)
        assert browser.status == 200
        assert "Việc tiếp theo" in text
        assert "Nhập danh sách cán bộ" in text
        # For good: neither here nor by any key.
        refused_again = await browser.opens("/thiet-lap")
        assert "đã được thiết lập" in refused_again
    (admin,) = await first.chat.rows(Person)
    (root,) = await first.chat.rows(Unit)
    assert (admin.role, admin.phone, root.name) == (Role.admin, "+84905123456", "UBND xã Đại Lãnh")
    assert {"setup", "office_set"} <= {one.what for one in await first.chat.rows(AuditEntry)}
    assert await first.key() is None


async def test_a_key_is_of_one_use_and_expires(first: FirstDay) -> None:
    key = await first.key()
    assert key is not None
    assert len(key) == 32
    kept = str([fact.value for fact in await first.chat.rows(Fact)])
    assert key not in kept, "only its hash is kept"
    async with first.browser(AWAY) as one, first.browser(AWAY) as other:
        # Messengers look at links: to look uses nothing up.
        for _ in range(3):
            await one.opens(f"/thiet-lap?ma={key}")
            assert one.status == 200
        await enters(one, key)
        await other.opens(f"/thiet-lap?ma={key}")
        refused(other, 403, "đã dùng hoặc hết hạn")
        await other.posts("/thiet-lap", {"ma": key})
        refused(other, 403, "đã dùng hoặc hết hạn")
        # A new start lets another browser in, and the first one out.
        fresh = await first.key()
        assert "Tên cơ quan" in await one.opens("/thiet-lap")
        assert fresh is not None
        assert "Tên cơ quan" in await enters(other, fresh)
        await one.opens("/thiet-lap")
        refused(one, 403, "roviec run in ra")
        late = await first.key()
        first.chat.now += setup.KEY_LIFE + timedelta(seconds=1)
        await other.opens(f"/thiet-lap?ma={late}")
        assert "Tên cơ quan" in other.text, "whoever is in needs no key"
    async with first.browser(AWAY) as third:
        await third.opens(f"/thiet-lap?ma={late}")
        refused(third, 403, "đã dùng hoặc hết hạn")


async def test_two_browsers_with_one_key_race_and_one_is_let_in(first: FirstDay) -> None:
    key = await first.key()
    assert key is not None
    async with first.browser(AWAY) as one, first.browser(AWAY) as other:
        await asyncio.gather(*(enters(browser, key) for browser in (one, other)))
        assert sorted([one.status, other.status]) == [200, 403]


async def test_two_finish_at_once_and_there_is_one_admin(first: FirstDay) -> None:
    async with first.browser() as browser:
        await enters(browser)
        await fills(browser, **OFFICE_FORM)
        async with first.browser() as twin:
            twin.client.cookies = browser.client.cookies
            await twin.opens("/thiet-lap")
            await asyncio.gather(fills(browser, **ADMIN), fills(twin, **ADMIN | {"ten": "Kẻ Gian"}))
    assert len(await first.chat.rows(Person)) == 1


STRANGERS = {
    "away": (AWAY, {}),
    "away, saying localhost": (AWAY, {"host": "localhost"}),
    "behind a proxy here": ("127.0.0.1", {"x-forwarded-for": AWAY}),
    "behind another proxy": ("127.0.0.1", {"forwarded": f"for={AWAY}"}),
    "behind a plain relay": ("127.0.0.1", {"via": "1.1 relay"}),
}


@pytest.mark.parametrize("who", STRANGERS)
async def test_nobody_is_let_in_from_elsewhere_without_the_key(first: FirstDay, who: str) -> None:
    await first.key()
    host, headers = STRANGERS[who]
    async with first.browser(host, **headers) as browser:
        await browser.opens("/thiet-lap")
        refused(browser, 403, "roviec run in ra")
        await browser.posts("/thiet-lap", {"ma": ""})
        refused(browser, 403, "roviec run in ra")
        await browser.posts("/thiet-lap/quan-tri", {**ADMIN, "khoa": "0" * 32})
        refused(browser, 403, "roviec run in ra")
    assert await first.chat.rows(Person) == []


async def test_a_proxy_that_hides_is_met_by_the_office_s_own_address(first: FirstDay) -> None:
    """A relay that forwards nothing looks like this machine; an office with an address of its own trusts none."""
    first.public_url = "https://roviec.xadailanh.gov.vn"
    async with first.browser() as browser:
        await browser.opens("/thiet-lap")
        refused(browser, 403, "roviec run in ra")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
async def test_a_forged_host_gets_a_sentence(first: FirstDay, host: str) -> None:
    async with first.browser(host=host) as browser:
        await browser.opens("/thiet-lap")
        refused(browser, 421, "địa chỉ chính thức")
        await browser.posts("/thiet-lap", {"ma": ""})
        refused(browser, 421, "địa chỉ chính thức")


async def test_another_site_can_t_press_the_button(first: FirstDay) -> None:
    async with first.browser(**{"sec-fetch-site": "cross-site"}) as browser:
        await browser.posts("/thiet-lap", {"ma": ""})
        refused(browser, 403, "không đến từ trang")
    async with first.browser() as browser:
        await enters(browser)
        await browser.posts("/thiet-lap/co-quan", {"ten": "Cơ quan giả", "khoa": "0" * 32})
        assert browser.status == 409
    assert first.chat.parts.house.office != "Cơ quan giả"


async def test_a_second_visitor_at_this_machine_waits(first: FirstDay) -> None:
    async with first.browser() as one, first.browser() as other:
        await enters(one)
        await other.opens("/thiet-lap")
        refused(other, 409, "trình duyệt khác")
        await other.posts("/thiet-lap", {"ma": ""})
        refused(other, 409, "trình duyệt khác")
        first.chat.now += setup.SESSION_LIFE
        assert "Tên cơ quan" in await enters(other)
        await one.opens("/thiet-lap")
        assert one.status == 409


async def test_keys_can_t_be_guessed_at_leisure(first: FirstDay) -> None:
    await first.key()
    async with first.browser(AWAY) as browser:
        for n in range(20):
            await browser.opens(f"/thiet-lap?ma=thu-{n}")
            assert browser.status == 403
        await browser.opens("/thiet-lap?ma=thu")
        refused(browser, 429, "quá nhiều lần")


async def test_an_office_with_people_was_never_open(first: FirstDay) -> None:
    await first.chat.official("Nguyễn Minh Sơn", await first.chat.unit("UBND xã"), Role.official)
    assert await first.key() is None
    async with first.browser() as browser:
        await browser.opens("/")
        assert browser.status == 200
        for path in ("/thiet-lap", "/thiet-lap?ma=x"):
            await browser.opens(path)
            refused(browser, 410, "đã được thiết lập")
        await browser.posts("/thiet-lap", {"ma": ""})
        refused(browser, 410, "đã được thiết lập")


async def test_nobody_gets_in_again_when_everybody_has_left(first: FirstDay) -> None:
    async with first.browser() as browser:
        await sets_up(browser)
        async with first.chat.db.write() as session:
            for person in await first.chat.rows(Person):
                (await session.merge(person)).left_on = first.chat.now.date()
        await browser.opens("/thiet-lap")
        refused(browser, 410, "đã được thiết lập")
    assert await first.key() is None
