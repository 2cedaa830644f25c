"""Checks across the tables of a questionnaire file whose keys and types are already right."""

import re
from collections.abc import Iterator
from typing import Any

from roviec.survey import shape
from roviec.survey.item_check import check_item, check_labels, choices_of, kind_of
from roviec.survey.questionnaire import Kind
from roviec.survey.shape import Problem, Table
from roviec.survey.tree_check import check_tree

FILE = "tệp phiếu"
_GAP = re.compile(r"\{(\w*)\}")


def languages_of(data: Table) -> tuple[str, ...]:
    """Return the languages of a file, Vietnamese first; Vietnamese alone when none is named."""
    named = data.get("languages", [])
    others = (
        [code for code in named if isinstance(code, str) and code != "vi"] if isinstance(named, list) else []
    )
    return ("vi", *others)


def check_meaning(data: Table) -> Iterator[Problem]:
    """Yield what makes no sense in a file whose shape is right: twice, unknown, empty, out of order."""
    sizes: dict[str, int] = {}
    kinds: dict[str, Kind] = {}
    yield from _scales(data.get("scales", {}))
    yield from _twice(data)
    every = [item for section in data["sections"] for item in section["items"]]
    later = {item["id"] for item in every}
    for section in data["sections"]:
        for item in section["items"]:
            yield from check_item(item, section, data.get("scales", {}))
            if "when" in item:
                yield from _when(item, sizes, later)
            kinds[item["id"]] = kind_of(item, section)
            sizes[item["id"]] = len(choices_of(item, section, data.get("scales", {})))
    yield from check_tree(data, kinds, sizes)
    yield from _gaps(data, data.get("words", {}), FILE)
    yield from _translations(data, languages_of(data)[1:], FILE)


def _scales(scales: Table) -> Iterator[Problem]:
    for name, scale in scales.items():
        where = f"thang {name}"
        yield from check_labels([*scale["labels"], *([scale["aside"]] if "aside" in scale else [])], where)
        if not all(isinstance(label, str) for label in scale["labels"]):
            yield Problem(where, "mỗi mức phải là chữ trong dấu ngoặc kép.")


def _twice(data: Table) -> Iterator[Problem]:
    for what, tables in (
        ("phần", data["sections"]),
        ("câu", [item for section in data["sections"] for item in section["items"]]),
    ):
        seen: set[str] = set()
        for table in tables:
            if table["id"] in seen:
                yield Problem(f"{what} {table['id']}", "mã này đã dùng ở trên; hãy đặt một mã khác.")
            seen.add(table["id"])


def _when(item: Table, sizes: dict[str, int], every: set[str]) -> Iterator[Problem]:
    where, when = f"câu {item['id']}", item["when"]
    earlier, numbers = when.get("item"), when.get("is")
    numbers = numbers if isinstance(numbers, list) else [numbers]
    if set(when) != {"item", "is"} or not isinstance(earlier, str):
        yield Problem(where, 'điều kiện phải viết: when = { item = "mã câu", is = 1 } hoặc is = [1, 2].')
    elif earlier not in every:
        yield Problem(where, f"điều kiện nhắc tới câu «{earlier}» không có trong phiếu; hãy sửa mã.")
    elif earlier not in sizes:
        yield Problem(where, f"điều kiện nhắc tới câu «{earlier}» hỏi sau; hãy đưa câu đó lên trước.")
    elif not sizes[earlier]:
        yield Problem(where, f"câu «{earlier}» không có phương án để làm điều kiện; hãy chọn câu khác.")
    elif not all(shape.fits(n, int) and 1 <= n <= sizes[earlier] for n in numbers) or not numbers:
        yield Problem(where, f"câu «{earlier}» có các phương án 1–{sizes[earlier]}; hãy sửa «is» cho khớp.")


def _gaps(value: Any, words: Table, where: str) -> Iterator[Problem]:
    if isinstance(value, str):
        for name in _GAP.findall(value):
            if name not in words:
                yield Problem(where, f'chưa có từ «{{{name}}}»; hãy thêm {name or "…"} = "…" vào [words].')
    elif isinstance(value, dict):
        here = f"câu {value['id']}" if "id" in value and "text" in value else where
        for inner in value.values():
            yield from _gaps(inner, words, here)
    elif isinstance(value, list):
        for inner in value:
            yield from _gaps(inner, words, where)


def _translations(value: Any, languages: tuple[str, ...], where: str) -> Iterator[Problem]:
    """Look at the tables named by a language: each stands beside the Vietnamese of the same shape."""
    if isinstance(value, list):
        for inner in value:
            yield from _translations(inner, languages, where)
    if not isinstance(value, dict):
        return
    here = f"câu {value['id']}" if "id" in value and "text" in value else where
    for key, inner in value.items():
        if key not in languages:
            yield from _translations(inner, languages, here)
            continue
        for name, said in inner.items():
            if not _same_shape(said, value.get(name)):
                yield Problem(here, f"bản dịch {key}.{name} phải cùng kiểu, cùng số dòng với bản tiếng Việt.")


def _same_shape(said: Any, original: Any) -> bool:
    if isinstance(said, str):
        return isinstance(original, str)
    if not isinstance(said, list) or not isinstance(original, list):
        return False
    return len(said) == len(original) and all(isinstance(label, str) for label in said)
