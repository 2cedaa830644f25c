"""Text cut into tokens that remember where they stood, so that a person's own words can be quoted."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from roviec.folding import fold, nfc
from roviec.tasks.words.shorthand import ACCENTED, BARE, MEANT, WORD_AS_IS
from roviec.tasks.words.spelling import spelled

_TOKEN = re.compile(
    r"\d+(?:[.,/:-]\d+)*|[^\W\d_]/[^\W\d_]{1,5}\b|[^\W\d_]\w*|\+1|[%?,.;!…\n\r+-]",
    re.UNICODE,
)
# "cho" without accents waits (chờ) before these, unless something is given to somebody.
_WAITS = re.compile(
    r"(?:(?<=dang )|(?<=con )|(?<=phai )|(?<=van )|(?<=ngoi ))cho\b|\bcho(?= (?:so(?! \d)|y kien|ubnd"
    r"|tinh|huyen|phong|lanh dao"
    r"|chu tich|ky|duyet|kinh phi|phan hoi|tra loi|tham dinh|huong dan|van ban|cap tren|chi dao|cac"
    r"|bo|trung uong|ket qua)\b)"
)
_GIVES = re.compile(
    r"\b(?:gui|nop|chuyen|giao|phat|cap|de nghi|bao cao|xin)\b(?!.*\b(?:vi|do|nhung|dang|roi)\b)"
)
BREAKS = frozenset(",;.!?…\n\r")


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised word (or an entity such as "@pct" with its `value`) and its span in the text."""

    word: str
    start: int
    end: int
    value: object = None


def tokenise(text: str) -> tuple[str, list[Token]]:
    """Return the composed text and its tokens, shorthand and common slips resolved."""
    composed = nfc(text)
    found = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(composed)]
    letters = [raw for raw, _, _ in found if raw[0].isalpha()]
    accented = 3 * sum(not raw.isascii() for raw in letters) >= len(letters) > 0
    tokens: list[Token] = []
    for index, (raw, start, end) in enumerate(found):
        if _is_name(found, index):
            tokens.append(Token("@name", start, end))
        else:
            tokens.extend(Token(word, start, end) for word in _words(raw, accented))
    return composed, tokens if accented else merged(tokens, _WAITS, _waits)


def _waits(match: re.Match[str]) -> tuple[str, object] | None:
    """Return the word for waiting where "cho" stands for it."""
    return None if _GIVES.search(match.string[: match.start()]) else ("doi", None)


def _is_name(found: Sequence[tuple[str, int, int]], index: int) -> bool:
    """Tell whether a capitalised word after a form of address is a person's name ("anh Nam")."""
    raw = found[index][0]
    if index == 0 or not raw[0].isupper() or (len(raw) > 1 and raw.isupper()):
        return False
    return fold(found[index - 1][0]) in {"anh", "chi", "co", "ong", "ba", "chu", "bac", "em", "dong"}


def _words(raw: str, accented: bool) -> list[str]:
    """Return the normalised word(s) of one raw token."""
    if not raw[0].isalpha():
        return [raw]
    low = raw.casefold()
    if low in ACCENTED:
        return ACCENTED[low].split()
    word = fold(raw)
    if word.startswith("ok") and len(word) <= 6:
        return ["ok"]
    if word in BARE:
        return BARE[word].split()
    if word in MEANT:
        other = (not raw.isascii() or (accented and word in WORD_AS_IS)) and low not in MEANT[word]
        return [word + "_" if other else word]
    return list(spelled(word))


def joined(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """Return the tokens' words as one string, and where each begins in it."""
    starts: list[int] = []
    at = 0
    for token in tokens:
        starts.append(at)
        at += len(token.word) + 1
    return " ".join(token.word for token in tokens), starts


def merged(
    tokens: list[Token],
    pattern: re.Pattern[str],
    make: Callable[[re.Match[str]], tuple[str, object] | None],
) -> list[Token]:
    """Return the tokens with each match of `pattern` replaced by the one that `make` names, if it does."""
    line, starts = joined(tokens)
    made = ((*match.span(), make(match)) for match in pattern.finditer(line))
    return replaced(tokens, starts, ((start, end, new) for start, end, new in made if new))


def replaced(
    tokens: list[Token], starts: list[int], news: Iterable[tuple[int, int, tuple[str, object]]]
) -> list[Token]:
    """Return the tokens with those that fill a span of the joined line replaced by one of a word and value."""
    out: list[Token] = []
    done = 0
    for start, end, (word, value) in news:
        if start == end:
            continue
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        whole = starts[first] == start and starts[last - 1] + len(tokens[last - 1].word) == end
        if first < done or not whole:
            continue
        out.extend(tokens[done:first])
        out.append(Token(word, tokens[first].start, tokens[last - 1].end, value))
        done = last
    return out + tokens[done:] if out else tokens
