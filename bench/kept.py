"""The survey of both peers: all they know of a chat lies in SQLite, one durable commit per answer."""

import os
import sqlite3
from typing import NamedTuple

GATES = ("Ông/Bà có đồng ý tham gia không?", "Ông/Bà đã đủ 18 tuổi chưa?")
QUESTIONS = 16
LEVELS = tuple(f"Mức {level}" for level in range(1, 6))
SKIP = 0

database = sqlite3.connect(os.environ["PEER_DATABASE"], isolation_level=None)
database.executescript(
    """
    PRAGMA journal_mode=WAL;
    PRAGMA synchronous=FULL;
    CREATE TABLE IF NOT EXISTS standing (chat INTEGER PRIMARY KEY, place INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS answer (chat INTEGER NOT NULL, place INTEGER NOT NULL, level INTEGER NOT NULL);
    """
)


class Screen(NamedTuple):
    """What to show; a button is its label, the place it belongs to and the level it stands for."""

    text: str
    buttons: list[tuple[str, int, int]]


def begin(chat: int) -> Screen:
    """Stand at the first gate."""
    database.execute("INSERT OR REPLACE INTO standing VALUES (?, 0)", (chat,))
    return _screen(0)


def take(chat: int, place: int | None, level: int) -> Screen:
    """Keep an answer and move on, in one commit; an old button only shows the question at hand again."""
    database.execute("BEGIN IMMEDIATE")
    row = database.execute("SELECT place FROM standing WHERE chat = ?", (chat,)).fetchone()
    now = row[0] if row else 0
    if place in (None, now):
        database.execute("INSERT INTO answer VALUES (?, ?, ?)", (chat, now, level))
        now += 1
        database.execute("INSERT OR REPLACE INTO standing VALUES (?, ?)", (chat, now))
    database.execute("COMMIT")
    return _screen(now)


def _screen(place: int) -> Screen:
    if place < len(GATES):
        return Screen(GATES[place], [("Có", place, 1), ("Không", place, 2)])
    number = place - len(GATES) + 1
    if number > QUESTIONS:
        return Screen("Xin trân trọng cảm ơn Ông/Bà.", [])
    levels = [(label, place, level) for level, label in enumerate(LEVELS, 1)]
    return Screen(f"Câu {number}/{QUESTIONS}. Câu hỏi thứ {number}?", [*levels, ("Bỏ qua", place, SKIP)])
