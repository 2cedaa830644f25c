"""A set of criteria out of its file, every fault with where it stands; and the points that a criterion takes."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from roviec.errors import PersonError
from roviec.tasks.criteria.model import Criteria, Criterion, Group, Level
from roviec.tasks.measures.numbers import read_number, write_number

MOST, LARGEST = 400, 1000.0
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]{0,15}")
_SET = {"code", "version", "title", "source", "note", "groups"}
_GROUP = {"id", "title", "criteria"}
_CRITERION = {"id", "title", "points", "how", "proof", "levels", "verified"}


class CriteriaUnread(PersonError):
    """Tệp bộ tiêu chí không đọc được ở dòng {line}. Ông/Bà sửa theo docs/criteria.md rồi thử lại."""


class CriteriaFault(PersonError):
    """Bộ tiêu chí có chỗ cần sửa tại {where}: {what}. Ông/Bà xem docs/criteria.md."""


class PointsOutside(PersonError):
    """Điểm của tiêu chí này từ 0 đến {highest}. Ông/Bà nhập lại."""


class PointsOfLevels(PersonError):
    """Tiêu chí này chỉ nhận một trong các mức điểm: {levels}. Ông/Bà nhập lại."""


def read_criteria(source: str) -> Criteria:
    """Return the set of a file; raise what is wrong with it."""
    try:
        data = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise CriteriaUnread(line=found[1] if found else source.count("\n") + 1) from None
    _known(data, _SET, "đầu tệp")
    groups = tuple(_group(one, n) for n, one in enumerate(_list(data, "groups", "đầu tệp"), 1))
    made = Criteria(
        _matching(data, "code", _CODE, "đầu tệp"),
        _matching(data, "version", _CODE, "đầu tệp"),
        _text(data, "title", "đầu tệp"),
        groups,
        _text(data, "source", "đầu tệp", needed=False),
        _text(data, "note", "đầu tệp", needed=False),
    )
    _check_ids(made)
    return made


def _group(data: Any, n: int) -> Group:
    where = f"nhóm {n}"
    _known(data, _GROUP, where)
    found = _list(data, "criteria", where)
    criteria = tuple(_criterion(one, f"{where}, tiêu chí {k}") for k, one in enumerate(found, 1))
    return Group(_matching(data, "id", _ID, where), _text(data, "title", where), criteria)


def _criterion(data: Any, where: str) -> Criterion:
    _known(data, _CRITERION, where)
    points = _points(data.get("points"), where)
    levels = tuple(_level(one, points, where) for one in data.get("levels", []))
    proof = data.get("proof", [])
    if not isinstance(proof, list) or not all(isinstance(one, str) for one in proof):
        raise CriteriaFault(where=where, what="proof là danh sách các câu")
    verified = data.get("verified", True)
    if not isinstance(verified, bool):
        raise CriteriaFault(where=where, what="verified là true hoặc false")
    return Criterion(
        _matching(data, "id", _ID, where),
        _text(data, "title", where),
        points,
        _text(data, "how", where, needed=False),
        tuple(" ".join(one.split()) for one in proof),
        levels,
        verified,
    )


def _level(data: Any, highest: float, where: str) -> Level:
    _known(data, {"points", "when"}, where)
    points = _points(data.get("points"), where, zero=True)
    if points > highest:
        raise CriteriaFault(where=where, what="mức điểm cao hơn điểm tối đa")
    return Level(points, _text(data, "when", where))


def _points(value: Any, where: str, *, zero: bool = False) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not (0 if zero else 0.001) <= value <= LARGEST:
        raise CriteriaFault(where=where, what="points là số lớn hơn 0 và không quá 1.000")
    return float(value)


def _known(data: Any, names: set[str], where: str) -> None:
    if not isinstance(data, dict):
        raise CriteriaFault(where=where, what="cần một bảng")
    for name in data:
        if name not in names:
            raise CriteriaFault(where=where, what=f"không có mục «{name[:40]}»")


def _list(data: Mapping[str, Any], name: str, where: str) -> list[Any]:
    found = data.get(name)
    if not isinstance(found, list) or not 0 < len(found) <= MOST:
        raise CriteriaFault(where=where, what=f"cần ít nhất một mục «{name}»")
    return found


def _text(data: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
    found = data.get(name, "")
    if not isinstance(found, str) or (needed and not found.strip()) or len(found) > 2000:
        raise CriteriaFault(where=where, what=f"«{name}» là một câu")
    return " ".join(found.split())


def _matching(data: Mapping[str, Any], name: str, pattern: re.Pattern[str], where: str) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise CriteriaFault(where=where, what=f"«{name}» gồm chữ cái không dấu, chữ số và dấu . hoặc -")
    return found


def _check_ids(made: Criteria) -> None:
    ids = [one.id for one in made.all]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise CriteriaFault(where=f"tiêu chí {twice}", what="mã tiêu chí trùng nhau")
    if len(ids) > MOST:
        raise CriteriaFault(where="đầu tệp", what=f"nhiều hơn {MOST} tiêu chí")


def points_of(criterion: Criterion, words: str) -> float | None:
    """Return the points that words give a criterion, None for "chưa có"; raise what it does not take."""
    value = read_number(words, "điểm").value
    if value is None:
        return None
    if not 0 <= value <= criterion.points:
        raise PointsOutside(highest=write_number(criterion.points))
    allowed = [level.points for level in criterion.levels]
    if allowed and value not in allowed:
        raise PointsOfLevels(levels=", ".join(write_number(one) for one in allowed))
    return value


@cache
def shipped() -> dict[str, str]:
    """Return the sources of the shipped sets by their codes."""
    pages = sorted(files("roviec.tasks.criteria.sets").iterdir(), key=lambda page: page.name)
    sources = [page.read_text("utf-8") for page in pages if page.name.endswith(".toml")]
    return {read_criteria(source).code: source for source in sources}
