"""Founding a simulated office: its units and people, each with a chat, some of them out of reach."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.webchat.registration import WEBCHAT
from roviec.db import people
from roviec.db.models import Address, Person, Role, Unit

OFFICES = (
    *("Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính", "Phòng Văn hóa", "Phòng Y tế", "Thanh tra"),
    *("Văn phòng", "Xã Bình Lư", "Xã Bản Bo", "Xã Khun Há", "Xã Tả Lèng", "Xã Hồ Thầu", "Thị trấn Tam Đường"),
)
FLAT = 40
"""More units than these lie a level deeper, several below each of the first."""
REACHABLE = 0.93
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Lò", "Vàng", "Giàng", "Đỗ", "Bùi", "Tẩn", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Đức", "Ngọc", "Hữu", "Quốc")
GIVEN = (
    "An",
    "Bình",
    "Chung",
    "Dung",
    "Giang",
    "Hà",
    "Hạnh",
    "Khánh",
    "Lan",
    "Mai",
    "Nam",
    "Sơn",
    "Tú",
    "Yến",
)


@dataclass(frozen=True)
class Size:
    """How large an office is, and how much it does in a year."""

    people: int = 40
    tasks: int = 65
    citizens: int = 0
    """Who answer the survey in a year."""
    heads: int = 6
    """Of thirteen units so many have a leader of their own; the head of the others is the office's."""

    @property
    def units(self) -> int:
        """Return how many units so many people make."""
        return max(1, round((self.people - 3) / 2.85))


def names(dice: random.Random) -> Iterator[str]:
    """Yield names; nobody of an office is called as somebody else."""
    number = 0
    while True:
        number += 1
        given = f"{dice.choice(FAMILY)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)}"
        yield f"{given} {number}"


def unit_names(count: int) -> Iterator[str]:
    """Yield the names of units: those of a district, then communes by number."""
    for n in range(count):
        yield OFFICES[n] if n < len(OFFICES) else f"Xã số {n - len(OFFICES) + 1}"


async def found(session: AsyncSession, dice: random.Random, size: Size, name: str) -> Unit:
    """Found an office of a size; return its head unit."""
    called = names(dice)
    root = await people.add_unit(session, name=name)
    for role in (Role.leader, Role.leader, Role.admin):
        await join(session, root, next(called), role)
    first: list[Unit] = []
    left = size.people - 3
    for n, title in enumerate(unit_names(size.units)):
        above = root if n < FLAT else first[n % FLAT]
        unit = await people.add_unit(session, name=title, parent=above)
        first.append(unit)
        if n % len(OFFICES) < size.heads:
            await join(session, unit, next(called), Role.leader)
            left -= 1
        for _ in range(min(dice.choice((2, 3)), max(1, left))):
            await join(session, unit, next(called), Role.official, is_reached=dice.random() < REACHABLE)
            left -= 1
    return root


async def join(
    session: AsyncSession, unit: Unit, name: str, role: Role, *, is_reached: bool = True
) -> Person:
    """Let somebody begin to work in a unit, with a chat of their own."""
    person = await people.add_person(session, name=name, unit=unit, role=role)
    chat = f"simulated-{person.id}"
    session.add(Address(channel=WEBCHAT.name, chat=chat, person_id=person.id, reachable=is_reached))
    return person
