"""Writing forms by command: Excel, previews, and what a version changes."""

from pathlib import Path

from tests.cli.conftest import Office
from tests.survey.excel_forms import changed, workbook


def test_a_form_from_excel_is_checked_rehearsed_and_opened(staffed: Office) -> None:
    path = staffed.write("phieu.xlsx", workbook())
    assert "(tiep-dan, phiên bản 2026.1): 7 câu" in staffed.ok("survey", "check", path).out
    assert staffed.ok("survey", "open", path, "--unit", "Văn phòng").out == "1\n"
    assert "Hai bản giống nhau." in staffed.ok("survey", "diff", "tiep-dan@2026.1", path).out


def test_a_mistake_in_excel_is_named_by_its_row(office: Office) -> None:
    path = office.write("phieu.xlsx", workbook(changed("survey", 10, 1, "integer")))
    told = office("survey", "check", path)
    assert (told.code, told.out) == (2, "")
    assert "Trang tính survey, dòng 10, câu q4" in told.err
    assert "còn 1 chỗ cần sửa" in told.err
    assert "dòng 10" in office("survey", "play", path).err
    assert office("survey", "check", office.write("x.xlsx", b"PK\x03\x04khong")).code == 2
    assert office("survey", "check", office.write("y.xlsx", "chữ")).code == 2


def test_a_preview_shows_every_question_as_a_chat_and_as_a_page(office: Office) -> None:
    path, page = office.write("phieu.xlsx", workbook()), office.folder / "xem.html"
    told = office.ok("survey", "preview", path, "--page", page)
    for words in ("Đồng ý", "4. Hài lòng", "6. Không biết / Không áp dụng", "Ý kiến khác", "mấy lần"):
        assert words in told.out
    shown = Path(page).read_text("utf-8")
    assert all(words in shown for words in ("Hài lòng", "Ý kiến khác", "mấy lần", "Xem thử"))
    assert "src=" not in shown
    assert "Satisfied" in office.ok("survey", "preview", path, "--lang", "en").out


def test_a_difference_is_told_in_words(office: Office) -> None:
    old = office.write("cu.xlsx", workbook())
    new = office.write("moi.xlsx", workbook(changed("survey", 3, 3, "{desk} dễ tìm.")))
    told = office.ok("survey", "diff", old, new)
    assert "Câu a.1, text: Bộ phận Một cửa có biển hiệu rõ ràng. → Bộ phận Một cửa dễ tìm." in told.out
    assert "không so sánh trực tiếp được" in told.err
    assert "Chưa có đợt khảo sát nào dùng phiếu" in office("survey", "diff", "tiep-dan@9", new).err
