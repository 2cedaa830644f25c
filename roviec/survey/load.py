"""Read questionnaire files into values, and the ones that ship with the product."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from roviec.errors import PersonError
from roviec.survey.build import build
from roviec.survey.check import check
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.shape import Problem

_FORMS = resources.files("roviec.survey") / "forms"
_GAP = re.compile(r"\{(\w+)\}")


class BadForm(PersonError):
    """Phiếu khảo sát chưa dùng được, vui lòng sửa các chỗ sau: {problems}"""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems="; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class UnknownWord(PersonError):
    """Phiếu {code} không có từ thay thế «{word}». Các từ có thể thay: {known}."""


class NotText(PersonError):
    """Tệp {name} không phải văn bản UTF-8; vui lòng lưu lại tệp với bảng mã UTF-8."""


def load(text: str, words: Mapping[str, str] | None = None) -> Questionnaire:
    """Read a questionnaire file; `words` replace those of its [words], such as desk or place.

    Raises BadForm with every problem found, or UnknownWord for a word the form does not use.
    """
    problems = check(text)
    if problems:
        raise BadForm(problems)
    data = tomllib.loads(text)
    for word in words or {}:
        if word not in data.get("words", {}):
            raise UnknownWord(code=data["code"], word=word, known=", ".join(data.get("words", {})))
    known = {**data.get("words", {}), **(words or {})}
    filled = {**_fill(data, known), "words": known}
    return build(filled, checksum(filled))


def load_file(path: Path, words: Mapping[str, str] | None = None) -> Questionnaire:
    """Read a questionnaire file from disk; raises as `load` does, NotText, and OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotText(name=path.name) from None
    return load(text, words)


@cache
def shipped() -> Mapping[str, Questionnaire]:
    """Return the questionnaires that ship with the product, by code."""
    forms = [load(shipped_text(name)) for name in shipped_names()]
    return {form.code: form for form in forms}


def shipped_names() -> list[str]:
    """Return the codes of the shipped files, in alphabetical order."""
    return sorted(
        entry.name.removesuffix(".toml") for entry in _FORMS.iterdir() if entry.name.endswith(".toml")
    )


def shipped_text(code: str) -> str:
    """Return the text of a shipped file, as a starting point for one's own; KeyError when there is none."""
    if code not in shipped_names():
        raise KeyError(code)
    return (_FORMS / f"{code}.toml").read_text(encoding="utf-8")


def checksum(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 that pins a version: of its content with the words filled in, comments aside."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _capital(value, _GAP.sub(lambda gap: words[gap[1]], value))
    if isinstance(value, dict):
        return {key: inner if key == "words" else _fill(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, words) for inner in value]
    return value


def _capital(before: str, after: str) -> str:
    """Keep a sentence that begins with a word of the office beginning with a capital."""
    return after[:1].upper() + after[1:] if before.startswith("{") else after
