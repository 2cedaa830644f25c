"""Checks of the tree that the index follows: contents → factors → criteria."""

from collections.abc import Iterator, Mapping

from roviec.survey.questionnaire import Kind
from roviec.survey.shape import Problem, Table

LEVELS = 5  # the official satisfaction scale, from rất không hài lòng to rất hài lòng


def check_tree(data: Table, kinds: Mapping[str, Kind], sizes: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is wrong with the tree: unknown, repeated or unsuitable criteria, repeated ids."""
    used: set[str] = set()
    ids: set[str] = set()
    for content in data.get("contents", []):
        yield from _fresh(f"nội dung {content['id']}", content["id"], ids)
        for factor in content["factors"]:
            where = f"yếu tố {factor['id']}"
            yield from _fresh(where, factor["id"], ids)
            for criterion in factor["criteria"]:
                yield from _criterion(where, criterion, used, kinds, sizes)


def _fresh(where: str, known: str, ids: set[str]) -> Iterator[Problem]:
    if known in ids:
        yield Problem(where, "mã này đã dùng trong cây chỉ số; hãy đặt một mã khác.")
    ids.add(known)


def _criterion(
    where: str, criterion: object, used: set[str], kinds: Mapping[str, Kind], sizes: Mapping[str, int]
) -> Iterator[Problem]:
    if not isinstance(criterion, str) or criterion not in kinds:
        yield Problem(where, f"nhắc tới câu «{criterion}» không có trong phiếu; hãy sửa mã hoặc bỏ đi.")
        return
    if kinds[criterion] is not Kind.SCALE or sizes[criterion] != LEVELS:
        yield Problem(
            where, f"câu «{criterion}» không theo thang {LEVELS} mức; chỉ số chỉ tính câu {LEVELS} mức."
        )
    if criterion in used:
        yield Problem(where, f"câu «{criterion}» đã tính ở trên; mỗi tiêu chí chỉ tính một lần.")
    used.add(criterion)
