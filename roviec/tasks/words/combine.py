"""The parts of a message weighed together: contradictions are asked back, courtesies give way to news."""

from dataclasses import replace
from datetime import date

from roviec.tasks.words.model import PRIORITY, Certainty, Intent, Part, Understanding

_COURTESY = frozenset({Intent.ACCEPT, Intent.THANKS})
_DOUBTS = frozenset({Intent.EXTENSION, Intent.PROMISE, Intent.REFUSE, Intent.QUESTION, Intent.UNDO})
_OPEN = frozenset({Intent.PROGRESS, Intent.NOT_STARTED, Intent.OBSTACLE})


def combined(
    parts: list[Part], *, today: date, due: date | None, unread: bool, evidence: bool
) -> Understanding:
    """Return the understanding of a whole message."""
    kept = [_in_time(part, today, due) for part in _one_each(_consistent(_news(parts), unread=unread))]
    kept.sort(key=lambda part: PRIORITY.index(part.intent))
    certainty = Certainty.ASK if any(part.certainty is Certainty.ASK for part in kept) else Certainty.SURE
    dated = next((part for part in kept if part.intent is Intent.EXTENSION), None) or _first(
        kept, "wished_words"
    )
    shared, stuck, argued = _first(kept, "percent"), _first(kept, "obstacle"), _first(kept, "reason")
    return Understanding(
        intent=kept[0].intent,
        certainty=certainty,
        percent=shared.percent if shared else None,
        obstacle=stuck.obstacle if stuck else None,
        wished=dated.wished if dated else None,
        wished_words=dated.wished_words if dated else None,
        days=dated.days if dated else None,
        reason=argued.reason if argued else None,
        wished_at=dated.wished_at if dated else None,
        evidence_mentioned=evidence,
        parts=tuple(kept),
    )


def _first(parts: list[Part], field: str) -> Part | None:
    """Return the first part that says `field`."""
    return next((part for part in parts if getattr(part, field) is not None), None)


def _news(parts: list[Part]) -> list[Part]:
    """Return the parts without courtesies, unless an explicit receipt comes with a request."""
    said = {part.intent for part in parts}
    if said <= _COURTESY:
        return [part for part in parts if part.intent is Intent.ACCEPT] or parts
    asked = said & {Intent.EXTENSION, Intent.OBSTACLE}
    receipt = (
        [part for part in parts if part.intent is Intent.ACCEPT and "n" in part.words.lower()]
        if asked
        else []
    )
    return [part for part in parts if part.intent not in _COURTESY] + receipt[:1]


def _consistent(parts: list[Part], *, unread: bool) -> list[Part]:
    """Return the parts with contradictions turned into what is less, to be asked back."""
    said = {part.intent for part in parts}
    if Intent.DONE in said and said & _OPEN:
        open_ = [part for part in parts if part.intent is not Intent.DONE]
        done = next(part for part in parts if part.intent is Intent.DONE)
        parts = [Part(Intent.PROGRESS, Certainty.ASK, done.words), *open_]
    elif unread or said & _DOUBTS:
        # What could not be read may well be the "but".
        parts = [
            replace(part, certainty=Certainty.ASK) if part.intent is Intent.DONE else part for part in parts
        ]
    return _begun(parts)


def _begun(parts: list[Part]) -> list[Part]:
    """Return the parts asking back when work is said both to be under way by a share and not begun."""
    shares = {part.percent for part in parts if part.intent is Intent.PROGRESS and part.percent is not None}
    clash = len(shares) > 1 or (shares and any(part.intent is Intent.NOT_STARTED for part in parts))
    if not clash:
        return parts
    return [replace(p, certainty=Certainty.ASK) if p.intent is Intent.PROGRESS else p for p in parts]


def _one_each(parts: list[Part]) -> list[Part]:
    """Return one part per intent: words joined, the last share and day, any doubt kept."""
    merged: dict[Intent, Part] = {}
    for part in parts:
        earlier = merged.get(part.intent)
        merged[part.intent] = _joined(earlier, part) if earlier else part
    return list(merged.values())


def _joined(a: Part, b: Part) -> Part:
    """Return two parts of one intent as one; two different days are doubtful."""
    days_differ = bool(a.wished and b.wished and a.wished != b.wished)
    # "xin gia hạn, cho em thêm 5 ngày": the vaguer half is explained by the other.
    explained = a.intent is Intent.EXTENSION and (a.wished is None) != (b.wished is None)
    sure = (
        Certainty.SURE in (a.certainty, b.certainty)
        if explained
        else a.certainty is b.certainty is Certainty.SURE
    )
    last = b if b.wished_words else a
    return replace(
        last,
        certainty=Certainty.SURE if sure and not days_differ else Certainty.ASK,
        words=", ".join(filter(None, (a.words, b.words))),
        percent=b.percent if b.percent is not None else a.percent,
        obstacle=", ".join(filter(None, (a.obstacle, b.obstacle))) or None,
        reason=a.reason or b.reason,
    )


def _in_time(part: Part, today: date, due: date | None) -> Part:
    """Return the part asking back when its day is past, or a new deadline is no later than the old."""
    if part.wished is None:
        return part
    late = part.wished < today
    useless = part.intent is Intent.EXTENSION and due is not None and part.wished <= due
    return replace(part, certainty=Certainty.ASK) if late or useless else part
