"""What a questionnaire is once read: frozen values, ready for the engine and the index."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

# A sentence in each language it has: {"vi": "Hài lòng", "en": "Satisfied"}; "vi" is always there.
Wording = Mapping[str, str]

CONSENT, AGE, REVIEW = "consent", "age", "review"
GATES = (CONSENT, AGE, REVIEW)


def say(wording: Wording, language: str) -> str:
    """Return the sentence in `language`, or in Vietnamese where there is no translation."""
    return wording.get(language) or wording["vi"]


class Kind(StrEnum):
    """How an item is answered; a scale item is one row of a matrix."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale"
    TEXT = "text"
    YESNO = "yesno"


@dataclass(frozen=True)
class Option:
    """One choice; `write` asks for words of one's own, `points` is its mark in a per-dossier evaluation.

    `aside`: it says that one can't tell or that the question does not apply, and stands apart from the others.
    """

    label: Wording
    write: bool = False
    points: int | None = None
    aside: bool = False


@dataclass(frozen=True)
class Condition:
    """Ask only when the answer to an earlier `item` holds one of these option numbers."""

    item: str
    numbers: frozenset[int]


@dataclass(frozen=True)
class Item:
    """One question. `parent` is set on the "viết cụ thể" text that follows an option of that item."""

    id: str
    kind: Kind
    section: str
    text: Wording
    help: Wording
    options: tuple[Option, ...] = ()
    optional: bool = False
    when: Condition | None = None
    parent: str | None = None

    @property
    def levels(self) -> int:
        """Return how many choices there are besides the one that stands apart."""
        return sum(not option.aside for option in self.options)


@dataclass(frozen=True)
class Section:
    """A run of items under one heading; sections with the same `progress` word are counted together."""

    id: str
    title: Wording
    intro: Wording
    progress: Wording


@dataclass(frozen=True)
class Factor:
    """Yếu tố: a named group of criteria (item ids) in the index."""

    id: str
    title: Wording
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Nội dung: the level of the index above the factors."""

    id: str
    title: Wording
    factors: tuple[Factor, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """Return the item ids of all its factors, in order."""
        return tuple(item for factor in self.factors for item in factor.criteria)


@dataclass(frozen=True)
class Questionnaire:
    """One immutable version of a form; `items` are in the order of asking, `gates` stand around them."""

    code: str
    version: str
    checksum: str
    title: Wording
    thanks: Wording
    languages: tuple[str, ...]
    words: Mapping[str, str]
    minimum_age: int
    review: bool
    gates: Mapping[str, Item]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    contents: tuple[Content, ...]
    unreviewed: tuple[str, ...] = ()
    """Languages whose translation no native speaker has looked over yet."""

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {item.id: place for place, item in enumerate(self.items)}

    @cached_property
    def reviewed(self) -> "Questionnaire":
        """The same form, whose answers are all seen together before it is sent."""
        return replace(self, review=True)

    @cached_property
    def conditional(self) -> tuple[Item, ...]:
        """The items that are asked only after certain answers, in order."""
        return tuple(item for item in self.items if item.when is not None)

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    def item(self, item_id: str) -> Item:
        """Return an item or a gate by its id; KeyError when the form has none."""
        return self.gates[item_id] if item_id in self.gates else self.items[self._places[item_id]]

    def place(self, item_id: str) -> int:
        """Return where an item stands in the order of asking, from 0; KeyError when unknown."""
        return self._places[item_id]

    def section(self, section_id: str) -> Section:
        """Return a section by its id; KeyError when the form has none."""
        return self._sections[section_id]
