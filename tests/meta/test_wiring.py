"""Proof that what is written is also connected: texts, handlers, commands, rooms, documents."""

import importlib
import pkgutil
import re
import string
from pathlib import Path

import pytest

import roviec
from roviec.errors import PersonError
from roviec.texts import LANGUAGES, catalogue

ROOT = Path(roviec.__file__).parent
SOURCES = {path: path.read_text("utf-8") for path in ROOT.rglob("*.py")}
WORDS = catalogue("vi").sentences


def modules() -> list[str]:
    found = pkgutil.walk_packages([str(ROOT)], "roviec.")
    return [m.name for m in found if ".migrations." not in m.name and not m.name.endswith("__main__")]


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


def test_every_sentence_that_the_code_names_stands_in_the_catalogue() -> None:
    wanted = re.compile(r'(?:\bsay|\btexts|\.choice|\bnote)\(\s*"([a-z_]+(?:\.[a-z_]+)+)"')
    missing = [
        f"{path.name}: {key}"
        for path, source in SOURCES.items()
        for key in wanted.findall(source)
        if key not in WORDS and not key.startswith("table.")
    ]
    assert missing == []


def test_every_translation_has_a_vietnamese_original_with_the_same_places() -> None:
    for language in LANGUAGES:
        for key, sentence in catalogue(language).sentences.items():
            if key.startswith("error."):
                continue
            assert key in WORDS, f"{language}: {key}"
            assert places(sentence) <= places(WORDS[key]), f"{language}: {key}"


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_no_sentence_is_addressed_to_a_friend() -> None:
    rude = [
        key for key, words in WORDS.items() if re.search(r"\b(bạn|mày|tớ)\b", words.replace("bạn hàng", ""))
    ]
    assert rude == []


@pytest.mark.parametrize("error", person_errors(), ids=lambda e: e.__name__)
def test_every_error_is_one_sentence_that_a_person_can_read(error: type[PersonError]) -> None:
    sentence = error.sentence()
    assert sentence, error
    assert sentence[0].isupper() or sentence[0] in "{«“"
    assert sentence[-1] in ".}!?…»", sentence
    assert not re.search(r"\b(bạn)\b", sentence)


def test_no_file_grows_past_four_hundred_lines() -> None:
    written = {path: source for path, source in SOURCES.items() if path.parent.name != "versions"}
    assert [path.name for path, source in written.items() if source.count("\n") > 400] == []


def test_the_road_is_shown_in_at_most_eighty_lines() -> None:
    assert SOURCES[ROOT / "bot" / "road.py"].count("\n") <= 80
