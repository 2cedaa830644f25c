"""Targets: rows of target tables, and goals in words under a target heading."""

import re
from collections.abc import Iterator
from dataclasses import replace

from roviec.folding import CAPITAL, SMALL, fold
from roviec.tasks.reading.beside import goals_beside
from roviec.tasks.reading.cells import units_in
from roviec.tasks.reading.figures import number_of, operator_of, place_in
from roviec.tasks.reading.goal_headings import target_year
from roviec.tasks.reading.goals import Goal, begins_as_goal, goals_in, is_poor
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.indexes import index_in, indexes_in, own_index
from roviec.tasks.reading.model import Header, Named, ReadTarget
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.source import Document
from roviec.tasks.reading.target_rows import targets_of_grid

_SENTENCE_GOAL = re.compile(
    r"(?P<label>(?:[Cc]hỉ số|[Tt]ỷ lệ|[Tt]ỉ lệ|[Mm]ức độ hài lòng|PAR INDEX|SIPAS|PAPI|"
    r"DTI)[^.;:]*?)\s*(?:,\s*)?(?:phấn đấu\s+)?"
    r"(?P<goal>(?:đạt|duy trì|giảm|xuống|còn|tăng)[^.;]*?\d[\d.,]*\s*(?:%|"
    r"điểm)?(?:\s*(?:điểm\s*)?trở (?:lên|xuống))?)"
)
# "Đối với hộ kinh doanh": of whom the goals below speak, and nobody who answers for them.
_CONCERNS = re.compile(rf"(?:Đối với|Về)\s+(?=[{SMALL}])")
_STRIVES = re.compile(r"(?:(?:Đến|Trong) (?:hết |cuối )?năm 20\d\d,?\s+)?phấn đấu\s", re.IGNORECASE)
# So many figures in one item are goals, wherever it stands.
_MANY = 4
_SENTENCE_END = re.compile(rf"\.\s+(?=[{CAPITAL}\d]|\(\d)")


def targets_of(document: Document, header: Header, root: Node) -> list[ReadTarget]:
    """Return all targets of the outline."""
    return list(_walk(document, header, root))


def _walk(document: Document, header: Header, node: Node) -> Iterator[ReadTarget]:
    if node.grid and node.grid.kind == "targets":
        context = " ".join(up.text for up in node.path() if up.kind) + f" {header.subject or ''}"
        year = _year_above(node, header)
        yield from targets_of_grid(document, node.grid, context, year)
    elif node.grid and header.kind != "Báo cáo":
        yield from goals_beside(document, node.grid, _year_above(node, header))
    elif node.text and header.kind != "Báo cáo" and (node.goals or _is_goals(node)):
        yield from _items(document, header, node)
    for child in node.children:
        yield from _walk(document, header, child)


def _as_part(goal: Goal, node: Node) -> Goal:
    """Return a goal with what it is a part of, where the item above leads to it: "Diện tích 772 ha, trong đó: + Lúa …"."""
    above = node.parent
    if above is None or goal.whole or not above.under_goals or not above.text.rstrip().endswith("trong đó:"):
        return goal
    whole = next(goals_in(above.text, counted=True), None)
    return replace(goal, whole=whole.label) if whole and is_poor(goal.label, part=True) else goal


def _among_tasks(node: Node) -> bool:
    """Tell an item below a heading of goals and tasks that is a goal: it begins with what is measured or a share."""
    return bool(node.kind) and node.under_mixed and begins_as_goal(node.text)


def _is_goals(node: Node) -> bool:
    """Tell an item of goals: below a heading of them, among tasks, or of several figures that it strives for."""
    return node.under_goals or _among_tasks(node) or _strives_for_many(node)


def _strives_for_many(node: Node) -> bool:
    """Tell "Phấn đấu đạt tốc độ tăng trưởng 13%; thu nhập 41 triệu đồng; …" from an order that names a figure."""
    begins = node.kind and _STRIVES.match(node.text)
    return bool(begins) and len(list(goals_in(node.text))) >= _MANY


def _items(document: Document, header: Header, node: Node) -> Iterator[ReadTarget]:
    """Read what stands under a heading of goals sentence by sentence, the heading itself as far as it names a rate."""
    cuts = [(0, 0), *(match.span() for match in _SENTENCE_END.finditer(node.text))]
    ends = [start for start, _ in cuts[1:]] + [len(node.text)]
    counted = any(re.search("chi tieu|muc tieu cu the", fold(up.text)) for up in node.path()[:-1])
    for (_, start), end in zip(cuts, ends, strict=True):
        inside = _is_goals(node)
        goals = list(goals_in(node.text[start:end], counted=counted)) if inside else []
        made = [_target(document, header, node, _as_part(goal, node), start) for goal in goals]
        if not goals:
            made = list(_sentences(document, header, node, start, end))
        yield from made
        if inside or node.goals:
            yield from _places(document, header, node, (start, end), {one.index for one in made})


def _target(document: Document, header: Header, node: Node, goal: Goal, at: int) -> ReadTarget:
    """Return the target of a goal of the sentence that begins at `at` of the node."""
    index = own_index(goal.label) or _named_level(goal.label)
    above = [up for up in reversed(node.path()[:-1]) if up.kind and up.under_goals]
    whole = next((own for up in above if (own := own_index(up.text))), None)
    lead = (
        units_in(document, node.passage.cut(at + goal.lead[0], at + goal.lead[1]))
        if goal.lead
        else _leads(document, above)
    )
    part = bool(whole and not index) or bool(goal.whole)
    return ReadTarget(
        index=(own_index(goal.whole) or goal.whole) or index or whole or goal.label,
        component=goal.label if part else None,
        baseline=goal.baseline,
        baseline_rank=None,
        goal=goal.value,
        goal_op=goal.op,
        goal_rank=goal.rank,
        year=goal.year or _year_above(node, header),
        responsible=lead,
        quote=document.quote(node.passage.cut(at + goal.span[0], at + goal.span[1])),
    )


def _year_above(node: Node, header: Header) -> int | None:
    """Return the year that the nearest heading or lead-in over a goal sets."""
    over = [up.text for up in reversed(node.path()[:-1]) if up.kind and up.rank < 99]
    texts = [node.led.text, *over] if node.led is not None else over
    return target_year(texts, header.subject, header.year)


def _named_level(label: str) -> str | None:
    """Return SIPAS for "Mức độ hài lòng của người dân" without a field of its own."""
    found = re.match(r"Mức độ hài lòng(?: chung)? của (?:người dân|tổ chức)", label)
    return "SIPAS" if found and not re.search(r"\bvề\s(?!sự phục vụ)", label) else None


def _leads(document: Document, above: list[Node]) -> tuple[Named, ...]:
    """Return the unit under whose heading a goal stands."""
    for up in above:
        names = None if _CONCERNS.match(up.text) else heading_of(up.text)
        if names and not up.text[names.end :].strip(" :."):
            return tuple(
                Named(" ".join(up.text[a:b].split()), document.quote(up.passage.cut(a, b)))
                for a, b in names.spans
            )
    return ()


def _places(
    document: Document, header: Header, node: Node, span: tuple[int, int], told: set[str | None]
) -> Iterator[ReadTarget]:
    """Yield a target for each index that is to reach a place and no figure: "các Chỉ số PAR INDEX, PAPI xếp thứ 10/34"."""
    text = node.text[slice(*span)]
    place = place_in(text)
    for name in indexes_in(text) if place else ():
        if name not in told:
            yield ReadTarget(
                index=name,
                component=None,
                baseline=None,
                baseline_rank=None,
                goal=None,
                goal_op="=",
                goal_rank=place,
                year=_year_in(text) or _year_above(node, header),
                responsible=(),
                quote=document.quote(node.passage.cut(*span)),
            )


def _year_in(text: str) -> int | None:
    years = re.findall(r"năm (20\d\d)", text)
    return int(years[-1]) if years else None


def _sentences(document: Document, header: Header, node: Node, start: int, end: int) -> Iterator[ReadTarget]:
    for match in _SENTENCE_GOAL.finditer(node.text, start, end):
        goal = match.group("goal")
        years = re.findall(r"năm (20\d\d)", node.text[max(0, match.start() - 40) : match.end()])
        # "PAR INDEX tăng 3 bậc" goes up by so much, and nobody says to where.
        steps = re.compile(r"\s*bậc\b").match(node.text, match.end())
        if number_of(goal) is None or steps or re.search(r"\bbậc\b|so với", goal):
            continue
        yield ReadTarget(
            index=index_in(match.group("label")) or match.group("label").strip(),
            component=None,
            baseline=None,
            baseline_rank=None,
            goal=number_of(goal),
            goal_op=operator_of(goal),
            goal_rank=None,
            year=int(years[-1]) if years else _year_above(node, header),
            responsible=(),
            quote=document.quote(node.passage.cut(*match.span())),
        )
