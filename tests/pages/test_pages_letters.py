"""What could not be delivered, on a page: admins alone see it, by role and reason and never what it says; it leaves once."""

import pytest

from roviec.db.models import AuditEntry, Outbox
from roviec.db.models.delivery import Departure
from roviec.delivery import notify
from roviec.handlers.choices.letters import LetterAgain, LettersAgain
from roviec.messages.outgoing import Outgoing
from tests.handlers.several_stage import BLOCKED, Weather
from tests.pages.conftest import Pages, form_with
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

AT = "/trang/tin-loi"
SECRET = "Báo cáo mật tháng 6"


async def given_up(pages: Pages, count: int = 1) -> Weather:
    """Give up messages to an official; the weather that did it is fair again."""
    lan = await pages.chat.official("Nguyễn Thị Lan", "Phòng Văn hóa", channel="plain")
    weather = Weather(pages.chat.plain)
    weather.order(lasting=BLOCKED)
    async with pages.chat.db.write() as session:
        for n in range(count):
            channels = pages.chat.house.channels
            message = Outgoing(f"{SECRET} {n}")
            assert lan.person is not None
            await notify.person(
                session, lan.person.id or 0, message, channels=channels, now=pages.chat.now, key=f"told/{n}"
            )
    await pages.chat.settle()
    weather.order(lasting=None)
    return weather


async def dead(pages: Pages) -> list[Outbox]:
    return list(await pages.chat.rows(Outbox, Outbox.state == Departure.dead))


async def test_an_admin_sees_why_and_sends_again_once(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        assert "Không có tin nào bị thôi gửi" in await browser.opens(AT)
        assert AT + '"' not in (await browser.opens("/trang")).replace('class="ways', "")
        await given_up(both, 3)
        assert "Có 3 tin không gửi được" in await browser.opens("/trang")
        text = await browser.opens(AT)
        assert text.count("Cán bộ, Phòng Văn hóa") == 6, "each once to see and once to hear"
        assert SECRET not in text
        assert "Nguyễn Thị Lan" not in text
        first = (await dead(both))[0]
        form = form_with(text, "viec", LetterAgain(f"{first.id:x}").pack())
        assert "Đã xếp 1 tin" in await browser.sends(form)
        # The same button in another window: nothing leaves twice.
        again = {**form.hidden, "lan": "0" * 16}
        assert "đã được gửi lại" in await browser.posts(AT, again)
        await both.chat.settle()
        assert len(await dead(both)) == 2
        every = form_with(await browser.opens(AT), "viec", LettersAgain().pack())
        assert "Đã xếp 2 tin" in await browser.sends(every)
        await both.chat.settle()
        assert "Không có tin nào bị thôi gửi" in await browser.opens(AT)
        assert "không gửi được" not in await browser.opens("/trang")
    assert await dead(both) == []
    acts = [(one.what, one.data) for one in await both.chat.rows(AuditEntry) if one.what == "resend"]
    assert acts == [("resend", {"count": 1}), ("resend", {"count": 2})]


async def test_many_are_shown_by_pages(pages: Pages) -> None:
    await given_up(pages, 23)
    async with pages.browser(pages.admin) as browser:
        assert f"{AT}?trang=2" in await browser.opens(AT)
        text = await browser.opens(f"{AT}?trang=2")
        assert text.count("<li class=") == 3
        assert f"{AT}?trang=1" in text


TABLE = rows("""
#        chair head mai huy admin citizen left nobody
see      403   403  403 403 200   401     401  401
again    403   403  403 403 200   401     401  401
all      403   403  403 403 200   401     401  401
other    403   403  403 403 400   401     401  401
""")


@pytest.mark.parametrize("act", TABLE)
async def test_it_is_for_admins_alone(pages: Pages, act: str) -> None:
    await given_up(pages, 2)
    first = (await dead(pages))[0]
    choice = {
        "again": LetterAgain(f"{first.id:x}").pack(),
        "all": LettersAgain().pack(),
        "other": "task.open:1",
    }
    found = []
    for n, who in enumerate(WHO):
        async with opened(pages, who) as browser:
            await browser.opens("/trang")
            assert ("Có 2 tin không gửi được" in browser.text) is (who == "admin")
            if act == "see":
                await browser.opens(AT)
            else:
                token = browser.token if browser.status == 200 else "0" * 32
                await browser.posts(AT, {"viec": choice[act], "khoa": token, "lan": f"{n:016x}"})
            found.append(str(browser.status))
        if "200" not in found:
            assert len(await dead(pages)) == 2
    assert found == TABLE[act]
