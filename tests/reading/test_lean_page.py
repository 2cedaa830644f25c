"""A page that keeps less of its letters gives the words and the tables that pdfplumber's own gives."""

import io
from typing import Any

import pdfplumber
import pytest
import typst

from roviec.tasks.reading.pdf import LeanPage

LETTER = """#set page(paper: "a4", flipped: FLIPPED)
KẾ HOẠCH  *Nâng cao mức độ hài lòng* của người dân _năm 2026_
#table(columns: 3, [TT], [Nhiệm vụ], [Thời hạn], [1], [Rà soát thủ tục \\ hành chính], [Trước 30/6/2026])
#rotate(90deg)[Chữ dựng đứng]
#text(fill: red)[Phòng Nội vụ chủ trì.]"""


@pytest.mark.parametrize("flipped", ["false", "true"])
@pytest.mark.parametrize("moved", [0, 40])
def test_words_and_tables_are_those_of_pdfplumber(flipped: str, moved: int) -> None:
    data = bytes(typst.compile(LETTER.replace("FLIPPED", flipped).encode()))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        box = page.page_obj.mediabox
        page.page_obj.attrs["MediaBox"] = page.page_obj.mediabox = (
            moved,
            moved,
            box[2] + moved,
            box[3] + moved,
        )
        own, lean = (
            kind(pdf, page.page_obj, page.page_number, page.initial_doctop)
            for kind in (pdfplumber.page.Page, LeanPage)
        )
        assert _words(lean) == _words(own)
        assert len(_words(lean)) > 20
        assert (
            [table.extract() for table in lean.find_tables()]
            == [t.extract() for t in own.find_tables()]
            != []
        )


def _words(page: Any) -> list[tuple[str, float, float, float, float]]:
    return [(w["text"], w["x0"], w["x1"], w["top"], w["bottom"]) for w in page.extract_words()]
