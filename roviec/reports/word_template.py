"""The Word templates that come with the project, laid out after NĐ 30/2020/NĐ-CP, Phụ lục I.

An office takes a copy of the report's (`roviec digest --template`), changes it in Word and names it in config.toml.
What stands in {{ }} is filled in; a paragraph with {%p for … %} begins what is repeated.
"""

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from roviec.reports.word_layout import HEADING, blank, each, foot, letterhead, listing, title
from roviec.texts import Texts, catalogue

if TYPE_CHECKING:
    from docx.document import Document

UNITS = ("ten", "tong", "dung_han", "tre_han", "trong_han", "qua_han")
LEVELS = ("ten", "n", "ty_le", "diem")
TARGETS = ("ten", "don_vi", "muc_tieu", "ky", "ket_qua", "danh_gia")
MEASURES = ("ten", "don_vi", "ky", "gia_tri", "muc_tieu", "danh_gia")
SCORES = ("ten", "don_vi", "toi_da", "tu_cham", "con_lai", "tham_dinh")
COVER = ("so", "nhiem_vu", "tep", "nguoi_gui", "gui_luc", "ma")


@cache
def shipped() -> bytes:
    """Return the template of a report as a .docx file."""
    say, document = catalogue("vi"), blank()
    letterhead(document, say)
    title(document, say("word.kind"), "{{ trich_yeu }}", "{{ ky_bao_cao }}")
    _text(document, say)
    foot(document, say)
    return _saved(document)


@cache
def cover() -> bytes:
    """Return the template of the list that lies on top of an evidence dossier."""
    say, document = catalogue("vi"), blank()
    letterhead(document, say)
    title(document, say("dossier.kind"), "{{ trich_yeu }}")
    each(document, "mo_dau")
    document.add_paragraph("{%p for phan in thanh_phan %}")
    document.add_paragraph("{{ phan.ten }}", HEADING)
    listing(document, say("dossier.columns").split("|"), COVER, "phan.tep", last=[])
    document.add_paragraph("{%p endfor %}")
    foot(document, say)
    return _saved(document)


def _saved(document: "Document") -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _text(document: "Document", say: Texts) -> None:
    """Lay out the parts of a report, each a heading, its sentences and its table."""
    document.add_paragraph(say("word.heading.tasks"), HEADING)
    each(document, "nhiem_vu")
    document.add_paragraph("{%p if bang_don_vi %}")
    total = [say("word.total"), *(f"{{{{ tong_cong.{cell} }}}}" for cell in UNITS[1:])]
    listing(document, say("word.columns.units").split("|"), UNITS, "bang_don_vi", last=total)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph(say("word.heading.decisions"), HEADING)
    each(document, "quyet_dinh")
    document.add_paragraph(say("word.heading.index"), HEADING)
    each(document, "hai_long")
    document.add_paragraph("{%p if bang_hai_long %}")
    listing(document, say("word.columns.index").split("|"), LEVELS, "bang_hai_long", last=[])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph(say("word.heading.feedback"), HEADING)
    each(document, "phan_anh")
    document.add_paragraph("{%p if so_lieu %}")
    document.add_paragraph(say("word.heading.numbers"), HEADING)
    each(document, "so_lieu")
    for name, columns, cells in (
        ("bang_chi_tieu", say("word.columns.targets"), TARGETS),
        ("bang_so_lieu", say("word.columns.measures"), MEASURES),
        ("bang_diem", say("word.columns.scores"), SCORES),
    ):
        document.add_paragraph(f"{{%p if {name} %}}")
        listing(document, columns.split("|"), cells, name, last=[])
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ ket_thuc }}")
