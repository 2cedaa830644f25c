"""The one catalogue of texts: every sentence a person reads, by key, in each language."""

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from roviec.errors import PersonError

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class Texts:
    """Sentences of one language; a key that it lacks falls back to Vietnamese."""

    def __init__(self, language: str, sentences: dict[str, str], fallback: "Texts | None" = None) -> None:
        self.language = language
        self.sentences = sentences
        self._fallback = fallback

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with its {placeholders} filled; KeyError where nobody wrote it."""
        sentence = self.sentences.get(key)
        if sentence is None:
            if self._fallback is None:
                raise KeyError(key)
            return self._fallback(key, **values)
        return sentence.format(**values) if values else sentence

    def error(self, error: PersonError) -> str:
        """Return the sentence of `error`: its docstring, or the translation of it."""
        key = f"error.{type(error).__name__}"
        return self(key, **error.values) if key in self.sentences else str(error)


@cache
def catalogue(language: str) -> Texts:
    """Return the texts of `language`, Vietnamese for one that nobody translated."""
    if language not in LANGUAGES:
        return catalogue("vi")
    fallback = None if language == "vi" else catalogue("vi")
    return Texts(language, _read(language), fallback)


def _read(language: str) -> dict[str, str]:
    sentences: dict[str, str] = {}
    for page in sorted((files(__name__) / language).iterdir(), key=lambda p: p.name):
        if page.name.endswith(".po"):
            with page.open("rb") as lines:
                for message in read_po(lines, locale=language):
                    if message.id and message.string:
                        sentences[str(message.id)] = str(message.string)
    return sentences
