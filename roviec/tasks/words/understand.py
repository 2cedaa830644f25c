"""What a message about a task says: its clauses read one by one, then weighed together."""

from datetime import date

from roviec.tasks.calendar import Calendar
from roviec.tasks.words import cues, unfinished
from roviec.tasks.words.clauses import Clause, split
from roviec.tasks.words.combine import combined
from roviec.tasks.words.intents import read
from roviec.tasks.words.model import Certainty, Intent, Part, Understanding
from roviec.tasks.words.moments import dated
from roviec.tasks.words.numerals import numbered
from roviec.tasks.words.percent import shared
from roviec.tasks.words.tokens import Token, tokenise
from roviec.tasks.words.wished import wish

# Longer texts are documents, not answers: nothing sure can be read from them.
LONGEST = 800


def understand(text: str, *, today: date, calendar: Calendar, due: date | None = None) -> Understanding:
    """Return what an official's message says about a task; never raises, `unclear` when nothing is found.

    `due` is the task's deadline, from which "lùi 5 ngày" counts (from today if it has passed or is None).
    """
    if not text.strip() or len(text) > LONGEST:
        return _unclear(text)
    composed, tokens = tokenise(text)
    clauses = split(dated(shared(numbered(tokens), today), today, calendar))
    if any(unfinished.JEST.search(clause.line) for clause in clauses):
        return _unclear(composed)
    parts: list[Part] = []
    unread = False
    for clause in clauses:
        wished = wish(clause, composed, today=today, calendar=calendar, due=due)
        said = read(clause, composed, wished, after=parts)
        parts.extend(said)
        unread = unread or not (said or cues.NOTHING_WRONG.search(clause.line))
    parts = parts or _untroubled(clauses) or _polite(tokens, clauses)
    if not parts:
        return _unclear(composed)
    return combined(parts, today=today, due=due, unread=unread, evidence=_evidence(clauses))


def _untroubled(clauses: list[Clause]) -> list[Part]:
    """Return work under way, to be asked back, when all that is said is that nothing stands in the way."""
    said = any(cues.NOTHING_WRONG.search(clause.line) for clause in clauses)
    return [Part(Intent.PROGRESS, Certainty.ASK)] if said else []


def _polite(tokens: list[Token], clauses: list[Clause]) -> list[Part]:
    """Return an acceptance when all that is said is "dạ"."""
    said = not clauses and any(token.word == "da_" for token in tokens)
    return [Part(Intent.ACCEPT)] if said else []


def _evidence(clauses: list[Clause]) -> bool:
    """Tell whether the message speaks of something sent as proof."""
    return any(cues.EVIDENCE.search(clause.line) for clause in clauses)


def _unclear(text: str) -> Understanding:
    """Return the understanding of a message that says nothing recognisable."""
    part = Part(Intent.UNCLEAR, Certainty.ASK, words=text[:LONGEST].strip())
    return Understanding(Intent.UNCLEAR, Certainty.ASK, parts=(part,))
