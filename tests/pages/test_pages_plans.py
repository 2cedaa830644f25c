"""A document on a page: uploaded, gone through row by row, dropped and taken up again, assigned, compared."""

import httpx
import pytest

from roviec.db.models import Part, Task, TaskUnit
from roviec.db.models.plans import DraftState
from tests.chat import OFFICE
from tests.pages.conftest import HOME, MONEY, Pages
from tests.pages.plan_stage import (
    AT,
    Desk,
    brought,
    drafts,
    fields_of,
    forwarded,
    letter,
    nearby,
    press,
    read_all,
    rows_of,
    save,
)

__all__ = ["nearby"]
FIRST = "Rà soát, công khai toàn bộ thủ tục hành chính tại Bộ phận Một cửa"


async def test_a_document_is_uploaded_read_corrected_and_assigned_on_the_page(both: Pages) -> None:
    async with both.browser(both.chair) as browser:
        path = await brought(browser, letter())
        assert path == f"{AT}/1"
        await read_all(both)
        text = await browser.opens(path)
        assert "4 nhiệm vụ" in text
        assert "1 dòng cần Ông/Bà xem: 1 chưa rõ đơn vị" in text
        assert "Xem dòng 4 trước" in text
        assert await both.chat.rows(Task) == []
        desk = Desk(both, browser, 1)
        saved = await desk.saves(3, chu_tri=[MONEY, ""], nho="0")
        assert "Đã lưu dòng 4." in saved
        assert "Đã hiểu" in saved or "Đã nhớ" in saved
        assert "Xem dòng" not in saved
        assigned = await desk.chooses("plan.all:1")
        assert "Đã nhập Kế hoạch 41/KH-UBND ngày 10/6/2026: 4 nhiệm vụ" in assigned
        assert "Đã giao việc theo văn bản này. (" in assigned
        assert "van-ban=1" in browser.text
        assert "đã giao việc" in await browser.opens(AT)
        assert "Xem nhiệm vụ của văn bản" in browser.text
    assert len(await both.chat.rows(Task)) == 4
    await both.chat.settle()
    assert "Ông/Bà được giao 2 nhiệm vụ" in await both.mai.reads()


async def test_every_field_of_a_row_is_written_in_place_and_assigned_so(both: Pages) -> None:
    draft = await forwarded(both, both.chair, letter())
    async with both.browser(both.chair) as browser:
        desk = Desk(both, browser, draft)
        await desk.saves(
            0,
            noi_dung="Công khai thủ tục hành chính",
            chu_tri=[MONEY, ""],
            phoi_hop=HOME,
            lanh_dao="Nguyễn Minh Sơn",
            san_pham="Danh mục thủ tục đã công khai",
            han="trước 15/8/2026",
        )
        shown = fields_of(await desk.row(0))
        (row, *_) = await rows_of(both, draft)
        assert (row.title, row.product, str(row.due)) == (
            *("Công khai thủ tục hành chính", "Danh mục thủ tục đã công khai", "2026-08-15"),
        )
        assert shown == {
            "noi-dung": [row.title],
            "chu-tri": [MONEY, ""],
            "phoi-hop": [HOME],
            "lanh-dao": [f"Nguyễn Minh Sơn, {OFFICE}"],
            "san-pham": [row.product],
            "han": ["15/8/2026"],
        }
        await desk.saves(0, phoi_hop="", lanh_dao="", san_pham="", han="")
        (row, *_) = await rows_of(both, draft)
        assert (row.partners, row.leader, row.product, row.due) == ((), None, "", None)
        await desk.saves(0, phoi_hop=HOME, lanh_dao="Nguyễn Minh Sơn", san_pham="Danh mục", han="15/8/2026")
        await desk.saves(3, chu_tri=[HOME, ""])
        await desk.chooses(f"plan.all:{draft}")
    (task, *_) = await both.chat.rows(Task, Task.id == 1)
    assert both.chair.person is not None
    assert (task.title, task.product, str(task.due), task.leader_id) == (
        *("Công khai thủ tục hành chính", "Danh mục", "2026-08-15", both.chair.person.id),
    )
    parts = await both.chat.rows(TaskUnit, TaskUnit.task_id == 1)
    units = {(await both.chat.unit(name)).id: name for name in (HOME, MONEY)}
    assert {(part.part, units[part.unit_id]) for part in parts} == {(Part.lead, MONEY), (Part.partner, HOME)}


async def test_a_refused_field_keeps_what_was_typed_and_writes_nothing(pages: Pages) -> None:
    draft = await forwarded(pages, pages.chair, letter())
    before = await rows_of(pages, draft)
    async with pages.browser(pages.chair) as browser:
        desk = Desk(pages, browser, draft)
        for fields, why in (
            ({"noi_dung": "  "}, "chưa có nội dung"),
            ({"chu_tri": ["Phòng Không Có", ""]}, "Không có đơn vị hoặc người này"),
            ({"phoi_hop": "Phòng Không Có"}, "Không có đơn vị hoặc người này"),
            ({"lanh_dao": "Lò Thị Mai"}, "không phải là lãnh đạo"),
            ({"han": "bao giờ cũng được"}, "Chưa hiểu thời hạn"),
            ({"san_pham": "Danh mục", "han": "bao giờ cũng được"}, "Chưa hiểu thời hạn"),
        ):
            text = await desk.saves(0, **fields)
            assert (browser.status, why in text) == (422, True), (fields, text)
            for value in fields.values():
                for words in [value] if isinstance(value, str) else value:
                    assert words.strip() in text
            assert await rows_of(pages, draft) == before, fields


async def test_past_due_rows_are_marked_counted_and_listed(pages: Pages) -> None:
    draft = await forwarded(pages, pages.chair, letter(("trước 30/6/2026", "trước 12/6/2026")))
    async with pages.browser(pages.chair) as browser:
        text = await browser.opens(f"{AT}/{draft}?muc=qua-han")
        assert "1 dòng có hạn đã qua" in text
        assert text.count('id="dong-') == 1
        assert "Hạn đã qua" in text
        await browser.opens(f"{AT}/{draft}?muc=qua-han&dong=0")
        assert "Ông/Bà ghi hạn mới, hoặc bỏ dòng" in browser.text


async def test_a_row_and_a_document_are_dropped_with_a_way_back(both: Pages) -> None:
    draft = await forwarded(both, both.chair, letter())
    async with both.browser(both.chair) as browser:
        desk = Desk(both, browser, draft)
        await desk.row(3)
        await desk.chooses(f"plan.drop:{draft}:3")
        assert (await rows_of(both, draft))[3].dropped
        await browser.opens(f"{desk.path}?muc=da-bo")
        assert browser.text.count('id="dong-') == 1
        await desk.chooses(f"plan.back:{draft}:3")
        assert not (await rows_of(both, draft))[3].dropped
        kept = await rows_of(both, draft)
        dropped = await desk.chooses(f"plan.off:{draft}")
        assert "Đã bỏ văn bản này, chưa giao việc nào." in dropped
        assert (await drafts(both))[0].state == DraftState.dropped
        again = await desk.chooses(f"plan.reopen:{draft}")
        assert "Đã lấy lại văn bản" in again
        assert await rows_of(both, draft) == kept
        await browser.opens(f"{desk.path}?dong=3")
        await desk.chooses(f"plan.drop:{draft}:3")
        assert "3 nhiệm vụ" in await desk.chooses(f"plan.all:{draft}")
    assert len(await both.chat.rows(Task)) == 3


async def test_chat_and_page_work_on_the_same_draft_at_the_same_time(pages: Pages) -> None:
    draft = await forwarded(pages, pages.chair, letter())
    async with pages.browser(pages.chair) as browser:
        desk = Desk(pages, browser, draft)
        await pages.chair.acts(f"plan.drop:{draft}:1")
        await pages.chair.acts(f"plan.more:{draft}:0")
        await pages.chair.presses("Sản phẩm")
        await pages.chair.says("Danh mục thủ tục")
        pages.chair.hears("Sản phẩm: Danh mục thủ tục")
        text = await browser.opens(f"{desk.path}?dong=0")
        assert "Đã bỏ 1 dòng." in text
        assert 'value="Danh mục thủ tục"' in text
        await desk.saves(0, san_pham="Quyết định công bố", han="30/7/2026")
        await pages.chair.acts(f"plan.row:{draft}:0")
        pages.chair.hears("Sản phẩm: Quyết định công bố", "30/7/2026")
        for field, words, hears in (
            ("title", "Công khai thủ tục", "Công khai thủ tục"),
            ("partners", MONEY, f"Phối hợp: {MONEY}"),
            ("leader", "Nguyễn Minh Sơn", "Lãnh đạo phụ trách: Nguyễn Minh Sơn"),
            ("product", "không", "Dòng 1/4"),
        ):
            await pages.chair.acts(f"plan.field:{draft}:0:{field}")
            await pages.chair.says(words)
            pages.chair.hears(hears)
        shown = fields_of(await desk.row(0))
        assert (shown["noi-dung"], shown["phoi-hop"], shown["san-pham"]) == (
            ["Công khai thủ tục"],
            [MONEY],
            [""],
        )


async def test_two_forms_of_one_row_never_overwrite_each_other(both: Pages) -> None:
    draft = await forwarded(both, both.chair, letter())
    async with both.browser(both.chair) as first, both.browser(both.chair) as second:
        one, other = Desk(both, first, draft), Desk(both, second, draft)
        old = await other.row(0)
        await one.saves(0, san_pham="Danh mục")
        text = await save(second, old, san_pham="Báo cáo")
        assert (second.status, "Dòng 1 vừa được sửa ở nơi khác" in text) == (422, True)
        assert "Báo cáo" in text
        assert (await rows_of(both, draft))[0].product == "Danh mục"
        # What was shown with the refusal is what is there now: saved again, it holds.
        assert "Đã lưu dòng 1" in await other.saves(0, san_pham="Báo cáo")
        # Another row's form is not touched by that.
        third = await one.row(2)
        await other.saves(0, san_pham="Quyết định")
        assert "Đã lưu dòng 3" in await save(first, third, san_pham="Dự toán")


async def test_the_chat_changed_a_row_after_the_page_was_opened_and_the_other_way_round(pages: Pages) -> None:
    draft = await forwarded(pages, pages.chair, letter())
    async with pages.browser(pages.chair) as browser:
        desk = Desk(pages, browser, draft)
        old = await desk.row(0)
        await pages.chair.acts(f"plan.due:{draft}:0")
        await pages.chair.says("trước 20/8/2026")
        assert "vừa được sửa ở nơi khác" in await save(browser, old, han="trước 1/9/2026")
        assert str((await rows_of(pages, draft))[0].due) == "2026-08-20"
        for ask in (f"plan.due:{draft}:0", f"plan.lead:{draft}:0", f"plan.field:{draft}:0:product"):
            await pages.chair.acts(ask)
            before = fields_of(await desk.row(0))["san-pham"][0]
            await desk.saves(0, san_pham=before + " thêm")
            kept = await rows_of(pages, draft)
            await pages.chair.says("trước 1/9/2026" if "due" in ask else MONEY)
            pages.chair.hears("Dòng 1 vừa được sửa ở nơi khác", "thêm")
            assert await rows_of(pages, draft) == kept
        await pages.chair.acts(f"plan.row:{draft}:3")
        offered = pages.chair.last["choices"][0]["action"]
        await desk.saves(3, san_pham="Phiếu lấy ý kiến")
        kept = await rows_of(pages, draft)
        await pages.chair.acts(offered)
        pages.chair.hears("Dòng 4 vừa được sửa ở nơi khác")
        assert await rows_of(pages, draft) == kept
        await browser.opens(desk.path)
        await pages.chair.acts(f"plan.drop:{draft}:0")
        yes = next(one for one in (f"plan.yes:{draft}", f"plan.all:{draft}") if one in browser.text)
        assert "Bản đối chiếu vừa được sửa ở nơi khác" in await press(browser, yes)
        assert await pages.chat.rows(Task) == []


async def test_a_corrected_version_is_compared_with_what_was_assigned(both: Pages) -> None:
    clear = ("Tổ khảo sát hài lòng", HOME)
    first = await forwarded(both, both.chair, letter(clear))
    await both.chair.acts(f"plan.all:{first}")
    await both.chat.settle()
    changed = letter(
        clear,
        ("trước 15/7/2026", "trước 31/7/2026"),
        ("- Tổng hợp kết quả thực hiện, báo cáo UBND xã hằng quý.\n", ""),
        ("3. ", "- Niêm yết công khai đường dây nóng tại trụ sở, hoàn thành trước 20/7/2026.\n3. "),
    )
    second = await forwarded(both, both.chair, changed, "ke-hoach-sua.txt")
    async with both.browser(both.chair) as browser:
        desk = Desk(both, browser, second)
        text = await browser.opens(desk.path)
        assert "So với bản đã giao" in text
        assert "thêm 1, bỏ 1, đổi hạn 1, đổi đơn vị 0, giữ nguyên 2" in text
        assert "3 nhiệm vụ thay đổi" in text
        await desk.saves(0, phoi_hop=MONEY, lanh_dao="Nguyễn Minh Sơn", san_pham="Danh mục")
        text = await browser.opens(desk.path)
        assert "sửa nội dung khác 1" in text
        assert "4 nhiệm vụ thay đổi" in text
        for name in ("Phối hợp", "Lãnh đạo phụ trách", "Sản phẩm"):
            assert f'<p class="minor">{name}:' in text
        done = await desk.chooses(f"plan.all:{second}")
        assert "Đã cập nhật theo bản sửa đổi" in done
    tasks = {task.title: task for task in await both.chat.rows(Task)}
    task = next(task for title, task in tasks.items() if title.startswith("Rà soát"))
    assert both.chair.person is not None
    assert (task.product, task.leader_id) == ("Danh mục", both.chair.person.id)
    parts = await both.chat.rows(TaskUnit, TaskUnit.task_id == task.id, TaskUnit.part == Part.partner)
    assert [part.unit_id for part in parts] == [(await both.chat.unit(MONEY)).id]
    moved = next(task for title, task in tasks.items() if title.startswith("Công khai dự toán"))
    assert str(moved.due) == "2026-07-31"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n", "chưa đọc được"),
        ("ke-hoach.docx", b"PK\x03\x04 broken", ""),
        ("trong.txt", b"   ", ""),
    ],
)
async def test_what_is_no_document_is_refused_or_told_of(
    pages: Pages, name: str, data: bytes, why: str
) -> None:
    async with pages.browser(pages.chair) as browser:
        answer = await brought(browser, data, name)
        if answer.startswith(AT):
            await read_all(pages)
            text = await browser.opens(answer)
            assert "Chưa đọc được văn bản này." in text
            assert (await drafts(pages))[0].error in text
        else:
            assert browser.status == 422
            assert await drafts(pages) == []
    assert await pages.chat.rows(Task) == []


async def test_the_same_document_again_is_the_same_draft_and_later_refused(pages: Pages) -> None:
    data = letter(("Tổ khảo sát hài lòng", HOME))
    async with pages.browser(pages.chair) as browser:
        assert await brought(browser, data) == f"{AT}/1"
        await read_all(pages)
        assert await brought(browser, data) == f"{AT}/1"
        await browser.opens(f"{AT}/1")
        await Desk(pages, browser, 1).chooses("plan.all:1")
        assert "Văn bản này đã nhập ngày" in await brought(browser, data)
        forged: httpx.Response = await browser.client.post(
            AT, data={"id": "0" * 16, "text": "0" * 32}, files={"file": ("a.txt", data)}
        )
        assert forged.status_code == 422
        assert "phiên đã kết thúc" in forged.text


async def test_what_a_document_says_is_never_markup(pages: Pages) -> None:
    evil = ("Rà soát,", '<script>alert(1)</script>" onclick="x Rà soát,')
    draft = await forwarded(
        pages, pages.chair, letter(evil, ("Tổ khảo sát hài lòng", "<img src=x onerror=alert(1)>"))
    )
    async with pages.browser(pages.chair) as browser:
        for path in (f"{AT}/{draft}", f"{AT}/{draft}?dong=0", f"{AT}/{draft}?dong=3"):
            await browser.opens(path)
            assert browser.last is not None
            assert "<script>alert" not in browser.last.text
            assert "<img src=x" not in browser.last.text
            assert "script-src 'none'" in browser.last.headers["content-security-policy"]
