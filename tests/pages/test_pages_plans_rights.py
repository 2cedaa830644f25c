"""Who may do what with a document on its page, in each state; forged forms; and that page, chat and database agree."""

import random
import re
from dataclasses import dataclass

import pytest

from roviec.db.models import Task
from roviec.db.models.plans import DraftState, ImportDraft
from roviec.db.plans.roster import load
from roviec.handlers.plans.words import due_line
from roviec.tasks.plans import fields
from roviec.tasks.plans.rows import Row, mark
from roviec.texts import catalogue
from tests.pages.conftest import HOME, MONEY, Pages
from tests.pages.plan_stage import (
    AT,
    Desk,
    drafts,
    fields_of,
    forwarded,
    letter,
    nearby,
    read_all,
    rows_of,
)
from tests.pages.test_pages_rights import opened
from tests.rights.cells import rows

__all__ = ["nearby"]
WHO = ("chair", "head", "admin", "mai", "citizen", "left", "nobody")
# 303: done; 422: refused with a sentence; 404: not theirs; 403: assigns nothing; 401: not let in.
WHOM = rows("""
#          chair head admin mai citizen left nobody
page       200   404  404   403 401     401  401
act        303   404  404   403 401     401  401
""")
ACTS = {
    "row": {"dong": "0", "san-pham": "Danh mục"},
    "drop": {"viec": "plan.drop:{}:0"},
    "back": {"viec": "plan.back:{}:0"},
    "keep": {"viec": "plan.keep:{}:0"},
    "take": {"viec": "plan.take:{}:3:0:u2"},
    "rest": {"viec": "plan.rest:{}:u2"},
    "alias": {"viec": "plan.alias:{}:0:0"},
    "new": {"viec": "plan.new:{}"},
    "yes": {"viec": "plan.yes:{}"},
    "off": {"viec": "plan.off:{}"},
    "reopen": {"viec": "plan.reopen:{}"},
}
STATES = rows("""
#         row drop back keep take rest alias new yes off reopen
reading   422 422  422  422  422  422  422   422 422 422 422
ready     303 303  303  303  303  303  303   303 303 303 303
failed    422 422  422  422  422  422  422   422 422 422 422
imported  422 422  422  422  422  422  422   422 422 422 422
dropped   422 422  422  422  422  422  422   422 422 422 303
""")


@dataclass
class Stage:
    """The chairman's draft as it was at first, put back after each act."""

    pages: Pages
    draft: int
    rows: list

    async def back(self, state: DraftState) -> None:
        async with self.pages.chat.db.write() as session:
            found = await session.get_one(ImportDraft, self.draft)
            found.rows, found.state, found.plan_id = self.rows, state, None
            found.sha256 = f"{found.sha256[:60]}{random.randrange(10000):04}"

    async def fields(self, token: str, act: str, n: int) -> dict[str, str]:
        """Return what a form of the page would send."""
        found = {name: value.format(self.draft) for name, value in ACTS[act].items()}
        there = await rows_of(self.pages, self.draft)
        row = (
            there[int(found["viec"].split(":")[2])]
            if found.get("viec", "").count(":") > 1 and act != "rest"
            else there[0]
        )
        seen = f"{mark(there)}-0-0" if act == "yes" else mark([row])
        return found | {"khoa": token, "lan": f"{n:016x}", "dau": seen}


async def staged(pages: Pages) -> Stage:
    draft = await forwarded(pages, pages.chair, letter())
    (found,) = await drafts(pages)
    return Stage(pages, draft, found.rows)


async def posts(pages: Pages, stage: Stage, who: str, act: str, n: int) -> int:
    """Send a form as somebody, with the token of their own session; return the status."""
    async with opened(pages, who) as browser:
        await browser.opens("/trang")
        token = browser.token if browser.status == 200 else "0" * 32
        fields = await stage.fields(token, act, n)
        answer = await browser.client.post(f"{AT}/{stage.draft}", data=fields)
    return answer.status_code


@pytest.mark.parametrize("act", ACTS)
async def test_only_who_brought_a_document_acts_on_its_page(pages: Pages, act: str) -> None:
    stage, found = await staged(pages), []
    for n, who in enumerate(WHO):
        await stage.back(DraftState.dropped if act == "reopen" else DraftState.ready)
        found.append(str(await posts(pages, stage, who, act, n)))
    assert found == WHOM["act"]


async def test_only_who_brought_a_document_sees_its_page(both: Pages) -> None:
    stage, found = await staged(both), []
    for who in WHO:
        async with opened(both, who) as browser:
            text = await browser.opens(f"{AT}/{stage.draft}")
            assert ("Rà soát" in text) == (who == "chair")
            found.append(str(browser.status))
    assert found == WHOM["page"]


@pytest.mark.parametrize("state", DraftState)
async def test_what_is_done_in_which_state(
    pages: Pages, state: DraftState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roviec.web.office.plans.read_by_now.__kwdefaults__", {"times": 0})
    stage, found = await staged(pages), []
    async with pages.browser(pages.chair) as browser:
        token = browser.token
        for n, act in enumerate(ACTS):
            await stage.back(state)
            before = await rows_of(pages, stage.draft)
            fields = await stage.fields(token, act, n)
            answer = await browser.client.post(f"{AT}/{stage.draft}", data=fields)
            found.append(str(answer.status_code))
            if answer.status_code == 422:
                assert 'role="alert"' in answer.text
                assert await rows_of(pages, stage.draft) == before
    assert found == STATES[state]
    assert len(await pages.chat.rows(Task)) == (3 if state == DraftState.ready else 0)


FORGED = (
    {"viec": "plan.drop:2:0"},
    {"viec": "plan.drop:01:0"},
    {"viec": "plan.drop:1"},
    {"viec": "plan.got:1"},
    {"viec": "plan.read"},
    {"viec": "task.cancel:1"},
    {"viec": "data.erase"},
    {"viec": "/xoadulieu"},
    {"viec": ""},
    {},
)


@pytest.mark.parametrize("forged", FORGED, ids=str)
async def test_the_page_does_nothing_but_what_belongs_to_its_draft(
    pages: Pages, forged: dict[str, str]
) -> None:
    stage = await staged(pages)
    async with pages.browser(pages.chair) as browser:
        fields = forged | {"khoa": browser.token, "lan": "0" * 16, "dau": mark(await rows_of(pages, 1))}
        answer = await browser.client.post(f"{AT}/{stage.draft}", data=fields)
    assert answer.status_code == 400


OUTDATED = (
    ({"dong": "0", "san-pham": "x"}, {"dau": ""}, 422),
    ({"dong": "0", "san-pham": "x"}, {"dau": "0" * 8}, 422),
    ({"dong": "99", "san-pham": "x"}, {}, 422),
    ({"dong": "-1", "san-pham": "x"}, {}, 422),
    ({"dong": "la", "san-pham": "x"}, {}, 422),
    ({"dong": "0", "san-pham": "x" * 5000}, {}, 413),
    ({"dong": "0", "san-pham": "x"}, {"khoa": "0" * 32}, 409),
    ({"dong": "0", "san-pham": "x"}, {"lan": "khong"}, 422),
    ({"viec": "plan.yes:1"}, {"dau": "0" * 8}, 422),
    ({"viec": "plan.all:1"}, {"dau": ""}, 422),
    ({"viec": "plan.take:1:9:0:u2"}, {}, 422),
    ({"viec": "plan.take:1:0:9:u2"}, {}, 422),
    ({"viec": "plan.take:1:0:0:u99"}, {}, 422),
)


@pytest.mark.parametrize(("said", "more", "status"), OUTDATED)
async def test_an_outdated_or_broken_form_changes_nothing(
    pages: Pages, said: dict[str, str], more: dict[str, str], status: int
) -> None:
    await staged(pages)
    before = await rows_of(pages, 1)
    async with pages.browser(pages.chair) as browser:
        fields = said | {"khoa": browser.token, "lan": "0" * 16, "dau": mark([before[0]])} | more
        answer = await browser.client.post(f"{AT}/1", data=fields)
    assert answer.status_code == status
    assert await rows_of(pages, 1) == before
    assert await pages.chat.rows(Task) == []


async def test_a_form_from_another_site_or_sent_twice_acts_at_most_once(pages: Pages) -> None:
    stage = await staged(pages)
    async with pages.browser(pages.chair) as browser:
        fields = await stage.fields(browser.token, "yes", 7)
        foreign = await browser.client.post(f"{AT}/1", data=fields, headers={"sec-fetch-site": "cross-site"})
        assert foreign.status_code == 403
        assert await pages.chat.rows(Task) == []
        for _ in range(2):
            answer = await browser.client.post(f"{AT}/1", data=fields)
            assert answer.status_code == 303
    assert len(await pages.chat.rows(Task)) == 3


async def test_a_link_from_the_chat_opens_the_very_document_once_and_leads_on_where_one_is_in(
    pages: Pages,
) -> None:
    await pages.chair.sends_file("ke-hoach.txt", letter(), mime="text/plain", text="triển khai kế hoạch")
    await read_all(pages)
    await pages.chair.reads()
    link = "/" + str(pages.chair.last["link"]).split("/", 3)[3]
    assert link.endswith("&toi=/trang/van-ban/1")
    async with pages.nobody() as browser, pages.nobody() as other:
        await browser.opens(link)
        form = {name: value for one in [browser.text] for name, value in _hidden(one)}
        assert "Rà soát" in await browser.posts("/trang/vao", form)
        await other.posts("/trang/vao", form)
        assert other.status == 403
        assert "Rà soát" in (await browser.client.get(link, follow_redirects=True)).text
        await other.opens(link)
        assert other.status == 403
        for to in ("https://xau.vn", "//xau.vn", "/trang/../admin", "/chat", "/trang?x=https://xau.vn"):
            answer = await browser.client.get("/trang/vao", params={"ma": "x", "toi": to})
            assert answer.headers["location"] == "/trang", to


def _hidden(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)


WORDS = {
    "noi-dung": ("Công khai thủ tục", "Báo cáo kết quả", "Rà soát dự toán"),
    "chu-tri": (HOME, MONEY, ""),
    "phoi-hop": (HOME, MONEY, f"{HOME}; {MONEY}", ""),
    "lanh-dao": ("Nguyễn Minh Sơn", "Vàng Thị Hoa", ""),
    "san-pham": ("Danh mục", "Báo cáo", ""),
    "han": ("trước 20/7/2026", "hằng tháng", "trong quý III", ""),
}
IN_CHAT = {"noi-dung": "what", "phoi-hop": "partners", "lanh-dao": "leader", "san-pham": "product"}


@pytest.mark.parametrize("seed", range(4))
async def test_page_chat_and_database_say_the_same_after_any_changes(pages: Pages, seed: int) -> None:
    dice, draft = random.Random(seed), await forwarded(pages, pages.chair, letter())
    async with pages.browser(pages.chair) as browser:
        desk = Desk(pages, browser, draft)
        for _ in range(10):
            n, name = dice.randrange(4), dice.choice(list(WORDS))
            words = dice.choice(WORDS[name])
            if dice.random() < 0.2:
                now = (await rows_of(pages, draft))[n]
                await pages.chair.acts(f"plan.{'back' if now.dropped else 'drop'}:{draft}:{n}")
            elif (await rows_of(pages, draft))[n].dropped:
                continue
            elif dice.random() < 0.5 and words and name in IN_CHAT:
                await pages.chair.acts(f"plan.field:{draft}:{n}:{IN_CHAT[name]}")
                await pages.chair.says(words)
            else:
                value = [words, ""] if name == "chu-tri" else words
                await desk.saves(n, **{name.replace("-", "_"): value})
            await agree(pages, desk, n)


async def agree(pages: Pages, desk: Desk, n: int) -> None:
    """Compare what the page, the chat and the database say of a row."""
    row = (await rows_of(pages, desk.draft))[n]
    await pages.chair.acts(f"plan.row:{desk.draft}:{n}")
    if row.dropped:
        await desk.browser.opens(f"{desk.path}?muc=da-bo")
        assert f'id="dong-{n}"' in desk.browser.text
        pages.chair.hears("Dòng này đã bỏ")
        return
    shown = fields_of(await desk.row(n))
    names = await labels(pages)
    assert shown["noi-dung"] == [row.title]
    assert shown["san-pham"] == [row.product]
    assert shown["phoi-hop"] == [said(names, row.partners)]
    assert shown["lanh-dao"] == [said(names, (row.leader,) if row.leader else ())]
    assert shown["chu-tri"][:-1] == ["; ".join(names[code] for code in who.meant) for who in row.lead]
    expected = [row.title, due_line(catalogue("vi"), row)]
    expected += [f"Sản phẩm: {row.product}"] if row.product else []
    expected += [names[code] for who in (*row.lead, *row.partners) for code in who.meant]
    pages.chair.hears(expected[0], *expected[1:])


def said(names: dict[str, str], whos: tuple) -> str:
    return "; ".join("; ".join(names[code] for code in who.meant) or who.name for who in whos)


async def labels(pages: Pages) -> dict[str, str]:
    async with pages.chat.db.read() as session:
        return (await load(session)).labels


def test_a_mark_tells_any_change_of_a_row() -> None:
    row, marks = Row(0, "a"), set()
    for other in (row, Row(0, "b"), Row(0, "a", product="x"), Row(0, "a", dropped=True), Row(1, "a")):
        marks.add(mark([other]))
    assert len(marks) == 5
    assert mark([row]) == mark([Row(0, "a")])
    assert fields.Field.what in fields.Field
