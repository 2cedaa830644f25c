"""The parts that one clause says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from roviec.tasks.words import cues, unfinished
from roviec.tasks.words.clauses import Clause
from roviec.tasks.words.model import Certainty, Intent, Part
from roviec.tasks.words.percent import Share
from roviec.tasks.words.wished import Wish

SURE, ASK = Certainty.SURE, Certainty.ASK

# Done is sure only when its clause holds nothing but these words, and whatever follows "qua", "về", "cho" …
_PLAIN_WORDS = """
own xa phuong don vi vi_ ubnd nhiem vu viec cong tac nay do_ tren ni duoc giao da vua ok vang yes @past
@cite @pct hien hom het ca hoan thanh tat toan xuoi xong done roi bao cao ket qua lam thuc trien khai xu
ly giai quyet gui nop trinh rat dung han tu con_ dat du deu va hien_tai gio bua chung chi lai_ thoi_
van phong_ cai ke_ hoach_ co do
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_TO = re.compile(
    r"(?<!\w)(?:qua|len|ve|cho(?! (?:cac|phong))|tai|theo|den|toi) "
    r"(?!.*\b(?:kiem tra|xem|duyet|sua|gop y|y kien|ky)\b)[^@]*(?:@\w+[^@]*)*$"
)
_COUNT = re.compile(r"\b(?:ca|du|het) \d+\b|\b(?:dat|hoan thanh) @pct ke hoach\b|\btruoc han\b")


def read(clause: Clause, text: str, wish: Wish, *, after: Sequence[Part]) -> list[Part]:
    """Return what a clause says, in the light of the parts said `after` it."""
    line, quoted = clause.line, clause.quoted(text)
    if unfinished.OTHERS_DID.search(line) and not clause.asked:
        return []
    calm = unfinished.NOT_TROUBLED.sub(" ", cues.NOTHING_WRONG.sub(" ", line)).strip()
    parts = [*_aside(calm, quoted, clause.asked), *_request(calm, quoted, wish)]
    calm = cues.UNDO.sub(" ", calm).strip()
    if parts and any(part.intent in {Intent.REFUSE, Intent.QUESTION, Intent.EXTENSION} for part in parts):
        return parts
    if clause.asked or _asks(calm):
        return [*parts, _question(calm, quoted)]
    is_after_done = any(part.intent is Intent.DONE for part in after)
    if calm.endswith(" chua") and is_after_done:
        return [*parts, Part(Intent.PROGRESS, ASK, quoted)]
    if not clause.because:
        parts += _share(clause, calm, quoted, wish) or _state(calm, quoted, wish)
    if trouble := _obstacle(clause, calm, quoted, after):
        parts.append(trouble)
    if not parts and is_after_done and unfinished.BUT_NOT.match(calm):
        return [Part(Intent.PROGRESS, ASK, quoted)]
    return parts or _courtesy(calm, quoted)


def _aside(line: str, quoted: str, asked: bool) -> list[Part]:
    """Return an undo, a refusal or a plea for help."""
    if cues.REFUSE.search(line):
        return [Part(Intent.REFUSE, ASK if asked else SURE, quoted, reason=quoted)]
    if cues.MAY_REFUSE.search(line):
        return [Part(Intent.REFUSE, ASK, quoted, reason=quoted)]
    if cues.UNDO.search(line):
        return [Part(Intent.UNDO, ASK if asked else SURE, quoted)]
    if cues.HELP.search(line):
        return [Part(Intent.QUESTION, SURE, quoted)]
    return []


def _request(line: str, quoted: str, wish: Wish) -> list[Part]:
    """Return a request for more time."""
    explicit = bool(cues.EXTEND.search(line))
    if cues.NO_EXTEND.search(line) or not (explicit or cues.BARE_UNTIL.match(line)):
        return []
    if (
        not explicit
        and not re.match(r"(?:den|toi|het)\b", line)
        and not re.match(r"(?:đến|tới|hết)", quoted.lower())
    ):
        return []
    sure = explicit and wish.sure
    certainty = SURE if sure else ASK
    return [_with(wish, Part(Intent.EXTENSION, certainty, quoted, wished=wish.extended))]


def _with(wish: Wish, part: Part) -> Part:
    """Return the part with the wish's words, days and hour."""
    return replace(part, wished_words=wish.words, days=wish.days, wished_at=wish.at)


def _asks(line: str) -> bool:
    """Tell whether a clause without a question mark asks."""
    if not cues.ASKS.search(line) or cues.NOT_ASKING.search(line) or cues.PROMISE.search(line):
        return "@huh" in line
    return True


def _question(line: str, quoted: str) -> Part:
    """Return a question; "xong rồi à?" may as well be a report."""
    told = re.search(rf"{cues.DONE_WORD} roi", line) or "@pct" in line
    return Part(Intent.QUESTION, ASK if told and not _asks(line.replace("@huh", "")) else SURE, quoted)


def _share(clause: Clause, line: str, quoted: str, wish: Wish) -> list[Part]:
    """Return the share done, the last when several are named; all of it is done, none of it not begun."""
    shares = [token.value for token in clause.tokens if isinstance(token.value, Share)]
    if not shares:
        return []
    if cues.FUTURE.search(line) or cues.ORDERED.search(line):
        return [_with(wish, Part(Intent.PROMISE, ASK, quoted, wished=wish.until))]
    share = shares[-1]
    doubtful = wish.ahead or not share.sure or len(shares) > 1 or cues.HEDGE.search(line)
    doubtful = doubtful or cues.OTHER_FIGURE.search(line)
    if share.percent == 100:
        return [_whole(line, quoted, wish, doubtful=bool(doubtful))]
    intent = Intent.NOT_STARTED if share.percent == 0 else Intent.PROGRESS
    return [Part(intent, ASK if doubtful else SURE, quoted, share.percent)]


def _whole(line: str, quoted: str, wish: Wish, *, doubtful: bool) -> Part:
    """Return "100%" as done, unless the clause limits it to a part or denies it."""
    if (
        unfinished.PARTLY.search(line)
        or cues.DENIED.search(line)
        or re.search(r"@pct (?:phan|buoc|giai doan)\b", line)
    ):
        return Part(Intent.PROGRESS, ASK, quoted)
    return Part(Intent.DONE, ASK if doubtful else _done_certainty(line, wish), quoted, 100)


def _state(line: str, quoted: str, wish: Wish) -> list[Part]:
    """Return what the clause says of the work itself: done, under way, not begun, or promised."""
    if cues.TOO_LATE.search(line) or unfinished.CANNOT.search(line):
        return []
    if unfinished.JUST_DONE.match(line):
        return [Part(Intent.DONE, _done_certainty(line.replace("moi ", ""), wish), quoted, 100)]
    for pattern in (unfinished.UNFINISHED, unfinished.NEARLY):
        if pattern.search(line):
            return [] if cues.OTHERS_LATE.search(line) else [Part(Intent.PROGRESS, SURE, quoted)]
    if cues.NOT_STARTED.search(line):
        return [Part(Intent.NOT_STARTED, SURE, quoted)]
    if cues.NOT_YET.match(line):
        return [Part(Intent.NOT_STARTED, ASK, quoted)]
    return _promise(line, quoted, wish) or _finished(line, quoted, wish)


def _promise(line: str, quoted: str, wish: Wish) -> list[Part]:
    """Return a promise to send or finish later."""
    if (
        not cues.PROMISE.search(line)
        or cues.ORDERED.search(line)
        or re.search(r"\bda (?!co |vang|@)|\broi$", cues.FUTURE.sub("", line))
    ):
        return []
    vague_day = wish.until is None and wish.words is not None
    return [_with(wish, Part(Intent.PROMISE, ASK if vague_day else SURE, quoted, wished=wish.until))]


def _finished(line: str, quoted: str, wish: Wish) -> list[Part]:
    """Return done or under way, and done only for sure when it is the person's own whole work."""
    if unfinished.PARTLY.search(line):
        return [Part(Intent.PROGRESS, SURE, quoted)]
    piece = unfinished.OF_WHAT.search(line)
    if piece and piece["what"] not in _PLAIN and not cues.ORDERED.search(line):
        return [Part(Intent.PROGRESS, ASK, quoted)]
    if cues.ORDERED.search(line):
        return []
    if unfinished.REMAINING.search(line):
        return [Part(Intent.PROGRESS, SURE, quoted)]
    if re.search(rf"\b{cues.DONE_WORD}(?!\w)", line) or cues.SENT.search(line):
        if cues.DENIED.search(line):
            return [Part(Intent.PROGRESS, ASK, quoted)]
        return [Part(Intent.DONE, _done_certainty(line, wish), quoted, 100)]
    if cues.BARE_NUMBER.match(line):
        return [Part(Intent.PROGRESS, ASK, quoted)]
    if cues.DOING.search(line) and not cues.DID.search(line):
        return [Part(Intent.PROGRESS, SURE, quoted)]
    if not cues.DID.search(line):
        return []
    return (
        [Part(Intent.PROGRESS, ASK, quoted)]
        if cues.DENIED.search(line)
        else [Part(Intent.DONE, ASK, quoted, 100)]
    )


def _done_certainty(line: str, wish: Wish) -> Certainty:
    """Return sure when every word of the clause is known to belong to a report of one's own whole work."""
    if wish.ahead or cues.HEDGE.search(line) or cues.SUBTASK.search(line) or cues.FUTURE.search(line):
        return ASK
    if cues.DENIED.search(line):
        return ASK
    bare = _TO.sub("", _COUNT.sub("dat", line)).replace("@day", "")
    return SURE if all(word in _PLAIN for word in bare.split()) else ASK


def _obstacle(clause: Clause, line: str, quoted: str, after: Sequence[Part]) -> Part | None:
    """Return what stands in the way."""
    told = cues.OBSTACLE.search(line) or cues.OTHERS_LATE.search(line)
    unmet = (clause.reason and cues.BUSY.search(line)) or (
        clause.because and unfinished.UNFINISHED.search(line)
    )
    if told or unmet:
        weak = re.search(r"\bcon thieu\b|\bchac\b", line) and not re.search(r"\bvuong|\bkho khan", line)
        return Part(Intent.OBSTACLE, ASK if weak else SURE, quoted, obstacle=quoted)
    if cues.VAGUE_OBSTACLE.search(line) or unfinished.CANNOT.search(line):
        return Part(Intent.OBSTACLE, ASK, quoted, obstacle=quoted)
    if clause.reason and any(part.intent in {Intent.NOT_STARTED, Intent.PROGRESS} for part in after):
        return Part(Intent.OBSTACLE, ASK, quoted, obstacle=quoted)
    return None


def _courtesy(line: str, quoted: str) -> list[Part]:
    """Return an acceptance, thanks or a greeting."""
    if cues.ACCEPT.match(line) or cues.AGREE.match(line):
        return [Part(Intent.ACCEPT, SURE, quoted)]
    return [Part(Intent.THANKS, SURE, quoted)] if cues.THANKS.search(line) else []
