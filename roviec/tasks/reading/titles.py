"""A short title for a task: the clause that carries the action."""

import re

from roviec.folding import CAPITAL

MAX_WORDS = 40


def title_of(text: str) -> str:
    """Return the first clause of `text`, at most forty words, without a bullet and closing marks."""
    text = re.sub(r"^\s*[-–+•*]\s+", "", text)
    clause = re.split(rf"(?<=\S);\s|\.\s+(?=[{CAPITAL}])", text, maxsplit=1)[0]
    if len(clause.split()) < 4:
        clause = text
    words = clause.split()
    short = " ".join(words[:MAX_WORDS])
    return short.rstrip(" ;,.:/") + ("" if len(words) <= MAX_WORDS else " …")
