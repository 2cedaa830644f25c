"""Reading a page of the catalogue: gettext's .po format, as far as it is written here.

A library for the whole format would be slower to start than what a command does; tests/meta/test_texts.py compares
what is read here with what such a library reads, page by page.
"""

import re

_ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)
_QUOTED = re.compile(r'^"(.*)"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t"}


def sentences(page: str) -> dict[str, str]:
    """Return the sentences of a page by their keys, those that are written."""
    entries = ((_joined(key), _joined(words)) for key, words in _ENTRY.findall(page))
    # What stands under no key tells programs about the page.
    return {key: words for key, words in entries if key and words}


def _joined(lines: str) -> str:
    text = "".join(_QUOTED.findall(lines))
    return _ESCAPED.sub(lambda one: _MEANT.get(one[1], one[1]), text) if "\\" in text else text
