"""Targets: rows of target tables, and goals for a named index under a target heading."""

import re
from collections.abc import Iterator

from roviec.folding import fold
from roviec.tasks.reading.cells import units_in, without_ditto
from roviec.tasks.reading.model import Header, Named, ReadTarget
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.source import Cell, Document, Passage
from roviec.tasks.reading.tables import Grid

_INDEXES = (
    ("PAR INDEX", r"par[ -]?index|chi so cai cach hanh chinh"),
    ("SIPAS", r"sipas|chi so hai long|muc do hai long"),
    ("PAPI", r"\bpapi\b|hieu qua quan tri"),
    ("DTI", r"\bdti\b|chi so chuyen doi so"),
    ("PCI", r"\bpci\b|nang luc canh tranh"),
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_GOAL_HEAD = re.compile(r"(?:muc tieu|chi tieu)")
_SENTENCE_GOAL = re.compile(
    r"(?P<label>(?:Chỉ số|Tỷ lệ|Tỉ lệ|Mức độ hài lòng|PAR INDEX|SIPAS|PAPI|"
    r"DTI)[^.;:]*?)\s*(?:,\s*)?(?:phấn đấu\s+)?"
    r"(?P<goal>(?:đạt|duy trì|giảm|xuống|còn|tăng)[^.;]*?\d[\d.,]*\s*(?:%|"
    r"điểm)?(?:\s*(?:điểm\s*)?trở (?:lên|xuống))?)"
)


def number_of(text: str) -> float | None:
    """Return the first number of `text`: "81,27%" → 81.27, "1.250" → 1250."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    figure = match.group()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return float(figure.replace(",", "."))


def operator_of(text: str) -> str:
    """Return > >= = <= < for "Trên 75%", "từ 80% trở lên", "100%", "không quá 2%", "dưới 1%"."""
    folded = fold(text)
    if re.search(r"tro len|toi thieu|it nhat|khong thap hon|khong duoi|khong it hon|≥|>=", folded):
        return ">="
    if re.search(r"tro xuong|toi da|khong qua|khong vuot|khong cao hon|khong tren|≤|<=", folded):
        return "<="
    if re.search(r"\btren\b|\bhon\b|vuot|>", folded) and not re.search(r"thap hon|it hon|nho hon", folded):
        return ">"
    if re.match(r"(?:dat |phan dau )?tu \d[\d.,]*\s*(?:%|diem)?\W*$", folded):
        return ">="
    return "<" if re.search(r"\bduoi\b|thap hon|it hon|nho hon|<", folded) else "="


_RANKED = re.compile(
    r"\(?\s*(?:xếp\s+|đứng\s+)?(?:thứ\s+hạng|hạng|thứ|vị trí)\s*:?\s*(?:thứ\s+)?(?P<word>\d{1,3})(?:\s?/\s?\d{1,3})?\s*\)?"
    r"|\(\s*(?P<bare>\d{1,3})\s?/\s?\d{1,3}\s*\)|(?<=[\s;–-])(?P<last>\d{1,3})\s?/\s?\d{2,3}\s*\Z",
    re.IGNORECASE,
)


def value_and_rank(text: str) -> tuple[str, str | None]:
    """Part a cell that holds a figure and a place: "86,91 (37/63)" → ("86,91", "37")."""
    found = _RANKED.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ;,-–()") if found else text
    if found is None or number_of(rest) is None:
        return text, None
    return rest, found["word"] or found["bare"] or found["last"]


def rank_of(text: str) -> str | None:
    """Return a rank cell without its words: "Hạng 3" → "3"."""
    bare = re.sub(r"^(?:xếp\s+)?(?:thứ\s+hạng|hạng|thứ)\s*", "", text.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"^(\d{1,3})\s?/\s?\d{1,3}$", r"\1", bare)
    return bare if re.search(r"\w", bare) else None


def targets_of(document: Document, header: Header, root: Node) -> list[ReadTarget]:
    """Return all targets of the outline."""
    return list(_walk(document, header, root))


def _walk(document: Document, header: Header, node: Node) -> Iterator[ReadTarget]:
    if node.grid and node.grid.kind == "targets":
        context = " ".join(up.text for up in node.path() if up.kind) + f" {header.subject or ''}"
        yield from _rows(document, header, node.grid, context)
    elif node.text and header.kind != "Báo cáo" and any(_is_goal_part(up) for up in node.path()):
        yield from _sentences(document, header, node)
    for child in node.children:
        yield from _walk(document, header, child)


def _is_goal_part(node: Node) -> bool:
    heading = fold(re.split(r"[:.]", node.text, maxsplit=1)[0])
    return bool(node.kind) and node.rank < 7 and len(heading.split()) < 14 and bool(_GOAL_HEAD.match(heading))


def _sentences(document: Document, header: Header, node: Node) -> Iterator[ReadTarget]:
    for match in _SENTENCE_GOAL.finditer(node.text):
        goal = match.group("goal")
        index = _index(match.group("label"))
        years = re.findall(r"năm (20\d\d)", node.text[max(0, match.start() - 40) : match.end()])
        if number_of(goal) is None or re.search(r"\bbậc\b|so với", goal):
            continue
        yield ReadTarget(
            index=index or match.group("label").strip(),
            component=None,
            baseline=None,
            baseline_rank=None,
            goal=number_of(goal),
            goal_op=operator_of(goal),
            goal_rank=None,
            year=int(years[-1]) if years else header.year,
            responsible=(),
            quote=document.quote(node.passage.cut(*match.span())),
        )


def _index(text: str) -> str | None:
    folded = fold(text)
    return next((name for name, pattern in _INDEXES if re.search(pattern, folded)), None)


def _rows(document: Document, header: Header, grid: Grid, context: str) -> Iterator[ReadTarget]:
    roles = grid.roles
    label_head = fold(" ".join(grid.header[roles["label"]]))
    parts = bool(re.search(r"thanh phan|linh vuc", label_head)) or "thanh phan" in fold(context)
    whole = _index(context) if parts else None
    year = re.search(r"20\d\d", " ".join(grid.header[roles["goal"]]))
    for row in without_ditto(list(grid.rows), list(roles.values())):
        label = _at(row, roles, "label").text or _at(row, roles, "index").text
        goal = _at(row, roles, "goal")
        aim, aim_rank = value_and_rank(goal.text)
        base, base_rank = value_and_rank(_at(row, roles, "baseline").text)
        value = number_of(aim)
        if value is None or not re.search(r"[^\W\d]", label):
            continue
        index, component = _named(label, whole)
        yield ReadTarget(
            index=index,
            component=component,
            baseline=number_of(base),
            baseline_rank=rank_of(_at(row, roles, "baseline_rank").text) or base_rank,
            goal=value,
            goal_op=operator_of(aim),
            goal_rank=rank_of(_at(row, roles, "goal_rank").text) or aim_rank,
            year=int(year.group()) if year else header.year,
            responsible=_responsible(document, _at(row, roles, "lead")),
            quote=document.quote(
                _at(row, roles, "label").passage if _at(row, roles, "label").text else goal.passage
            ),
        )


def _named(label: str, whole: str | None) -> tuple[str | None, str | None]:
    """Return (index, component) of a row's label."""
    if re.match(r"(?:tổng cộng|tổng|cộng|chung)\b", label.lower()):
        return whole or label, None
    own = _index(label)
    if own and (
        re.search(r"par[ -]?index|sipas|papi|dti|pci", fold(label)) or fold(label).startswith("chi so")
    ):
        return own, None
    return (whole, label) if whole else (label, None)


def _responsible(document: Document, cell: Cell) -> tuple[Named, ...]:
    bracket = re.search(r"\(([^)]*) theo dõi\)", cell.passage.text)
    if bracket:
        return units_in(document, cell.passage.cut(*bracket.span(1)))
    return units_in(document, cell.passage)


def _at(row: tuple[Cell, ...], roles: dict[str, int], role: str) -> Cell:
    column = roles.get(role, -1)
    return row[column] if 0 <= column < len(row) else Cell(Passage("", ()))
