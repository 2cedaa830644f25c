"""Labels whose names stand in a list below them: "2. Cơ quan chủ trì", "- Ban Chỉ đạo.", "- Bộ Quốc phòng; Bộ Y tế."."""

import re
from dataclasses import replace

from roviec.tasks.reading.lexicon import VERB
from roviec.tasks.reading.outline import Node
from roviec.tasks.reading.source import join
from roviec.tasks.reading.units import names_at

# "Tổ chức thực hiện" is the heading of a part, and nobody's label.
_WHO = r"(?:Cơ quan|Đơn vị|Bộ phận)"
_ONE = re.compile(
    rf"(?:{_WHO}\s+)?(?:chủ trì|phối hợp)(?: thực hiện)?|{_WHO}\s+(?:thực hiện|tham gia)", re.IGNORECASE
)
# "2. Cơ quan chủ trì, phối hợp" over "a) Cơ quan chủ trì", "b) Cơ quan phối hợp".
_BOTH = re.compile(
    rf"{_WHO}\s+chủ trì(?:,| và|,? và|, {_WHO.lower()})\s*(?:{_WHO}\s+)?(?:phối hợp|thực hiện)(?: thực hiện)?",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"(?:các|toàn thể|những) (?=\w)", re.IGNORECASE)
# A name below such a label has no more words.
_LONGEST = 20
# An order has so many words behind the body; "cơ quan thường trực các cấp" is none.
_ORDER = 4


def gathered(node: Node) -> Node:
    """Return the tree with such a label and its list as one line, "Cơ quan chủ trì: Ban Chỉ đạo; Bộ Quốc phòng; Bộ Y tế"."""
    made: list[Node] = []
    for child in map(gathered, node.children):
        if (
            _BOTH.fullmatch(_bare(child))
            and any(map(_told, child.children))
            and all(map(_labels, child.children))
        ):
            made += [_below(one, child) for one in child.children if _told(one)]
        else:
            made.append(_line(child) if _is_stacked(child) else child)
    for child in made:
        child.parent = node
    node.children = made
    return node


def _bare(node: Node) -> str:
    return node.text.strip(" .:;")


def _labels(node: Node) -> bool:
    """Tell a label, its list gathered or none below it."""
    return _ONE.match(node.text) is not None and not node.children


def _told(node: Node) -> bool:
    """Tell a label that is one line by now, its list gathered."""
    return _ONE.match(node.text) is not None and ":" in node.text


def _below(node: Node, heading: Node) -> Node:
    """Return a label in the place of the heading over it."""
    node.kind, node.rank, node.led = heading.kind, heading.rank, heading.led
    return node


def _is_stacked(node: Node) -> bool:
    """Tell a label alone in its line over a list of bodies and nothing else."""
    return (
        bool(node.kind and node.children)
        and _ONE.fullmatch(_bare(node)) is not None
        and all(not child.children and _names(child.text) for child in node.children)
    )


def _names(text: str) -> bool:
    """Tell a line of bodies; where the label says so, each part need only begin as a body does."""
    parts = [part for part in re.split(r";\s*", text.strip(" .;")) if part]
    if not parts or re.search(r"[.:]\s", text) or max(len(part.split()) for part in parts) > _LONGEST:
        return False
    return all(map(_begins_as_body, parts))


def _begins_as_body(text: str) -> bool:
    """Tell a body, however long its name, from one that is told to do something."""
    names = names_at(text, 0)
    if names is None:
        return _ALL_OF.match(text) is not None
    rest = text[names.end :].lstrip(" ,")
    return VERB.match(rest) is None or len(rest.split()) < _ORDER


def _line(node: Node) -> Node:
    """Return a label with its list behind a colon, the list's own ends for semicolons."""
    label = node.passage.cut(0, len(node.passage.text.rstrip(" .:;")))
    lists = [child.passage.cut(0, len(child.passage.text.rstrip(" .;"))) for child in node.children]
    named = join(lists, glue="; ", solid=False)
    passage = join([replace(label, text=f"{label.text}:"), named], solid=False)
    node.text, node.passage, node.children = passage.text, passage, []
    return node
