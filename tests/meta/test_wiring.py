"""Proof that what is written is also connected: texts, handlers, commands, rooms, documents."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import roviec
from roviec.bot.listening import SHOWN, commands
from roviec.errors import PersonError
from roviec.handlers.all import everything
from roviec.handlers.frame.router import WITHHELD

ROOT = Path(roviec.__file__).parent
SOURCES = {path: path.read_text("utf-8") for path in ROOT.rglob("*.py")}


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


@pytest.mark.parametrize("error", person_errors(), ids=lambda e: e.__name__)
def test_every_error_is_one_sentence_that_a_person_can_read(error: type[PersonError]) -> None:
    sentence = error.sentence()
    assert sentence, error
    assert sentence[0].isupper() or sentence[0] in "{«"
    assert sentence[-1] in ".}!?…»", sentence
    assert not re.search(r"\b(bạn)\b", sentence)


def test_every_choice_leads_to_a_handler() -> None:
    router = everything()
    # action("verb", …), turn.choice("label", "verb", …) and the packed form "verb:…" of Choice(…).
    named = re.compile(
        r'(?:\.choice\(\s*"[\w.]+",|\baction\()\s*"([a-z_./]+)"|Choice\([^()]*?,\s*f?"([a-z_.]+)[:"]'
    )
    for path, source in SOURCES.items():
        if path.parent.name == "words":
            continue
        for verb in (one or other for one, other in named.findall(source)):
            if verb.startswith("/"):
                assert verb[1:] in router.commands, f"{path.name}: {verb}"
            else:
                assert verb in router.actions, f"{path.name}: {verb}"


def test_every_dialogue_that_is_entered_has_a_handler() -> None:
    router = everything()
    entered = {
        name for source in SOURCES.values() for name in re.findall(r'turn\.ask\(\s*"([\w.]+)"', source)
    }
    assert entered <= set(router.dialogues)
    assert set(router.dialogues) - entered == {"*", WITHHELD}, "a dialogue that nobody can enter"


def test_every_command_is_listed_with_what_it_does() -> None:
    assert set(everything().commands) == {*SHOWN, "start"}
    assert all(commands().values())


def test_every_handler_is_async_and_explained() -> None:
    router = everything()
    for table in (router.commands, router.actions, router.dialogues):
        for name, handler in table.items():
            assert inspect.iscoroutinefunction(handler), name
            assert handler.__doc__, name


def test_no_file_grows_past_four_hundred_lines() -> None:
    written = {path: source for path, source in SOURCES.items() if path.parent.name != "versions"}
    assert [path.name for path, source in written.items() if source.count("\n") > 400] == []


def test_the_road_is_shown_in_at_most_eighty_lines() -> None:
    assert SOURCES[ROOT / "bot" / "road.py"].count("\n") <= 80
