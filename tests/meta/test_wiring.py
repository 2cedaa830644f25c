"""Proof that what is written is also connected: texts, handlers, commands, rooms, documents."""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest

import roviec
from roviec.errors import PersonError

ROOT = Path(roviec.__file__).parent
SOURCES = {path: path.read_text("utf-8") for path in ROOT.rglob("*.py")}


@cache
def modules() -> list[str]:
    found = pkgutil.walk_packages([str(ROOT)], "roviec.")
    return [m.name for m in found if ".migrations." not in m.name and not m.name.endswith("__main__")]


@cache
def person_errors() -> list[type[PersonError]]:
    for name in modules():
        importlib.import_module(name)
    seen: list[type[PersonError]] = []
    todo = [PersonError]
    while todo:
        error = todo.pop()
        seen.append(error)
        todo += error.__subclasses__()
    return [e for e in seen if e.__module__.startswith("roviec.")]


@pytest.mark.parametrize("name", modules())
def test_every_module_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__doc__, f"{name} does not say what it is"


@pytest.mark.parametrize("error", person_errors(), ids=lambda e: e.__name__)
def test_every_error_is_one_sentence_that_a_person_can_read(error: type[PersonError]) -> None:
    sentence = error.sentence()
    assert sentence, error
    assert sentence[0].isupper() or sentence[0] in "{«"
    assert sentence[-1] in ".}!?…»", sentence
    assert not re.search(r"\b(bạn)\b", sentence)


def test_no_file_grows_past_four_hundred_lines() -> None:
    written = {path: source for path, source in SOURCES.items() if path.parent.name != "versions"}
    assert [path.name for path, source in written.items() if source.count("\n") > 400] == []


def test_the_road_is_shown_in_at_most_eighty_lines() -> None:
    assert SOURCES[ROOT / "bot" / "road.py"].count("\n") <= 80
