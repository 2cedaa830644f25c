"""What lists are for: several tasks at once, a month that falls due, a file, a new task, the sheet of before."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from sqlmodel import select

from roviec.db.models import Address, Plan, Task, TaskEvent
from roviec.tasks.lifecycle import State
from tests.pages.conftest import HOME, MONEY, Pages, form_with, forms_of


async def test_several_tasks_are_decided_at_once_and_each_refusal_says_why(both: Pages) -> None:
    done = [await both.assign(f"Báo cáo số {n}") for n in range(3)]
    still = await both.assign("Rà soát thủ tục")
    for task in done:
        await both.mai.acts(f"task.done:{task}")
    async with both.browser(both.chair) as browser:
        await browser.opens("/trang/viec?muc=cho-quyet-dinh")
        bulk = form_with(browser.text, "ve", "muc=cho-quyet-dinh")
        ticked = [str(task) for task in (*done, still)]
        text = await browser.sends(bulk, chon=ticked, lam="xac_nhan")
        assert "Đã thực hiện 3/4" in text
        assert "Rà soát thủ tục: Nhiệm vụ đang ở trạng thái" in text
        # The list is the one that the form stood on.
        assert browser.last is not None
        assert browser.last.url.params["muc"] == "cho-quyet-dinh"
        await browser.opens("/trang/viec")
        bulk = next(form for form in forms_of(browser.text) if form.path == "/trang/viec")

        later = {"noi-dung": "Theo giao ban", "han": "trước 15/7"}
        text = await browser.sends(bulk, chon=[str(still)], lam="doi_han", **later)
        assert "Đã thực hiện 1/1" in text
        await browser.sends(bulk, lam="huy", lan="a" * 16)
        assert "đánh dấu ít nhất một" in browser.text
    states = {task.id: task.state for task in await both.chat.rows(Task)}
    assert [states[task] for task in done] == [State.done] * 3
    assert (await both.task(still)).due == date(2026, 7, 15)
    await both.chat.settle()
    heard = await both.mai.reads()
    assert heard.count("xác nhận") >= 3


@pytest.mark.parametrize("reached", [True, False])
async def test_a_list_says_of_which_tasks_nobody_could_be_told(pages: Pages, reached: bool) -> None:
    task = await pages.assign("Báo cáo quý II")
    await pages.assign("Lập dự toán", MONEY)
    if not reached:
        async with pages.chat.db.write() as session:
            mine = select(Address).where(Address.chat == pages.mai.chat)
            (await session.exec(mine)).one().reachable = False
    async with pages.browser(pages.chair) as browser:
        await browser.opens("/trang/viec")
        for what in ("chi_dao", "doi_han", "tam_hoan", "huy"):
            bulk = next(form for form in forms_of(browser.text) if form.path == "/trang/viec")
            words = {"noi-dung": "Theo giao ban", "han": "trước 15/7"}
            text = await browser.sends(bulk, chon=str(task), lam=what, **words)
            assert "Đã thực hiện 1/1" in text
            assert ("Báo cáo quý II: chưa báo được ai" in text) is not reached, what


async def test_nobody_decides_by_a_list_what_is_not_theirs(pages: Pages) -> None:
    task = await pages.assign("Lập dự toán", MONEY)
    await pages.assign("Báo cáo quý II")
    async with pages.browser(pages.head) as browser:
        await browser.opens("/trang/viec")
        bulk = next(form for form in forms_of(browser.text) if form.path == "/trang/viec")
        text = await browser.sends(bulk, chon=str(task), lam="huy", **{"noi-dung": "Không cần nữa"})
        assert "Đã thực hiện 0/1" in text
        assert "Lập dự toán" not in text
    assert (await pages.task(task)).state is State.assigned
    async with pages.browser(pages.mai) as browser:
        assert 'id="bulk"' not in await browser.opens("/trang/viec")


async def test_the_calendar_shows_a_month_and_leads_to_its_neighbours(pages: Pages) -> None:
    await pages.assign("Báo cáo quý II", due=date(2026, 6, 30))
    await pages.assign("Lập dự toán", MONEY, due=date(2026, 7, 15))
    async with pages.browser(pages.chair) as browser:
        june = await browser.opens("/trang/lich")
        assert "Báo cáo quý II" in june
        assert "Lập dự toán" not in june
        assert 'id="d-2026-06-30"' in june
        assert "Lập dự toán" in await browser.opens("/trang/lich?thang=2026-07")
        assert "Không có nhiệm vụ nào đến hạn" in await browser.opens("/trang/lich?thang=2026-12")
        for odd in ("la", "2026-13", "0000-01", "2026-1", "9999-12"):
            await browser.opens(f"/trang/lich?thang={odd}")
            assert browser.status == 200, odd


async def test_a_list_becomes_a_workbook_with_real_dates_and_a_csv_that_runs_nothing(both: Pages) -> None:
    plan = await both.plan("Cải cách hành chính năm 2026", "41/KH-UBND")
    await both.assign(
        '=HYPERLINK("http://x")', due=date(2026, 6, 30), plan_id=plan, product="Báo cáo; có ký số"
    )
    await both.assign("Lập dự toán", MONEY)
    async with both.browser(both.chair) as browser:
        await browser.opens("/trang/viec.xlsx?muc=dang-mo&tim=41/KH-UBND")
        assert browser.last is not None
        sheet = openpyxl.load_workbook(BytesIO(browser.last.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[3][:4] == ("Số", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì")
        assert len(rows) == 5
        assert rows[4][1] == '=HYPERLINK("http://x")'
        assert sheet.cell(5, 2).data_type == "s"
        assert rows[4][6].date() == date(2026, 6, 30)
        assert rows[4][3] == HOME
        assert rows[4][12] == "41/KH-UBND Cải cách hành chính năm 2026"
        await browser.opens("/trang/viec.csv")
        assert browser.last.content.startswith(b"\xef\xbb\xbf")
        read = list(csv.reader(StringIO(browser.last.content.decode("utf-8-sig"))))
        assert len(read) == 3
        assert read[1][1] == '\'=HYPERLINK("http://x")'
        assert read[1][6] == "2026-06-30"
        await browser.opens("/trang/viec.pdf")
        assert browser.status == 404
    # Whoever sees less gets less.
    async with both.browser(both.huy) as browser:
        await browser.opens("/trang/viec.csv?muc=tat-ca")
        assert browser.last is not None
        assert "HYPERLINK" not in browser.last.text


async def test_a_leader_assigns_by_one_form_and_the_unit_hears(both: Pages) -> None:
    units = {unit.name: unit.id for unit in await both.chat.rows(type(await both.chat.unit(MONEY)))}
    async with both.browser(both.chair) as browser:
        await browser.opens("/trang/giao")
        form = next(form for form in forms_of(browser.text) if form.path == "/trang/giao")
        filled = {"viec": "Lập dự toán năm 2027", "don-vi": str(units[MONEY]), "han": "trước 30/7"}
        await browser.sends(form, **(filled | {"han": "abc xyz"}))
        assert browser.status == 422
        assert "Chưa hiểu thời hạn" in browser.text
        assert "Lập dự toán năm 2027" in browser.text
        await browser.sends(form, **filled)
        assert browser.status == 200
        assert "Lập dự toán năm 2027" in browser.text
    (task,) = await both.chat.rows(Task)
    assert (task.title, task.due, task.assigned_by) == (
        "Lập dự toán năm 2027",
        date(2026, 7, 30),
        both.chair.person.id,
    )
    await both.chat.settle()
    assert "Lập dự toán năm 2027" in await both.huy.reads()


HEAD = (
    "STT",
    "Nội dung nhiệm vụ",
    "Văn bản giao",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
    "Tình trạng",
)
SHEET = (
    (1, "Rà soát thủ tục hành chính", "41/KH-UBND", HOME, MONEY, date(2026, 6, 1), "Đã hoàn thành ngày 28/5/2026"),
    (2, "Báo cáo kết quả quý II", "", HOME, "", date(2026, 6, 30), "Đang thực hiện, đạt 60%"),
    (3, "Lập dự toán năm 2027", "", MONEY, "", "trong tháng 9/2026", ""),
)  # fmt: skip


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["BẢNG THEO DÕI NHIỆM VỤ NĂM 2026"])
    sheet.append([])
    for row in (HEAD, *rows):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def upload(browser, data: bytes, name: str = "theo-doi.xlsx", **changes: str) -> str:
    await browser.opens("/trang/nhap")
    form = next(
        form
        for form in forms_of(browser.text.replace(' enctype="multipart/form-data"', ""))
        if "xem" in form.path
    )
    browser.last = await browser.client.post(
        form.path, data=form.hidden | changes, files={"file": (name, data)}
    )
    return browser.text


async def test_the_sheet_of_before_is_looked_at_then_brought_in_once(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        text = await upload(browser, workbook(*SHEET))
        assert "3 nhiệm vụ trong bảng, 1 đã hoàn thành, 0 dòng cần sửa" in text
        assert await both.chat.rows(Task) == []
        text = await browser.sends(form_with(text, "ten", "theo-doi.xlsx"))
        assert "Đã nhập 3 nhiệm vụ" in text
        # Saved again, with one more row: what is there already is left out.
        new = (4, "Kiểm kê tài sản", "", MONEY, "", date(2026, 12, 1), "")
        text = await upload(browser, workbook(*SHEET, new))
        assert text.count("đã có") == 3
        assert "Đã nhập 1 nhiệm vụ" in await browser.sends(form_with(text, "ten", "theo-doi.xlsx"))
        assert "đã có trong hệ thống" in await upload(browser, workbook(*SHEET, new))
    first, second, third, _ = sorted(await both.chat.rows(Task), key=lambda task: task.id)
    assert (first.state, first.completed_on, first.due) == (State.done, date(2026, 5, 28), date(2026, 6, 1))
    assert (second.state, second.percent) == (State.doing, 60)
    assert (third.state, third.due) == (State.assigned, date(2026, 9, 30))
    kinds = [event.kind for event in await both.chat.rows(TaskEvent) if event.task_id == first.id]
    assert kinds == ["assign", "complete", "confirm"]
    await both.chat.settle()
    heard = await both.mai.reads()
    assert "Báo cáo kết quả quý II" in heard
    assert "Rà soát thủ tục" not in heard


async def test_a_sheet_with_a_wrong_row_is_not_brought_in_and_says_which(pages: Pages) -> None:
    wrong = (4, "Việc lạ", "", "Phòng Không có", "", "abc xyz", "ổn")
    async with pages.browser(pages.admin) as browser:
        text = await upload(browser, workbook(*SHEET, wrong))
        assert "1 dòng cần sửa" in text
        for fault in ("Không có «Phòng Không có»", "Chưa hiểu thời hạn", "Chưa hiểu tình trạng"):
            assert fault in text
        assert 'name="tep"' not in text
    assert await pages.chat.rows(Plan) == []


@pytest.mark.parametrize("data", [b"khong phai excel", b"PK\x03\x04hong", b""])
async def test_what_is_no_sheet_is_refused_in_a_sentence(pages: Pages, data: bytes) -> None:
    async with pages.browser(pages.admin) as browser:
        await upload(browser, data)
        assert browser.status == 422
        assert 'role="alert"' in browser.text


async def test_an_upload_needs_its_token_and_a_sheet_its_seal(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        await upload(browser, workbook(*SHEET), text="x" * 32)
        assert browser.status == 422
        text = await upload(browser, workbook(*SHEET))
        await browser.sends(form_with(text, "ten", "theo-doi.xlsx"), tep="0" * 64)
        assert browser.status == 400
    async with pages.browser(pages.mai) as browser:
        await browser.opens("/trang/nhap")
        assert browser.status == 403
    assert await pages.chat.rows(Task) == []
