"""What a person writes anew in a row beside lead and deadline: title, product, partners, the leader in charge. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from roviec.folding import fold, nfc
from roviec.tasks.plans.edit import code_of
from roviec.tasks.plans.errors import NotInCharge, TitleEmpty
from roviec.tasks.plans.roster import Roster, head
from roviec.tasks.plans.rows import Row, Who, changed
from roviec.texts.shapes import short

NONE = ("khong", "khong co", "bo trong")
"""What somebody writes to leave a field blank."""


class Field(StrEnum):
    """A field that is written in words."""

    what = "title"
    partners = "partners"
    leader = "leader"
    product = "product"


def rewrite(rows: Sequence[Row], row: Row, field: Field, words: str, roster: Roster) -> list[Row]:
    """Return the rows with one field written anew; raise where the words name nobody."""
    said = " ".join(nfc(words).split())
    blank = not said or fold(said) in NONE
    if field is Field.what:
        if blank:
            raise TitleEmpty
        new = replace(row, title=said)
    elif field is Field.product:
        new = replace(row, product="" if blank else said)
    elif field is Field.partners:
        new = replace(row, partners=() if blank else _partners(row, roster, said))
    else:
        new = replace(row, leader=None if blank else _leader(roster, said))
    return changed(rows, replace(new, settled=tuple(dict.fromkeys((*row.settled, str(field))))))


def names(roster: Roster, whos: Sequence[Who]) -> str:
    """Return how partners are written in a field: whom they mean, else as the document has them."""
    return "; ".join(name(roster, who) for who in whos)


def name(roster: Roster, who: Who | None) -> str:
    """Return how somebody is written in a field."""
    return (roster.words(who.meant) or who.name) if who else ""


def _partners(row: Row, roster: Roster, words: str) -> tuple[Who, ...]:
    """Return who is named; who stood there before stays what they were, also a name that nobody here has."""
    whole = {fold(name(roster, who)): who for who in row.partners}
    found: list[Who] = []
    for part in filter(None, re.split(r"\s*;\s*", words)):
        if fold(part) in whole:
            found.append(whole[fold(part)])
            continue
        found += [
            Who(roster.words((code,)), (code,), chosen=True) for code in code_of(roster, part).split("+")
        ]
    return tuple(dict.fromkeys(found))


def _leader(roster: Roster, words: str) -> Who:
    who = roster.match(words)
    for code, label in roster.labels.items():
        if fold(label) == fold(words):
            who = Who(words, (code,))
    if head(roster, who) is None:
        raise NotInCharge(name=short(words, 60))
    return replace(who, name=words, chosen=True)
