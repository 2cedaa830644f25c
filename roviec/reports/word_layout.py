"""Pieces of a Word document laid out after NĐ 30/2020/NĐ-CP, Phụ lục I: page, head, title, tables, foot.

Everything is named in styles or stands as text with {{ }}, so that an office may change it in Word.
"""

from typing import TYPE_CHECKING, Any

from roviec.texts import Texts

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Times New Roman"
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
"""The margins of A4 in millimetres: 20–25, 20–25, 30–35, 15–20."""
HEADING, CELL, TABLE = "Đề mục", "Ô", "Bảng"
_HEAD = (68, 97)
"""The widths of the two columns above and below the text, in millimetres: together what the margins leave."""


def blank() -> "Document":
    """Return a document of A4 with the margins, the styles and the page numbers."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document)
    return document


def _page(document: "Document") -> None:
    """Set A4, the margins, and the page's number in the middle of the top, from the second page on."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment, line.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
    run = line.add_run()
    run.font.size = Pt(13)
    for kind in ("begin", None, "end"):
        run._r.append(_field(kind))


def _field(kind: str | None) -> Any:
    """Return a part of the field PAGE: its begin, its name, its end."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if kind is None:
        name = OxmlElement("w:instrText")
        name.text = "PAGE"
        return name
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _styles(document: "Document") -> None:
    """Set the running text, and styles for what stands in cells and over the parts."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    normal: Any = document.styles["Normal"]
    _font(normal, 14)
    form = normal.paragraph_format
    form.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(12.7)
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.0
    for name, size in ((HEADING, 14), (CELL, 13), (TABLE, 12)):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size)
        style.font.bold = name == HEADING
        if name != HEADING:
            form = style.paragraph_format
            form.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Mm(0)
            form.space_after = Pt(0)


def _font(style: Any, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
    # Vietnamese letters are none of the East's, but Word asks for that font with some of them.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def letterhead(document: "Document", say: Texts) -> None:
    """Lay out who writes and the number on the left, the nation, place and date on the right."""
    left, right = columns(document)
    line(left, "{%p if co_quan_chu_quan %}", first=True)
    line(left, "{{ co_quan_chu_quan }}", size=12)
    line(left, "{%p endif %}")
    line(left, "{{ co_quan }}", size=12, bold=True)
    rule(left, 24)
    line(left, say("word.number", symbol="{{ ky_hieu }}"), size=13)
    line(right, say("word.nation"), size=12, bold=True, first=True)
    line(right, say("word.motto"), size=13, bold=True)
    rule(right, 52)
    line(right, "{{ dia_danh }}, {{ ngay_thang }}", size=13, italic=True)


def title(document: "Document", kind: str, *under: str) -> None:
    """Lay out what kind of document it is, and in the lines under that what it is about."""
    from docx.shared import Pt

    line(document, kind, size=14, bold=True).paragraph_format.space_before = Pt(18)
    for place, words in enumerate(under):
        line(document, words, size=14, bold=place == 0, italic=place > 0)
    rule(document, 50)


def each(document: "Document", name: str) -> None:
    """Add a paragraph for each of a list."""
    for words in (f"{{%p for doan in {name} %}}", "{{ doan }}", "{%p endfor %}"):
        document.add_paragraph(words)


def listing(
    document: "Document", heads: list[str], cells: tuple[str, ...], name: str, *, last: list[str]
) -> None:
    """Add a table with its names on every page, a row for each of `name`, and the cells of a last row, if any."""
    from docx.oxml import OxmlElement

    rows = [heads, [f"{{%tr for dong in {name} %}}"], [f"{{{{ dong.{cell} }}}}" for cell in cells]]
    rows += [["{%tr endfor %}"], *([last] if last else [])]
    drawn = document.add_table(len(rows), len(heads), style="Table Grid")
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            _cell(drawn.cell(place, column), words, bold=place in (0, 4), is_name=column == 0 and place != 0)
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("")


def _cell(cell: Any, words: str, *, bold: bool, is_name: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    inside = cell.paragraphs[0]
    inside.style = TABLE
    inside.add_run(words).bold = bold
    if is_name:
        inside.alignment = WD_ALIGN_PARAGRAPH.LEFT


def foot(document: "Document", say: Texts) -> None:
    """Lay out to whom it goes, on the left, and who signs, on the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    left, right = columns(document)
    lines = [line(left, say("word.recipients"), size=12, bold=True, italic=True, first=True)]
    for words in ("{%p for noi in noi_nhan %}", "- {{ noi }};", "{%p endfor %}", say("word.kept")):
        lines.append(line(left, words, size=11))
    for one in lines:
        one.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line(right, "{%p if thay_mat %}", first=True)
    line(right, "{{ thay_mat }}", size=14, bold=True)
    line(right, "{%p endif %}")
    line(right, "{{ chuc_vu }}", size=14, bold=True)
    line(right, "{{ nguoi_ky }}", size=14, bold=True).paragraph_format.space_before = Pt(72)


def columns(document: "Document") -> tuple[Any, Any]:
    """Add two cells beside each other without lines; return them."""
    from docx.shared import Mm

    grid = document.add_table(1, 2)
    grid.autofit = False
    for column, width in zip(grid.columns, _HEAD, strict=True):
        column.width = column.cells[0].width = Mm(width)
    return grid.cell(0, 0), grid.cell(0, 1)


def line(
    place: Any, words: str, *, size: int = 13, bold: bool = False, italic: bool = False, first: bool = False
) -> Any:
    """Add a centred line to a cell or the document, and return it; a cell has its first one already."""
    from docx.shared import Pt

    added = place.paragraphs[0] if first else place.add_paragraph()
    added.style = CELL
    run = added.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return added


def rule(place: Any, width: int) -> None:
    """Draw a line of so many millimetres in the middle: NĐ 30 wants it drawn, never underlined words."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    drawn, room = place.add_paragraph(style=CELL), _room(place)
    form = drawn.paragraph_format
    form.left_indent = form.right_indent = Mm((room - width) / 2)
    form.line_spacing, form.space_after = Pt(3), Pt(6)
    border = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    drawn._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc"
    )


def _room(place: Any) -> float:
    """Return the width of a cell or of the page's text in millimetres."""
    width = getattr(place, "width", None)
    return width.mm - 3.8 if width is not None else 210 - LEFT - RIGHT
