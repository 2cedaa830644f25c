"""Checks of one question of a questionnaire file: its id, its type, its scale or its options."""

import re
from collections.abc import Iterator
from typing import Any

from roviec.folding import fold
from roviec.survey import shape
from roviec.survey.questionnaire import GATES, Kind
from roviec.survey.shape import Problem, Table, look

# An item id travels inside a button, and Telegram gives a button 64 bytes for everything.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,23}")


def kind_of(item: Table, section: Table) -> Kind:
    """Return the kind an item has: as written, else a row of the scale that it or its section names."""
    return Kind(item["type"]) if item.get("type") in set(Kind) else Kind.SCALE


def choices_of(item: Table, section: Table, scales: Table) -> list[Any]:
    """Return the raw choices of an item: its own options, the labels of its scale, or Có/Không."""
    kind = kind_of(item, section)
    if kind is Kind.YESNO:
        return ["Có", "Không"]
    if kind is Kind.SCALE:
        found: list[Any] = scales.get(item.get("scale", section.get("scale")), {}).get("labels", [])
        return found
    return list(item.get("options", []))


def check_item(item: Table, section: Table, scales: Table) -> Iterator[Problem]:
    """Yield what is wrong with one question taken by itself."""
    where = f"câu {item['id']}"
    if not _ID.fullmatch(item["id"]) or item["id"] in GATES or item["id"].endswith(".other"):
        yield Problem(
            where,
            "mã chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối, nhiều nhất 24 ký tự; "
            "không dùng consent, age, review và đuôi .other.",
        )
    if "type" in item and item["type"] not in set(Kind):
        yield Problem(where, f"không có loại «{item['type']}»; hãy dùng: {', '.join(Kind)}.")
        return
    kind = kind_of(item, section)
    if kind is Kind.SCALE:
        yield from _scale_of(item, section, scales)
    elif kind in (Kind.SINGLE, Kind.MULTI):
        yield from _options(item, where)
    elif "options" in item:
        yield Problem(where, f"loại {kind} không có phương án; hãy bỏ «options» hoặc đổi loại thành single.")
    if "aside" in item and kind not in (Kind.SCALE, Kind.SINGLE):
        yield Problem(where, "«aside» chỉ dùng cho câu theo thang hoặc câu chọn một; hãy bỏ đi.")


def _scale_of(item: Table, section: Table, scales: Table) -> Iterator[Problem]:
    where, name = f"câu {item['id']}", item.get("scale", section.get("scale"))
    if name is None:
        yield Problem(where, "chưa rõ loại câu; hãy thêm type = … hoặc scale = …")
    elif name not in scales:
        listed = ", ".join(scales) or "chưa có thang nào"
        yield Problem(where, f"không có thang «{name}»; hãy thêm [scales.{name}] hoặc dùng: {listed}.")
    if "options" in item:
        yield Problem(where, 'câu theo thang không có «options»; hãy bỏ đi hoặc thêm type = "single".')


def _options(item: Table, where: str) -> Iterator[Problem]:
    options = item.get("options", [])
    if not options:
        yield Problem(where, 'chưa có phương án trả lời; hãy thêm options = ["…", "…"].')
    for number, option in enumerate(options, 1):
        if not isinstance(option, str):
            yield from look(option, shape.OPTION, f"{where}, phương án {number}")
    labels = [option.get("label") if isinstance(option, dict) else option for option in options]
    labels += [item["aside"]] if "aside" in item else []
    yield from check_labels([label for label in labels if isinstance(label, str)], where)


def check_labels(labels: list[Any], where: str) -> Iterator[Problem]:
    """Yield complaints about a list of choices: empty, alone, or the same once accents are dropped."""
    folded = [fold(label) for label in labels if isinstance(label, str)]
    for label in sorted({label for label in folded if folded.count(label) > 1}):
        yield Problem(where, f"hai phương án đọc không dấu giống nhau («{label}»); hãy viết khác đi.")
    if "" in folded:
        yield Problem(where, "có phương án để trống; hãy viết nội dung hoặc bỏ đi.")
    if len(folded) == 1:
        yield Problem(where, "mới có một phương án; cần ít nhất hai.")
