"""The one catalogue of texts: every sentence a person reads, by key, in each language."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from roviec.errors import PersonError
from roviec.filling import Words, fill, places
from roviec.texts.pages import sentences

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
PARTIAL = {"km": "ភាសាខ្មែរ"}
"""Languages that the pages of a form speak; everything else is said in Vietnamese there."""


class Texts:
    """Sentences of one language; a key that it lacks falls back to Vietnamese."""

    def __init__(self, language: str, sentences: dict[str, str], fallback: "Texts | None" = None) -> None:
        self.language = language
        self.sentences = sentences
        self._fallback = fallback

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with its {placeholders} filled; KeyError where nobody wrote it."""
        own = {name: self._own(value) for name, value in values.items()}
        return Words(fill(self.raw(key), own, key), key, values)

    def out_of(self, key: str, values: Mapping[str, object]) -> str:
        """Return the sentence `key` filled with what it wants out of `values`; others of its kind want more."""
        wanted = places(self.raw(key))
        return self(key, **{name: value for name, value in values.items() if name in wanted})

    def raw(self, key: str) -> str:
        """Return the sentence `key` with its {placeholders} as they are; KeyError where nobody wrote it."""
        if self._fallback is None or key in self.sentences:
            return self.sentences[key]
        return self._fallback.raw(key)

    def again(self, words: str) -> str:
        """Say in this language what another catalogue said; other words stay as they are."""
        if isinstance(words, Words) and self._has(words.key):
            return self(words.key, **words.values)
        return words

    def error(self, error: PersonError) -> str:
        """Return the sentence of `error`: its docstring, or the translation of it."""
        key = f"error.{type(error).__name__}"
        return self(key, **error.values) if key in self.sentences else str(error)

    def _own(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self._own(one) for one in value)
        return self.again(value) if isinstance(value, Words) else value

    def _has(self, key: str) -> bool:
        return key in self.sentences or (self._fallback is not None and self._fallback._has(key))


@cache
def catalogue(language: str) -> Texts:
    """Return the texts of `language`, Vietnamese for one that nobody translated."""
    if language not in LANGUAGES | PARTIAL:
        return catalogue("vi")
    fallback = None if language == "vi" else catalogue("vi")
    return Texts(language, _read(language), fallback)


def _read(language: str) -> dict[str, str]:
    pages = sorted((files(__name__) / language).iterdir(), key=lambda page: page.name)
    found: dict[str, str] = {}
    for page in pages:
        if page.name.endswith(".po"):
            found |= sentences(page.read_text("utf-8"))
    return found
