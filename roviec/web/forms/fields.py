"""What a form of a page may post, cleaned at the edge."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from roviec.survey.inputs import Choose, ChooseMany, Input, Skip, Text
from roviec.survey.questionnaire import Item, Kind
from roviec.web.errors import Refused
from roviec.web.payload import clean

MOST_BYTES = 128 * 1024
MOST_FIELDS = 500
NUMBER, WORDS = "a.", "t."
"""How the names of what is answered to an item begin: an option's number, words."""


@dataclass(frozen=True)
class Fields:
    """The values of a post by name, in their order."""

    values: Mapping[str, Sequence[str]]

    def last(self, name: str) -> str:
        """Return the last value of a name, "" where there is none: what was pressed comes after what is hidden."""
        return self.values[name][-1] if self.values.get(name) else ""

    def every(self, name: str) -> Sequence[str]:
        """Return all values of a name."""
        return self.values.get(name, ())

    def answer(self, item: Item) -> Input:
        """Return what was answered to an item: nothing is a skip."""
        words = self.last(WORDS + item.id)
        if item.kind is Kind.TEXT:
            return Text(words) if words else Skip()
        numbers = tuple(sorted({number_of(value) for value in self.every(NUMBER + item.id) if value}))
        if not numbers:
            return Skip()
        return ChooseMany(numbers) if item.kind is Kind.MULTI else Choose(numbers[-1])


def number_of(value: str) -> int:
    """Return the number of an option; raise `Refused` for what no page sends."""
    if not (value.isascii() and value.isdigit() and len(value) < 4):
        raise Refused
    return int(value)


def fields_of(data: bytes) -> Fields:
    """Read a post of a form; raise `Refused`."""
    try:
        pairs = parse_qsl(
            data.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError:
        raise Refused from None
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(clean(value))
    return Fields(found)
