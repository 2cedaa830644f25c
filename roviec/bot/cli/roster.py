"""Check a list of people row by row, all of it, before anything is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from roviec.bot.cli.look import say
from roviec.bot.cli.roster_file import Roster
from roviec.db.models import Role
from roviec.delivery.mail import is_mailbox
from roviec.errors import PersonError
from roviec.folding import fold

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


class RosterWrong(PersonError):
    """Chưa nhập ai, vì {count} chỗ cần sửa: {problems} Ông/Bà sửa trong tệp rồi nhập lại."""

    def __init__(self, problems: list[str]) -> None:
        more = say("cli.roster.more", count=len(problems) - _SHOWN) if len(problems) > _SHOWN else ""
        super().__init__(count=len(problems), problems=" ".join([*problems[:_SHOWN], more]).strip())
        self.problems = tuple(problems)


class RosterEmpty(PersonError):
    """Tệp có dòng tiêu đề nhưng không có người nào. Ông/Bà điền danh sách bên dưới tiêu đề rồi nhập lại."""


@dataclass(frozen=True)
class Entry:
    """One person of a list; None where the list has no such column or leaves it blank."""

    row: int
    name: str
    unit: str
    parent_unit: str
    position: str | None
    phone: str | None
    email: str | None
    role: Role | None


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


def check(roster: Roster) -> list[Entry]:
    """Return the people of a list; raise `RosterWrong` with every problem, each under its row."""
    problems: list[tuple[int, str]] = []
    entries = []
    for row, cells in roster.rows:
        problems += [(row, what) for what in _row_problems(cells)]
        entries.append(_entry(row, cells))
    if not entries:
        raise RosterEmpty
    problems += [*_twice(entries), *_parents(entries)]
    if problems:
        raise RosterWrong([say("cli.roster.row", row=row, what=what) for row, what in sorted(problems)])
    return entries


def _row_problems(cells: dict[str, str]) -> Iterator[str]:
    if not cells.get("name"):
        yield say("cli.roster.no_name")
    if not cells.get("unit"):
        yield say("cli.roster.no_unit")
    phone, role = cells.get("phone", ""), cells.get("role", "")
    if phone and phone_number(phone) is None:
        yield say("cli.roster.bad_phone", phone=phone)
    if (email := cells.get("email")) and not is_mailbox(email):
        yield say("cli.roster.bad_email", email=email)
    if role and fold(role) not in ROLES:
        yield say("cli.roster.bad_role", role=role)
    if cells.get("unit") and fold(cells.get("parent_unit", "")) == fold(cells["unit"]):
        yield say("cli.roster.own_parent", unit=cells["unit"])


def _entry(row: int, cells: dict[str, str]) -> Entry:
    return Entry(
        row=row,
        name=cells.get("name", ""),
        unit=cells.get("unit", ""),
        parent_unit=cells.get("parent_unit", ""),
        position=cells.get("position") or None,
        phone=phone_number(cells.get("phone", "")),
        email=cells.get("email") or None,
        role=ROLES.get(fold(cells.get("role", ""))),
    )


def _twice(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """Yield people who stand there twice: by phone, or by name in a unit without telling phones."""
    phones: dict[str, int] = {}
    names: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = phones.setdefault(entry.phone, entry.row) if entry.phone else entry.row
        same = names.setdefault((fold(entry.name), fold(entry.unit)), entry)
        if first != entry.row:
            yield entry.row, say("cli.roster.phone_twice", phone=entry.phone, first=first)
        elif entry.name and same is not entry and not (entry.phone and same.phone):
            yield entry.row, say("cli.roster.name_twice", name=entry.name, first=same.row)


def _parents(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """Yield units that have two parents, or that are above themselves."""
    above: dict[str, str] = {}
    for entry in entries:
        unit, parent = fold(entry.unit), fold(entry.parent_unit)
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
