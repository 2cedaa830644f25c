"""Words that no person types: a sentence comes back, at once, whatever waits for them."""

import time
from itertools import product
from pathlib import Path

import pytest

from roviec.db.engine import Database
from roviec.db.models import Role
from tests.chat import Chat, Talker

MONSTERS = {
    "digits": "1" * 12_000,
    "digits with dots": "1." * 6000,
    "a percent": "9" * 11_000 + "%",
    "a date": "1/" * 6000,
    "days": "lùi " + "9" * 11_000 + " ngày",
    "until": "trước " + "3" * 11_000 + "/6/2026",
    "spaces": "a" + " " * 11_000 + "b",
    "a command": "/" + "a" * 11_000,
    "a code": "/start " + "A2" * 6000,
    "marks": "«»" * 6000,
    "nested": "(" * 11_000,
    "no word ends": "được" * 3000,
}
WAITS = {
    "nothing": (),
    "a title": ("/giao",),
    "a deadline": ("/giao", "Rà soát thủ tục", "Phòng Nội vụ"),
    "a code": ("mã",),
}


MOST = 60
"""How many times the work of an ordinary message a monster may cost: what is quadratic in its length costs more."""


async def cost(who: Talker, waits: str, words: str) -> tuple[float, str]:
    """Return the processor time of an answer, and the answer."""
    for said in WAITS[waits]:
        await who.says(said)
    began = time.process_time()
    heard = await who.says(words)
    took = time.process_time() - began
    await who.says("/huy")
    return took, heard


async def usual_cost(who: Talker, waits: str) -> float:
    """Return what an ordinary message costs there: looked up once, and not the first time, which costs more."""
    case = (who.chat, waits)
    if case not in _usual:
        _usual[case] = max([(await cost(who, waits, "xin chào"))[0] for _ in range(3)][1:])
    return _usual[case]


_usual: dict[tuple[str, str], float] = {}


@pytest.mark.parametrize("words", MONSTERS)
async def test_a_monster_is_answered_with_a_sentence_at_once(
    sqlite: Database, tmp_path: Path, words: str
) -> None:
    house = await Chat.bare(sqlite, tmp_path)
    unit = await house.unit("Phòng Nội vụ", await house.unit("UBND xã Bình Lư"))
    people = [
        await house.official("Lò Thị Mai", unit, Role.leader),
        await house.official("Vàng A Páo", unit),
        house.person("nguoi-dan"),
    ]
    for who, waits in product(people, WAITS):
        usual = await usual_cost(who, waits)
        took, heard = await cost(who, waits, MONSTERS[words])
        assert "Ông/Bà" in heard, (waits, heard[:300])
        assert "gặp lỗi" not in heard, (waits, heard[:300])
        if took > MOST * usual:
            # Whatever else the machine did then: it must cost as much again.
            took = min(took, (await cost(who, waits, MONSTERS[words]))[0])
        assert took <= MOST * usual, (who.chat, waits, took, usual)
