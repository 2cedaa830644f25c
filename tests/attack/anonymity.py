"""What figures, tables and exports tell of one citizen."""

import csv
import io
import json
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

from tests.attack.office import Office
from tests.attack.registry import attack

COUNTS = ("responses", "bursts", "networks")
"""How many answered may be known at once, what they said may not."""


@attack("who reads the figures", "the index before and after one citizen", slow=True)
async def figures_subtract(office: Office) -> None:
    await _answer(office, 6)
    before = await _figures(office)
    await _answer(office, 1)
    assert await _figures(office) == before, "one citizen moved the figures"


@attack("who copies every file", "what the tables keep of a chat during its survey", slow=True)
async def times_of_a_run(office: Office) -> None:
    began = time.time()
    chats = await _answer(office, 2)
    stamp = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
    told = [
        f"{table}: {found.group()}"
        for table, row in _every_row(office.folder / "var" / "roviec.db")
        if any(chat in row for chat in chats)
        for found in stamp.finditer(row)
        if _within(found.group(), began)
    ]
    assert not told, f"a chat stands beside the moment of its survey: {told[:3]}"


@attack("who copies every file", "answers, words and chats together")
async def answers_with_chats(office: Office) -> None:
    [chat] = await _answer(office, 1)
    for table, row in _every_row(office.folder / "var" / "roviec.db"):
        if table in ("response", "answer", "spenttoken"):
            assert chat not in row, f"{table} names a chat"
    exported = await office.type("survey", "answers", "--csv")
    assert chat not in exported
    assert not re.search(r"\d\d:\d\d", exported), "the export tells moments"
    assert list(csv.reader(io.StringIO(exported)))


async def _figures(office: Office) -> Any:
    """Return what the index shows, except how many have answered, in all and at once."""
    shown = json.loads(await office.type("index", "--json"))
    assert shown["responses"] >= 6, "too few have answered"
    return {name: value for name, value in shown.items() if name not in COUNTS}


async def _answer(office: Office, count: int) -> list[str]:
    """Let citizens answer the whole survey; return their chats."""
    chats = []
    for _ in range(count):
        one = await office.browser()
        said = await one.says(f"/start {office.token}")
        for _ in range(60):
            if "Xin cảm ơn" in said or "cảm ơn Ông/Bà đã" in said:
                break
            offered = [choice for line in one.lines[-3:] for choice in line["body"].get("choices", ())]
            wanted = next(
                (c for c in offered if any(w in c["label"] for w in ("Gửi", "Tôi đồng ý", "Hài lòng"))),
                offered[0] if offered else None,
            )
            one.lines.clear()
            said = await one.acts(wanted["action"]) if wanted else await one.says("bỏ qua")
        [(chat,)] = office.rows("SELECT chat FROM address ORDER BY id DESC LIMIT 1")
        chats.append(chat)
        await one.close()
    return chats


def _every_row(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [(name, repr(row)) for name in names for row in database.execute(f'SELECT * FROM "{name}"')]
    database.close()
    return rows


def _within(words: str, began: float) -> bool:
    """Tell whether a moment lies in the last seconds, and is told to the minute or closer."""
    from datetime import UTC, datetime

    at = datetime.fromisoformat(words).replace(tzinfo=UTC)
    return at.timestamp() >= began - 1 and (at.minute, at.second) != (0, 0)
