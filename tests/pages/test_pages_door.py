"""Getting in: a link from the chat, once, for whoever asked; left again; nobody else and no other site."""

import pytest

from roviec.db.models import WebPass, WebSession
from roviec.texts import catalogue
from tests.pages.conftest import Pages, enter, form_with, forms_of

STRICT = "script-src 'none'"


async def test_a_link_from_the_chat_opens_the_pages_once(both: Pages) -> None:
    link = await both.link(both.chair)
    both.chair.hears("dùng một lần trong 30 phút")
    async with both.nobody() as browser:
        # A messenger that looks at the link uses nothing up.
        for _ in range(2):
            assert "dành riêng cho Ông/Bà Nguyễn Minh Sơn" in await browser.opens(link)
        assert "Chủ tịch" in await enter(browser, link)
        assert browser.status == 200
        assert "Tổng quan" in browser.text
    async with both.nobody() as other:
        assert "đã dùng rồi" in await other.opens(link)
        assert other.status == 403
        await other.posts("/trang/vao", {"ma": link.partition("ma=")[2]})
        assert other.status == 403
        assert "gửi /trang" in await other.opens("/trang")
        assert other.status == 401
    assert await both.chat.rows(WebPass) == []


async def test_the_leaders_overview_in_the_chat_has_the_button(pages: Pages) -> None:
    await pages.chair.says("/viec")
    await pages.chair.presses("Mở trang")
    assert "/trang/vao?ma=" in pages.chair.last["link"]


async def test_a_link_is_over_after_half_an_hour(pages: Pages) -> None:
    link = await pages.link(pages.head)
    pages.chat.later(minutes=31)
    async with pages.nobody() as browser:
        await browser.opens(link)
        assert browser.status == 403


async def test_whoever_has_left_the_office_is_let_in_no_more(pages: Pages) -> None:
    link = await pages.link(pages.head)
    async with pages.browser(pages.head) as browser:
        async with pages.chat.db.write() as session:
            person = await session.get_one(type(pages.head.person), pages.head.person.id)
            person.left_on = pages.chat.now.date()
        await browser.opens("/trang")
        assert browser.status == 401
        await browser.opens(link)
        assert browser.status == 403


async def test_a_citizens_chat_opens_nothing_and_a_linked_one_opens_its_own(pages: Pages) -> None:
    from roviec.db import sessions

    stranger = pages.chat.person("nguoi-la")
    await stranger.says("/trang")
    stranger.hears("dành cho cán bộ")
    for who, status in ((stranger, 401), (pages.mai, 200)):
        secret, now = sessions.new_secret(), pages.chat.now
        async with pages.chat.db.write() as session:
            await sessions.begin(session, secret, chat=who.chat, now=now, life=sessions.Life())
        async with pages.nobody() as browser:
            browser.client.cookies.set("rv_chat", secret)
            await browser.opens("/trang")
            assert browser.status == status
            # Its own chat is left in the chat.
            assert "/trang/ra" not in browser.text


async def test_whoever_leaves_is_out_and_the_session_is_gone(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        text = await browser.opens("/trang")
        assert "Đã thoát" in await browser.sends(form_with(text, "khoa", forms_of(text)[0].hidden["khoa"]))
        await browser.opens("/trang")
        assert browser.status == 401
    assert [one for one in await pages.chat.rows(WebSession) if one.person_id] == []


async def test_sessions_are_listed_and_one_is_ended_from_another(both: Pages) -> None:
    async with both.browser(both.chair) as desk, both.browser(both.chair) as lost:
        text = await desk.opens("/trang/phien")
        assert text.count('name="phien"') == 2
        assert text.count("đang dùng") == 1
        other = next(
            form
            for form, part in zip(_ends(text), text.split('class="card row"')[1:], strict=True)
            if "đang dùng" not in part
        )
        assert "Đã kết thúc phiên đó" in await desk.sends(other)
        await lost.opens("/trang")
        assert lost.status == 401
        assert (await desk.opens("/trang/phien")).count('name="phien"') == 1


def _ends(text: str):
    return [form for form in forms_of(text) if form.path == "/trang/phien"]


async def test_nobody_ends_somebody_elses_session(pages: Pages) -> None:
    async with pages.browser(pages.chair) as mine, pages.browser(pages.head) as theirs:
        await theirs.opens("/trang/phien")
        ref = _ends(theirs.text)[0].hidden["phien"]
        await mine.opens("/trang/phien")
        await mine.sends(_ends(mine.text)[0], phien=ref)
        assert "đã kết thúc rồi" in mine.text
        await theirs.opens("/trang")
        assert theirs.status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_form_of_another_site_does_nothing(pages: Pages, site: str) -> None:
    async with pages.browser(pages.chair) as browser:
        form = next(form for form in forms_of(await browser.opens("/trang")) if form.path == "/trang/ra")
        browser.client.headers["sec-fetch-site"] = site
        await browser.sends(form)
        assert browser.status == 403
        browser.client.headers["sec-fetch-site"] = "same-origin"
        await browser.opens("/trang")
        assert browser.status == 200


async def test_a_form_without_its_token_or_with_anothers_does_nothing(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser, pages.browser(pages.head) as other:
        token = forms_of(await other.opens("/trang"))[0].hidden["khoa"]
        for khoa in ("", token):
            await browser.posts("/trang/ra", {"khoa": khoa})
            assert browser.status == 409
        await browser.opens("/trang")
        assert browser.status == 200


async def test_pages_run_no_script_and_stay_in_no_cache(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        for path in ("/trang", "/trang/viec", "/trang/phien"):
            await browser.opens(path)
            assert browser.last is not None
            assert STRICT in browser.last.headers["content-security-policy"]
            assert browser.last.headers["cache-control"] == "no-store"
            assert "<script" not in browser.text
            assert " style=" not in browser.text


async def test_an_old_phone_that_tells_only_its_origin_gets_in_and_one_of_another_site_does_not(
    pages: Pages,
) -> None:
    for origin, status in (("http://localhost", 200), ("https://xau.example", 403), ("null", 403)):
        link = await pages.link(pages.chair)
        async with pages.nobody() as browser:
            del browser.client.headers["sec-fetch-site"]
            await browser.opens(link)
            assert browser.last is not None
            # Else such a phone would call the origin of our own form "null".
            assert browser.last.headers["referrer-policy"] == "same-origin"
            browser.client.headers["origin"] = origin
            await enter(browser, link)
            assert browser.status == status, origin


async def test_links_are_not_guessed_forever(pages: Pages) -> None:
    async with pages.nobody() as browser:
        statuses = []
        for n in range(25):
            await browser.opens(f"/trang/vao?ma=thu-{n}")
            statuses.append(browser.status)
    assert statuses[:20] == [403] * 20
    assert statuses[-1] == 429


async def test_the_pages_speak_english_where_asked(pages: Pages) -> None:
    async with pages.browser(pages.chair) as browser:
        assert catalogue("en")("web.office.home.title") in await browser.opens("/trang?lang=en")
