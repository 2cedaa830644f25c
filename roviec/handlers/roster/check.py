"""Check a list of people row by row, all of it, before anything is changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import phonenumbers

from roviec.db.models import Role
from roviec.delivery.mail import is_mailbox
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.roster.file import Roster
from roviec.tasks.plans.names import trimmed
from roviec.texts import catalogue

say = catalogue("vi")

ROLES = {
    "official": Role.official,
    "can bo": Role.official,
    "cong chuc": Role.official,
    "vien chuc": Role.official,
    "leader": Role.leader,
    "lanh dao": Role.leader,
    "admin": Role.admin,
    "quan tri": Role.admin,
    "quan tri vien": Role.admin,
}
_SHOWN = 20
_TITLE = re.compile(r"(?:ông|bà|anh|chị|đồng chí|đ/c)\.?\s+(?=\S+\s+\S)", re.IGNORECASE)
_NUMBERS = re.compile(r"[;,/\n]|\s[-–]\s|\s(?:hoặc|và)\s")
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)


class RosterWrong(PersonError):
    """Chưa nhập ai, vì {count} chỗ cần sửa: {problems} Ông/Bà sửa trong tệp rồi nhập lại."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = say("cli.roster.more", count=len(problems) - _SHOWN) if len(problems) > _SHOWN else ""
        super().__init__(count=len(problems), problems=" ".join([*problems[:_SHOWN], more]).strip())
        self.problems = tuple(problems)


class RosterEmpty(PersonError):
    """Tệp có dòng tiêu đề nhưng không có người nào. Ông/Bà điền danh sách bên dưới tiêu đề rồi nhập lại."""


@dataclass(frozen=True)
class Entry:
    """One person of a list; None where the list has no such column or leaves it blank."""

    row: str
    name: str
    unit: str
    parent_unit: str
    position: str | None
    phone: str | None
    email: str | None
    role: Role | None

    @property
    def key(self) -> tuple[str, str]:
        """Who this is, as far as name and unit tell: spellings of either count as one."""
        return fold(self.name), trimmed(self.unit)


@dataclass(frozen=True)
class Checked:
    """The people of a list, each once, and what was settled on the way."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def phone_number(text: str) -> str | None:
    """Return a phone number as +84912345678; None for what is none."""
    digits = text if text.startswith("+") else "+84" + text[2:] if text.startswith("84") else text
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_numbers(text: str) -> list[str]:
    """Return every number of a cell, mobile ones first; [] where one of them is none."""
    parts = [part.strip() for part in _NUMBERS.split(text) if any(map(str.isdigit, part))]
    known = [number for part in parts if (number := phone_number(part))]
    return sorted(known, key=lambda number: not _is_mobile(number)) if len(known) == len(parts) else []


def _is_mobile(number: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind == phonenumbers.PhoneNumberType.MOBILE


def check(roster: Roster) -> Checked:
    """Return the people of a list; raise `RosterWrong` with every problem, each under its row."""
    place = {row.place: n for n, row in enumerate(roster.rows)}
    problems = list(roster.problems)
    entries, notes = [], []
    for row in roster.rows:
        problems += [(row.place, what) for what in _row_problems(row.cells)]
        entries.append(_entry(row.place, row.cells))
        if len(numbers := phone_numbers(row.cells.get("phone", ""))) > 1:
            notes.append(say("cli.roster.two_phones", row=row.place, name=entries[-1].name, phone=numbers[0]))
    if not entries:
        raise RosterEmpty
    entries, again = _once(entries)
    problems += [*_twice(entries), *_parents(entries)]
    if problems:
        problems.sort(key=lambda one: place.get(one[0], 0))
        raise RosterWrong(
            [say("cli.roster.row", row=row, what=what) for row, what in dict.fromkeys(problems)]
        )
    return Checked(tuple(entries), (*notes, *again))


def _row_problems(cells: dict[str, str]) -> Iterator[str]:
    if not cells.get("name"):
        yield say("cli.roster.no_name")
    if not cells.get("unit"):
        yield say("cli.roster.no_unit")
    phone, role = cells.get("phone", ""), cells.get("role", "")
    if _SCIENTIFIC.fullmatch(phone):
        yield say("cli.roster.digits_lost", phone=phone)
    elif phone and not phone_numbers(phone):
        yield say("cli.roster.bad_phone", phone=phone)
    if (email := cells.get("email")) and not is_mailbox(email):
        yield say("cli.roster.bad_email", email=email)
    if role and fold(role) not in ROLES:
        yield say("cli.roster.bad_role", role=role)
    if cells.get("unit") and trimmed(cells.get("parent_unit", "")) == trimmed(cells["unit"]):
        yield say("cli.roster.own_parent", unit=cells["unit"])


def _entry(row: str, cells: dict[str, str]) -> Entry:
    return Entry(
        row=row,
        name=_TITLE.sub("", cells.get("name", ""), count=1),
        unit=cells.get("unit", ""),
        parent_unit=cells.get("parent_unit", ""),
        position=cells.get("position") or None,
        phone=next(iter(phone_numbers(cells.get("phone", ""))), None),
        email=cells.get("email") or None,
        role=ROLES.get(fold(cells.get("role", ""))),
    )


def _once(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """Leave out a row that says of the same person, by phone and name, nothing else than one before it."""
    kept: dict[str, Entry] = {}
    made, notes = [], []
    for entry in entries:
        first = kept.setdefault(entry.phone, entry) if entry.phone else entry
        if first is not entry and first.key == entry.key and _adds_nothing(entry, first):
            notes.append(say("cli.roster.row_again", row=entry.row, name=first.name, first=first.row))
        else:
            made.append(entry)
    return made, notes


def _adds_nothing(entry: Entry, first: Entry) -> bool:
    said = (entry.position, entry.role, entry.email, entry.parent_unit or None)
    before = (first.position, first.role, first.email, first.parent_unit or None)
    return all(now in (None, was) for now, was in zip(said, before, strict=True))


def _twice(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield people who stand there twice: by phone, or by name in a unit without telling phones."""
    phones: dict[str, str] = {}
    names: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = phones.setdefault(entry.phone, entry.row) if entry.phone else entry.row
        same = names.setdefault(entry.key, entry)
        if first != entry.row:
            yield entry.row, say("cli.roster.phone_twice", phone=entry.phone, first=first)
        elif entry.name and same is not entry and not (entry.phone and same.phone):
            yield entry.row, say("cli.roster.name_twice", name=entry.name, first=same.row)


def _parents(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Yield units that have two parents, or that are above themselves."""
    above: dict[str, str] = {}
    for entry in entries:
        unit, parent = trimmed(entry.unit), trimmed(entry.parent_unit)
        if not unit or not parent or unit == parent:
            continue
        if above.setdefault(unit, parent) != parent:
            yield entry.row, say("cli.roster.two_parents", unit=entry.unit)
        elif unit in _chain(parent, above):
            yield entry.row, say("cli.roster.circle", unit=entry.unit)


def _chain(unit: str, above: dict[str, str]) -> list[str]:
    chain = [unit]
    while unit in above and above[unit] not in chain:
        unit = above[unit]
        chain.append(unit)
    return chain


def renamed(entries: Iterable[Entry], names: dict[str, str]) -> list[Entry]:
    """Return the entries with their units called by `names`: spelling → name; raise `RosterWrong` for who is twice."""
    made = [
        replace(
            entry,
            unit=names.get(trimmed(entry.unit), entry.unit),
            parent_unit=names.get(trimmed(entry.parent_unit), entry.parent_unit),
        )
        for entry in entries
    ]
    if again := list(_twice(made)):
        raise RosterWrong([say("cli.roster.row", row=row, what=what) for row, what in again])
    return made
