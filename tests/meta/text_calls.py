"""Finds in the source where a text is said: by which key, and with which values."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

import roviec

ROOT = Path(roviec.__file__).parent
PART = "[a-z0-9_]+"
"""What a computed part of a key may be."""


@dataclass(frozen=True)
class Speaker:
    """A function that says a text: where it takes the key, and what it does with its keywords."""

    at: int = 0
    apart: frozenset[str] = frozenset()
    """Keywords that are no values of the sentence."""
    given: frozenset[str] | None = None
    """The values that the function itself gives; its keywords are then its own affair."""
    template: str = "{}"
    """How the key is made of what it takes."""
    fewer: bool = False
    """The sentence may want fewer values than are given."""


@dataclass(frozen=True)
class Call:
    """One place that says a text; an empty `key` is computed elsewhere."""

    where: str
    function: str
    key: str
    values: frozenset[str]
    fewer: bool = False


_MESSAGE = frozenset({"title", "choices", "task"})
SPEAKERS = {
    "texts": Speaker(),
    "say": Speaker(),
    "turn.say": Speaker(apart=_MESSAGE),
    "choice": Speaker(),
    "send_file": Speaker(),
    "note": Speaker(),
    "pick": Speaker(1),
    "tell": Speaker(2, apart=_MESSAGE | {"event"}),
    "out_of": Speaker(fewer=True),
}


def patterns(node: ast.expr) -> list[str]:
    """Return the keys that an expression may be, as patterns; none where it is a variable."""
    match node:
        case ast.Constant(value=str(key)):
            return [re.escape(key)]
        case ast.JoinedStr(values=parts):
            return ["".join(re.escape(p.value) if isinstance(p, ast.Constant) else PART for p in parts)]
        case ast.IfExp(body=one, orelse=other):
            return patterns(one) + patterns(other)
    return []


@cache
def sources() -> dict[str, ast.Module]:
    """Return the syntax tree of each module by its path under the package."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
        if path.parent.name != "versions"
    }


def _calls(tree: ast.AST, function: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the function in which it stands."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield node, function
        inner = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else function
        yield from _calls(node, inner)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        is_turn = isinstance(function.value, ast.Name) and function.value.id == "turn"
        return "turn.say" if is_turn and function.attr == "say" else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def said(forwarders: dict[str, Speaker]) -> Iterator[Call]:
    """Yield what each place of the package says; `forwarders` are functions that hand a key on."""
    speakers = SPEAKERS | forwarders
    for module, tree in sources().items():
        for node, function in _calls(tree, ""):
            name = _name(node.func)
            speaker = speakers.get(f"{module}:{name}", speakers.get(name))
            if speaker and len(node.args) > speaker.at:
                values = _values(node, speaker)
                where = f"{module}:{node.lineno}"
                for key in patterns(node.args[speaker.at]) or [""]:
                    made = speaker.template.format(key) if key else ""
                    yield Call(where, f"{module}:{function}", made, values, speaker.fewer)


def _values(node: ast.Call, speaker: Speaker) -> frozenset[str]:
    if speaker.given is not None:
        return speaker.given | (_keys(node) if speaker.fewer else set())
    return frozenset((_named(node) | (_keys(node) if speaker.fewer else set())) - speaker.apart)


def _named(node: ast.Call) -> set[str]:
    return {keyword.arg for keyword in node.keywords if keyword.arg}


def _keys(node: ast.Call) -> set[str]:
    """Return the literal keys of the dicts that a call gets."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    dicts = [one for one in given if isinstance(one, ast.Dict)]
    return {str(key.value) for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


def written() -> Iterator[Call]:
    """Yield what each template of a page says."""
    for path in sorted(ROOT.rglob("*.html")):
        for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == "t":
                values = frozenset(keyword.key for keyword in node.kwargs)
                yield Call(f"{path.name}:{node.lineno}", path.name, _of_template(node.args[0]), values)


def _of_template(node: nodes.Node) -> str:
    match node:
        case nodes.Const(value=key):
            return re.escape(key)
        case nodes.Concat(nodes=parts):
            return "".join(map(_of_template, parts))
    return PART


@cache
def mentioned() -> re.Pattern[str]:
    """Return a pattern of every string of the package and its pages that may be, or begin, a key."""
    found = {p for tree in sources().values() for node in ast.walk(tree) for p in _strings(node)}
    found |= {call.key for call in written()}
    return re.compile("|".join(sorted(found)))


def _strings(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        found = [p.replace(PART, "[a-z0-9_.]+") for p in patterns(node) if re.match(r"[a-z_]+(\\\.|$)", p)]
        # What ends in a dot is the beginning of keys.
        return [p + PART if p.endswith(".") else p for p in found]
    return []
