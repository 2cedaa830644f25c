"""A questionnaire written in Excel, in the words of XLSForm: sheets `survey`, `choices` and `settings`."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from roviec.folding import whole
from roviec.survey.authoring.choices import Choices, is_yes, lists_of
from roviec.survey.authoring.columns import check_sheets, languages_of, said
from roviec.survey.authoring.relevant import condition
from roviec.survey.authoring.sheets import Row, Sheet, sheets_of
from roviec.survey.authoring.slips import LIKERT, near, slips
from roviec.survey.check import check_tables
from roviec.survey.shape import Problem

KINDS = ("select_one", "select_multiple", "text", "yesno", "begin_group", "end_group")
GROUPS = ("begin_group", "end_group")
TYPES = ("select_one DANH_SÁCH", "select_multiple DANH_SÁCH", "text", "yesno", "begin_group", "end_group")
_GROUP = {"begin group": "begin_group", "end group": "end_group"}


class NotExcel(Exception):
    """The file is no workbook that can be read."""


@dataclass
class Written:
    """The tables of a form, what is wrong with it, and where in the workbook each part stands."""

    languages: list[str]
    lists: dict[str, Choices]
    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What a complaint calls a part → its sheet and row."""
    used: dict[str, str] = field(default_factory=dict)
    """Question → the list of its choices."""

    def wrong(self, row: Row, what: str, advice: str, sheet: str = "survey") -> None:
        """Note something wrong with a row."""
        self.problems.append(Problem(what, advice, row.number, sheet=sheet))

    def others(self, row: Row, **names: str) -> dict[str, Any]:
        """Return the translations of a row: {"en": {"text": …}}, by key and the column that it is read from."""
        found = {
            code: {key: said(row, column, code) for key, column in names.items() if said(row, column, code)}
            for code in self.languages[1:]
        }
        return {code: texts for code, texts in found.items() if texts}


def read_xlsform(data: bytes) -> Written:
    """Read a workbook; every problem names its sheet and row. Raises NotExcel."""
    try:
        sheets = sheets_of(data)
    except Exception as error:
        # openpyxl raises whatever its parsers do on a broken workbook.
        raise NotExcel from error
    problems = list(check_sheets(sheets))
    if any(problem.broken for problem in problems):
        return Written([], {}, problems=problems)
    lists, wrong = lists_of(sheets["choices"])
    made = Written(languages_of(sheets), lists, problems=[*problems, *wrong, *slips(sheets, lists)])
    _settings(made, sheets["settings"])
    _words(made, sheets.get("words"))
    _sections(made, sheets["survey"])
    _contents(made, sheets.get("contents"))
    _scales(made)
    said = {(problem.sheet, problem.line) for problem in made.problems}
    more = [_placed(made, problem) for problem in check_tables(made.data)]
    # A row is complained of once, and no section for lacking what its rows are complained of: that only confuses.
    whole = () if not made.problems else ("phần", "yếu tố", "nội dung")
    made.problems += [
        problem
        for problem in more
        if (problem.sheet, problem.line) not in said and not problem.where.startswith(whole or ("\0",))
    ]
    made.problems.sort(key=lambda one: (ORDER.index(one.sheet) if one.sheet in ORDER else -1, one.line or 0))
    return made


ORDER = ("survey", "choices", "settings", "contents", "words")
_NAMES = {"«code»": "«form_id»", "«title»": "«form_title»", " vào [words]": " vào trang tính words"}
"""What the tables call it → what the workbook calls it."""


def _placed(made: Written, problem: Problem) -> Problem:
    """Return a complaint about the tables with its sheet and row, in the words of the workbook."""
    advice = problem.advice
    for ours, theirs in _NAMES.items():
        advice = advice.replace(ours, theirs)
    sheet, row = made.rows.get(problem.where.split(",")[0], ("", 0))
    return (
        replace(problem, advice=advice, sheet=sheet, line=row) if sheet else replace(problem, advice=advice)
    )


def _settings(made: Written, sheet: Sheet) -> None:
    if len(sheet.rows) != 1:
        advice = "phải có đúng một dòng dưới dòng tiêu đề."
        made.problems.append(Problem("thông tin phiếu", advice, 2, sheet="settings"))
    row = sheet.rows[0] if sheet.rows else Row(2, {})
    consent = {"text": said(row, "consent"), "yes": said(row, "consent_yes"), "no": said(row, "consent_no")}
    made.data |= {
        "code": row["form_id"],
        "version": row["version"],
        "title": said(row, "form_title"),
        "thanks": said(row, "thanks"),
        "languages": made.languages,
        "review": is_yes(row["review"]),
        **made.others(row, title="form_title", thanks="thanks"),
        "consent": consent | made.others(row, text="consent", yes="consent_yes", no="consent_no"),
    }
    age = whole(row["minimum_age"])
    if row["minimum_age"] and age is None:
        made.wrong(row, "thông tin phiếu", "«minimum_age» phải là một số nguyên từ 18.", "settings")
    elif age is not None:
        made.data["minimum_age"] = age
    made.rows |= dict.fromkeys(("tệp phiếu", "lời xin đồng ý [consent]"), ("settings", row.number))


def _words(made: Written, sheet: Sheet | None) -> None:
    found = {row["name"]: row["value"] for row in (sheet.rows if sheet else ()) if row["name"]}
    if found:
        made.data["words"] = found


def _sections(made: Written, sheet: Sheet) -> None:
    """Read the rows from begin_group to end_group as sections; say which row stands where it may not."""
    made.data["sections"] = sections = []
    group: dict[str, Any] | None = None
    for row in sheet.rows:
        kind, _, chosen = _GROUP.get(row["type"], row["type"]).partition(" ")
        if kind not in KINDS:
            made.wrong(row, _called(row), f"không có loại «{row['type']}»{_meant(kind)}")
            # What is nearly a group is taken for one: the rows after it are no further mistakes.
            kind = next(iter(get_close_matches(kind, GROUPS, 1)), "")
        if kind == "begin_group":
            if group is not None:
                made.wrong(row, "begin_group", "phần trước chưa đóng; hãy thêm dòng end_group ở trên.")
            group = _section(made, row)
            sections.append(group)
        elif kind == "end_group":
            if group is None:
                made.wrong(row, "end_group", "không có phần nào đang mở; hãy bỏ dòng này.")
            group = None
        elif kind and group is None:
            made.wrong(row, _called(row), "câu hỏi phải nằm giữa begin_group và end_group.")
        elif group is not None and kind:
            group["items"] += _item(made, row, kind, chosen.strip())
    if group is not None and sheet.rows:
        made.wrong(sheet.rows[-1], "begin_group", "phần cuối chưa đóng; hãy thêm dòng end_group.")


def _meant(kind: str) -> str:
    """Say which type may have been meant, else all there are."""
    return near(kind, list(KINDS)) or f"; hãy dùng: {', '.join(TYPES)}."


def _called(row: Row) -> str:
    return f"câu {row['name']}" if row["name"] else "câu chưa có mã"


def _section(made: Written, row: Row) -> dict[str, Any]:
    made.rows[f"phần {row['name']}"] = ("survey", row.number)
    plain = {"id": row["name"], "title": said(row, "label"), "content": row["content"], "items": []}
    also = {"intro": said(row, "hint"), "progress": said(row, "progress")}
    _wants(made, row, f"phần {row['name']}")
    others = made.others(row, title="label", intro="hint", progress="progress")
    return plain | {key: text for key, text in also.items() if text} | others


def _wants(made: Written, row: Row, where: str) -> None:
    for heading, text in (("name", row["name"]), ("label", said(row, "label"))):
        if not text:
            made.wrong(row, where, f"ô «{heading}» đang để trống; hãy điền.")


def _item(made: Written, row: Row, kind: str, chosen: str) -> Iterator[dict[str, Any]]:
    """Yield the question of a row, or nothing where it can't be one."""
    where = _called(row)
    made.rows[where] = ("survey", row.number)
    _wants(made, row, where)
    item: dict[str, Any] = {"id": row["name"], "text": said(row, "label")}
    others = made.others(row, text="label", help="hint", aside="aside")
    if said(row, "hint"):
        item["help"] = said(row, "hint")
    if row["required"] and not is_yes(row["required"]):
        item["optional"] = True
    if kind in ("select_one", "select_multiple"):
        if chosen not in made.lists:
            made.wrong(row, where, _no_list(made, kind, chosen))
            return
        made.used[row["name"]] = chosen
        item |= _chosen(made, made.lists[chosen], kind, is_scale=row["appearance"] == LIKERT, others=others)
    else:
        item["type"] = kind
    if row["relevant"]:
        _when(made, row, item)
    yield item | others


def _no_list(made: Written, kind: str, chosen: str) -> str:
    if not chosen:
        return f"sau {kind} phải ghi tên một danh sách của trang tính choices, ví dụ: {kind} muc-do."
    listed = ", ".join(made.lists) or "chưa có danh sách nào"
    meant = near(chosen, list(made.lists)) or f"; đang có: {listed}."
    return f"không có danh sách «{chosen}» trong trang tính choices{meant}"


def _chosen(
    made: Written, choices: Choices, kind: str, *, is_scale: bool, others: dict[str, Any]
) -> dict[str, Any]:
    """Return what a question takes from its list: a row of a scale, or its own options."""
    if is_scale and kind == "select_one":
        return {"scale": choices.name}
    for code in made.languages[1:]:
        if labels := choices.labels(code):
            others.setdefault(code, {})["options"] = labels
        if choices.aside is not None and (label := said(choices.aside, "label", code)):
            others.setdefault(code, {})["aside"] = label
    aside = {"aside": said(choices.aside, "label")} if choices.aside is not None else {}
    return {"type": "single" if kind == "select_one" else "multi", "options": choices.options(), **aside}


def _when(made: Written, row: Row, item: dict[str, Any]) -> None:
    where, found = _called(row), condition(row["relevant"])
    if found is None:
        made.wrong(row, where, "«relevant» chỉ viết được như ${q1} = 'co' hoặc ${q1} = 'a' or ${q1} = 'b'.")
        return
    earlier, names = found
    choices = _choices_of(made, earlier)
    numbers = [choices.number(name) if choices else None for name in names]
    if choices is None or None in numbers:
        made.wrong(row, where, f"«relevant» nhắc tới câu hoặc lựa chọn không có ở trên: {row['relevant']}.")
        return
    item["when"] = {"item": earlier, "is": numbers}


def _choices_of(made: Written, item: str) -> Choices | None:
    """Return the list of a question that was read before; Có/Không for a question of yes or no."""
    for section in made.data["sections"]:
        for one in section["items"]:
            if one["id"] == item and one.get("type") == "yesno":
                return Choices("", [Row(0, {"name": name}) for name in ("yes", "no")])
    return made.lists.get(made.used.get(item, ""))


def _contents(made: Written, sheet: Sheet | None) -> None:
    """Make the tree of the index: a section that names a content is a factor of it, its rows of scales criteria."""
    contents = {
        row["name"]: {
            "id": row["name"],
            "title": said(row, "label"),
            **made.others(row, title="label"),
            "factors": [],
        }
        for row in (sheet.rows if sheet else ())
    }
    made.rows |= {
        f"nội dung {row['name']}": ("contents", row.number) for row in (sheet.rows if sheet else ())
    }
    for section in made.data["sections"]:
        named = section.pop("content")
        if not named:
            continue
        place = made.rows[f"phần {section['id']}"]
        made.rows[f"yếu tố {section['id']}"] = place
        if named not in contents:
            listed = ", ".join(contents) or "chưa có nội dung nào"
            advice = f"không có nội dung «{named}» trong trang tính contents; đang có: {listed}."
            made.problems.append(Problem(f"phần {section['id']}", advice, place[1], sheet="survey"))
            continue
        titles = {
            code: {"title": section[code]["title"]}
            for code in made.languages[1:]
            if "title" in section.get(code, {})
        }
        criteria = [item["id"] for item in section["items"] if "scale" in item]
        factor = {"id": section["id"], "title": section["title"], "criteria": criteria}
        contents[named]["factors"].append(factor | titles)
    if contents:
        made.data["contents"] = list(contents.values())


def _scales(made: Written) -> None:
    used = {
        item["scale"] for section in made.data["sections"] for item in section["items"] if "scale" in item
    }
    scales: dict[str, Any] = {}
    for name in (name for name in made.lists if name in used):
        choices = made.lists[name]
        made.rows[f"thang {name}"] = ("choices", choices.rows[0].number if choices.rows else 1)
        scales[name] = {"labels": choices.labels("vi")}
        for code in made.languages[1:]:
            if labels := choices.labels(code):
                scales[name][code] = {"labels": labels}
        if choices.aside is not None:
            scales[name]["aside"] = said(choices.aside, "label")
            for code in made.languages[1:]:
                if (aside := said(choices.aside, "label", code)) and code in scales[name]:
                    scales[name][code]["aside"] = aside
    if scales:
        made.data["scales"] = scales
