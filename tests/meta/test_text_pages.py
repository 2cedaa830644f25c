"""Our reader of .po pages understands each of them as a library for the whole format does."""

from importlib.resources import files
from pathlib import Path

import polib
import pytest

from roviec.texts.pages import sentences

PAGES = sorted(Path(str(files("roviec.texts"))).glob("*/*.po"))
HARD = """# What a translator remarks.
msgid ""
msgstr ""
"Language: vi\\n"

#: where/it/is.py
msgid "quotes"
msgstr "\\"Rõ\\" việc"

msgid "long"
msgstr ""
"một\\n"
"hai\\t\\\\n ba"

msgid ""
"key."
"apart"
msgstr "bốn"

msgid "unwritten"
msgstr ""

msgid "last"
msgstr "năm"
"""


def by_library(page: str) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(page) if entry.msgstr}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_shipped_page_is_read_as_a_library_reads_it(page: Path) -> None:
    text = page.read_text("utf-8")
    assert list(sentences(text).items()) == list(by_library(text).items())


@pytest.mark.parametrize("page", [HARD, HARD.removesuffix("\n"), ""], ids=["whole", "open end", "empty"])
def test_what_the_format_allows_is_read_likewise(page: str) -> None:
    assert sentences(page) == by_library(page or "\n")


def test_a_page_is_not_read_half() -> None:
    assert set(sentences(HARD)) == {"quotes", "long", "key.apart", "last"}
