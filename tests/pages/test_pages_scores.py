"""Self-scoring on a page: opened, scored, proven, reviewed, closed, taken away; by those it is for."""

import csv
import hashlib
import io
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document

from roviec.db.models import Assessment, AuditEntry, Score, ScoreProof
from tests.pages.conftest import HOME, Browser, Pages, form_with
from tests.pages.test_pages_rights import WHO, opened
from tests.rights.cells import rows

AT = "/trang/cham-diem"


async def begin(pages: Pages, which: str = "qd-766", unit: str = "2") -> str:
    """Let the admin open the home unit's scoring; return what is shown."""
    async with pages.browser(pages.admin) as browser:
        form = form_with(await browser.opens(AT), "bo", which)
        return await browser.sends(form, bo=which, nam="2026", **{"don-vi": unit})


async def scores(browser: Browser, criterion: str, points: str, why: str = "", kind: str = "tu-cham") -> str:
    form = form_with(await browser.opens(f"{AT}/1/{criterion}"), "lam", kind)
    return await browser.sends(form, diem=points, **{"noi-dung": why})


async def uploads(browser: Browser, criterion: str, name: str, data: bytes) -> str:
    text = await browser.opens(f"{AT}/1/{criterion}")
    form = next(one for one in text.split("<form") if 'enctype="multipart/form-data"' in one)
    fields = {key: form.split(f'name="{key}" value="')[1].split('"')[0] for key in ("id", "text")}
    browser.last = await browser.client.post(
        f"{AT}/1/{criterion}/tep", data=fields, files={"file": (name, data, "application/pdf")}
    )
    if browser.last.status_code == 303:
        browser.last = await browser.client.get(browser.last.headers["location"])
    return browser.text


TABLE = rows("""
#                        chair head mai huy admin citizen left nobody
/trang/cham-diem         200   200  200 200 200   401     401  401
/trang/cham-diem/1       200   200  200 403 200   401     401  401
/trang/cham-diem/1/5.1   200   200  200 403 200   401     401  401
/trang/cham-diem/1/9     404   404  404 403 404   401     401  401
/trang/cham-diem/1.xlsx  200   200  200 403 200   401     401  401
/trang/cham-diem/1.zip   200   200  200 403 200   401     401  401
/trang/cham-diem/1/tep/1 200   200  200 403 200   401     401  401
/trang/cham-diem/1/tep/9 404   404  404 403 404   401     401  401
/trang/cham-diem/9       404   404  404 404 404   401     401  401
/trang/cham-diem/la      400   400  400 400 400   401     401  401
""")


@pytest.mark.parametrize("path", TABLE)
async def test_each_page_opens_for_those_it_is_for(pages: Pages, path: str) -> None:
    await begin(pages)
    async with pages.browser(pages.mai) as browser:
        await uploads(browser, "1", "ke-hoach.pdf", b"%PDF-1.4")
    found = []
    for who in WHO:
        async with opened(pages, who) as browser:
            await browser.opens(path) if not path.endswith((".xlsx", ".zip")) else await fetched(
                browser, path
            )
            found.append(str(browser.status))
            if path == AT and browser.status == 200:
                assert (f"{HOME}, 2026" in browser.text) is (who != "huy")
                assert ('name="bo"' in browser.text) is (who in ("chair", "admin"))
    assert found == TABLE[path]


async def fetched(browser: Browser, path: str) -> bytes:
    browser.last = await browser.client.get(path)
    return browser.last.content


async def test_a_unit_scores_proves_is_reviewed_and_takes_it_away(both: Pages) -> None:
    assert "Đã mở đợt tự chấm điểm: Phòng Nội vụ, năm 2026." in await begin(both)
    assert "đã có đợt tự chấm điểm năm 2026" in await begin(both, which="1")
    task = await both.assign("Công khai thủ tục hành chính")
    await both.mai.sends_file(
        "bien-ban.pdf", b"%PDF-1.4 bien ban", mime="application/pdf", text="công khai thủ tục"
    )
    async with both.browser(both.mai) as browser:
        assert "từ 0 đến 18" in await scores(browser, "1", "19")
        assert browser.status == 422
        text = await scores(browser, "1", "16,5 điểm", "Đã niêm yết đủ thủ tục")
        assert "Đã ghi điểm tự chấm: 16,5 (từ «16,5 điểm»)." in text
        await scores(browser, "5.1", "0")
        text = await uploads(browser, "1", "ke-hoach.pdf", b"%PDF-1.4 ke hoach")
        assert "Đã gắn tài liệu kiểm chứng." in text
        assert "đã có trong tiêu chí" in await uploads(browser, "1", "ten-khac.pdf", b"%PDF-1.4 ke hoach")
        link = form_with(await browser.opens(f"{AT}/1/2"), "lam", "gan")
        text = await browser.sends(link, tep="1")
        assert "bien-ban.pdf" in text
        assert "từ nhiệm vụ" in text
        assert 'value="tham-dinh"' not in text
        text = await browser.opens(f"{AT}/1")
        assert "16,5/100 (16,50%) – còn 4 tiêu chí chưa có điểm" in text
    async with both.browser(both.chair) as browser:
        text = await scores(browser, "1", "15", "Thiếu ba thủ tục mới", "tham-dinh")
        assert "Đã ghi điểm thẩm định: 15" in text
        data = await fetched(browser, f"{AT}/1.zip")
        book = openpyxl.load_workbook(io.BytesIO(await fetched(browser, f"{AT}/1.xlsx")))
        end = form_with(await browser.opens(f"{AT}/1"), "chac", "1")
        assert "Đã khóa" in await browser.sends(end, chac="1")
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=5)]
    assert cells[0] == [
        "1",
        "Công khai, minh bạch",
        18,
        16.5,
        "Đã niêm yết đủ thủ tục",
        "ke-hoach.pdf",
        15,
        "Thiếu ba thủ tục mới",
    ]
    assert cells[-1][1:4] == ["Tổng cộng", 100, 16.5]
    assert cells[-1][6] == 15
    # 0 was given, nothing was not.
    assert [row[3] for row in cells if row[0] in ("5.1", "5.2")] == [0, None]
    await examine(data)
    async with both.browser(both.mai) as browser:
        assert 'value="tu-cham"' not in await browser.opens(f"{AT}/1/1")
        fields = {"lam": "tu-cham", "diem": "18", "khoa": browser.token, "lan": "0" * 16}
        await browser.posts(f"{AT}/1/1", fields)
        assert "đã khóa nên không sửa được nữa" in browser.text
    acts = [entry.what for entry in await both.chat.rows(AuditEntry)]
    assert {"score_opened", "score_points", "score_checked", "score_proof", "score_closed", "dossier"} <= set(
        acts
    )
    assert task == 1


async def examine(data: bytes) -> None:
    """Open the dossier again: its files are the bytes of the sums, and the manifest tells who sent them."""
    with ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        for name, sha256 in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
        told = list(
            csv.DictReader(io.StringIO(archive.read("danh-muc.csv").decode("utf-8-sig")), delimiter=";")
        )
        if len(told[0]) == 1:
            told = list(csv.DictReader(io.StringIO(archive.read("danh-muc.csv").decode("utf-8-sig"))))
        cover = Document(io.BytesIO(archive.read("bia-ho-so.docx")))
        openpyxl.load_workbook(io.BytesIO(archive.read("bang-diem.xlsx")))
    assert set(sums) == {name for name in names if name[:2].isdigit()}
    assert sorted(sums) == [
        "01-cong-khai-minh-bach/1-cong-khai-minh-bach/01-ke-hoach.pdf",
        "02-tien-do-ket-qua-giai-quyet/2-tien-do-ket-qua-giai-quyet/01-bien-ban.pdf",
    ]
    first = told[0]
    assert (first["Tên tệp"], first["Người gửi"], first["Đơn vị"]) == ("ke-hoach.pdf", "Lò Thị Mai", HOME)
    assert first["SHA-256"] == sums[first["Đường dẫn"]]
    assert [row["Mã tiêu chí"] for row in told if row["Tình trạng"]] == ["3", "4", "5.1", "5.2"]
    words = " ".join(p.text for p in cover.paragraphs) + " ".join(
        cell.text for table in cover.tables for row in table.rows for cell in row.cells
    )
    assert "ke-hoach.pdf" in words
    assert "Điểm tự chấm: 16,5/100" in words


async def test_who_may_not_is_refused_by_a_forged_form(pages: Pages) -> None:
    await begin(pages)
    async with pages.browser(pages.mai) as browser:
        await browser.opens("/trang")
        mine = {"khoa": browser.token, "lan": "0" * 16}
        await browser.posts(AT, {"bo": "qd-766", "don-vi": "3", "nam": "2026"} | mine)
        assert browser.status == 422
        await browser.posts(f"{AT}/1/1", {"lam": "tham-dinh", "diem": "18"} | mine | {"lan": "1" * 16})
        assert "do lãnh đạo cơ quan hoặc quản trị viên thay đổi" in browser.text
        await browser.posts(f"{AT}/1/khoa", {"chac": "1"} | mine | {"lan": "2" * 16})
        assert browser.status in (403, 422, 400)
    async with pages.browser(pages.huy) as browser:
        await browser.opens("/trang")
        mine = {"khoa": browser.token, "lan": "3" * 16}
        for more in ({"lam": "tu-cham", "diem": "18"}, {"lam": "gan", "tep": "1"}):
            await browser.posts(f"{AT}/1/1", more | mine)
            assert browser.status == 403
    assert len(await pages.chat.rows(Assessment)) == 1
    assert (await pages.chat.rows(Assessment))[0].closed_on is None
    assert not await pages.chat.rows(Score)


async def test_nobody_links_the_evidence_of_a_task_that_they_may_not_see(pages: Pages) -> None:
    await begin(pages)
    await pages.assign("Lập dự toán", "Phòng Tài chính")
    await pages.huy.sends_file("du-toan.pdf", b"%PDF-1.4", mime="application/pdf", text="dự toán")
    async with pages.browser(pages.mai) as browser:
        assert "du-toan.pdf" not in await browser.opens(f"{AT}/1/1")
        fields = {"lam": "gan", "tep": "1", "khoa": browser.token, "lan": "0" * 16}
        await browser.posts(f"{AT}/1/1", fields)
        assert "không thuộc nhiệm vụ mà Ông/Bà được xem" in browser.text
    assert not await pages.chat.rows(ScoreProof)


@pytest.mark.parametrize("path", [AT, f"{AT}/1/1", f"{AT}/1/khoa", f"{AT}/1/1/tep"])
async def test_no_form_of_a_stranger_is_taken(pages: Pages, path: str) -> None:
    await begin(pages)
    for browser_of in (pages.nobody, pages.of_one_who_left):
        async with browser_of() as browser:
            await browser.posts(path, {"lam": "tu-cham", "diem": "1", "khoa": "0" * 32, "lan": "0" * 16})
            assert browser.status == 401


async def test_a_file_is_taken_off_with_its_history(both: Pages) -> None:
    await begin(both)
    async with both.browser(both.mai) as browser:
        for name in ("sai.pdf", "dung.pdf"):
            await uploads(browser, "1", name, b"%PDF-1.4 " + name.encode())
        form = form_with(await browser.opens(f"{AT}/1/1"), "lam", "go")
        await browser.sends(form, tep="1")
        assert browser.status == 400
        text = await browser.sends(form, tep="1", chac="1")
        assert "Đã gỡ tài liệu «sai.pdf» khỏi tiêu chí." in text
        assert "gỡ tài liệu kiểm chứng" in text
        # The same page in another window: what is gone is said so, and nothing else goes.
        again = form_with(await browser.opens(f"{AT}/1/1"), "lam", "go")
        assert "đã được gỡ khỏi tiêu chí" in await browser.sends(again, tep="1", chac="1")
        elsewhere = form_with(await browser.opens(f"{AT}/1/2"), "lam", "tu-cham")
        fields = {**elsewhere.hidden, "lam": "go", "tep": "2", "chac": "1"}
        assert "đã được gỡ khỏi tiêu chí" in await browser.posts(f"{AT}/1/2", fields)
        await browser.opens(f"{AT}/1/tep/1")
        assert browser.status == 404
        # It can be sent again.
        assert "Đã gắn tài liệu" in await uploads(browser, "1", "sai.pdf", b"%PDF-1.4 sai.pdf")
    kept = [(one.criterion, one.name) for one in await both.chat.rows(ScoreProof)]
    assert kept == [("1", "dung.pdf"), ("1", "sai.pdf")]
    (entry,) = await both.chat.rows(AuditEntry, AuditEntry.what == "score_unproved")
    assert entry.data["name"] == "sai.pdf"
    assert entry.data["sha256"] == hashlib.sha256(b"%PDF-1.4 sai.pdf").hexdigest()
    assert (entry.actor_id, entry.data["sent_by"]) == (both.mai.person.id, both.mai.person.id)  # type: ignore[union-attr]


async def test_a_criterion_is_given_to_somebody(pages: Pages) -> None:
    await begin(pages)
    assert pages.mai.person is not None
    async with pages.browser(pages.head) as browser:
        form = form_with(await browser.opens(f"{AT}/1/2"), "lam", "giao")
        text = await browser.sends(form, nguoi=str(pages.mai.person.id))
        assert "Đã giao chấm tiêu chí 2." in text
        form = form_with(text, "lam", "giao")
        assert "phải đang làm việc tại đơn vị tự chấm" in await browser.sends(form, nguoi="4")
        assert browser.status == 422
    await pages.chat.settle()
    await pages.mai.reads()
    pages.mai.hears("giao Ông/Bà chấm tiêu chí")


# What a forged form comes to: + done, else the status of the page.
ACTS = rows("""
#              chair head mai huy admin citizen left nobody
mine.tu-cham   +     +    +   403 +     401     401  401
mine.go        +     +    +   403 +     401     401  401
heads.tu-cham  +     +    422 403 +     401     401  401
heads.go       +     +    422 403 +     401     401  401
mine.giao      +     +    422 403 +     401     401  401
mine.tham-dinh +     422  422 403 +     401     401  401
""")


@pytest.mark.parametrize("act", ACTS)
async def test_each_form_acts_for_those_it_is_for(pages: Pages, act: str) -> None:
    await begin(pages)
    whose, verb = act.split(".")
    async with pages.browser(pages.admin) as browser:
        for n in range(len(WHO)):
            await uploads(browser, "1", f"{n}.pdf", b"%PDF-1.4 " + bytes([65 + n]))
        if whose == "heads":
            form = form_with(await browser.opens(f"{AT}/1/1"), "lam", "giao")
            await browser.sends(form, nguoi=str(pages.head.person.id))  # type: ignore[union-attr]
    found = []
    for n, who in enumerate(WHO):
        async with opened(pages, who) as browser:
            await browser.opens("/trang")
            token = browser.token if browser.status == 200 else "0" * 32
            fields = {"lam": verb, "diem": "5", "tep": str(n + 1), "chac": "1", "nguoi": "", "noi-dung": ""}
            if verb == "giao":
                fields["nguoi"] = "3" if n % 2 else ""
            await browser.posts(f"{AT}/1/1", fields | {"khoa": token, "lan": f"{n:016x}"})
            done = browser.status == 200 and 'role="alert"' not in browser.text
            found.append("+" if done else str(browser.status))
    assert found == ACTS[act]
