"""Look a questionnaire file over and say, in Vietnamese, all that must be mended before it can be used."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from roviec.survey import shape
from roviec.survey.meaning import FILE, check_meaning, languages_of
from roviec.survey.shape import Problem, Table, look

_SYNTAX = re.compile(r"\(at line (\d+), column (\d+)\)")


def check(text: str) -> list[Problem]:
    """Return everything wrong with a questionnaire file, best fixed from the top; empty when it is ready."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [_syntax(str(error))]
    return [_with_line(problem, text) for problem in check_tables(data)]


def check_tables(data: Table) -> list[Problem]:
    """Return everything wrong with the tables of a questionnaire, wherever they were written."""
    problems = list(_form(data))
    problems += _shapes(data)
    if not any(problem.broken for problem in problems):
        problems += check_meaning(data)
    return list(dict.fromkeys(problems))


def _syntax(message: str) -> Problem:
    found = _SYNTAX.search(message)
    advice = "chưa đúng cú pháp TOML; hãy xem lại dấu =, dấu ngoặc kép và dấu [ ] ở chỗ này."
    if not found:
        return Problem(FILE, advice, broken=True)
    return Problem(f"cột {found[2]}", advice, int(found[1]), broken=True)


def _form(data: Table) -> Iterator[Problem]:
    if "consent" not in data:
        yield Problem(
            FILE, "thiếu lời xin đồng ý; hãy thêm bảng [consent] với text, yes và no (Luật 91/2025/QH15)."
        )
    yield from (p for p in look(data, shape.FORM, FILE, languages_of(data)) if "«consent»;" not in p.advice)
    code = data.get("code")
    if isinstance(code, str) and code and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", code):
        yield Problem(FILE, "«code» chỉ gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất 32 ký tự.")
    age = data.get("minimum_age", 18)
    if shape.fits(age, int) and age < 18:
        yield Problem(FILE, "«minimum_age» phải từ 18 trở lên, vì khảo sát chỉ hỏi người đủ 18 tuổi.")
    unreviewed = data.get("unreviewed", [])
    for language in unreviewed if isinstance(unreviewed, list) else ():
        if language not in languages_of(data)[1:]:
            yield Problem(FILE, f"«unreviewed» nhắc tới «{language}» không có trong languages; hãy sửa lại.")
    words = data.get("words", {})
    for name, word in words.items() if isinstance(words, dict) else ():
        if not isinstance(word, str) or not word:
            yield Problem(FILE, f"từ «{name}» trong [words] phải là {shape.TYPES[str]}.", broken=True)


def _shapes(data: Table) -> Iterator[Problem]:
    languages = languages_of(data)
    if isinstance(data.get("consent"), dict):
        yield from look(data["consent"], shape.CONSENT, "lời xin đồng ý [consent]", languages)
    scales = data.get("scales", {})
    for name, scale in scales.items() if isinstance(scales, dict) else ():
        yield from look(scale, shape.SCALE, f"thang {name}", languages)
    for number, section in enumerate(rows(data, "sections"), 1):
        yield from look(section, shape.SECTION, name_of("phần", section, number), languages)
        for place, item in enumerate(rows(section, "items"), 1):
            yield from look(item, shape.ITEM, name_of("câu", item, place), languages)
    for number, content in enumerate(rows(data, "contents"), 1):
        yield from look(content, shape.CONTENT, name_of("nội dung", content, number), languages)
        for place, factor in enumerate(rows(content, "factors"), 1):
            yield from look(factor, shape.FACTOR, name_of("yếu tố", factor, place), languages)


def rows(table: Any, key: str) -> list[Any]:
    """Return a list of sub-tables, or nothing where the file holds something else."""
    found = table.get(key, []) if isinstance(table, dict) else []
    return found if isinstance(found, list) else []


def name_of(what: str, table: Any, number: int) -> str:
    """Return how a complaint names a table: by its id, else by its place."""
    known = table.get("id") if isinstance(table, dict) else None
    return f"{what} {known}" if isinstance(known, str) and known else f"{what} thứ {number}"


def _with_line(problem: Problem, text: str) -> Problem:
    if problem.line:
        return problem
    known = problem.where.split(",")[0].split()[-1]
    hits = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if known and re.match(rf"\s*id\s*=\s*[\"']{re.escape(known)}[\"']", line)
    ]
    return replace(problem, line=hits[-1] if hits else None)
