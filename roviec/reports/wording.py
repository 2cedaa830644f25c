"""The digest as a short chat text: what to decide, how tasks stand, how satisfied citizens are."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from roviec.channels.registered import label
from roviec.db.figures import Matter
from roviec.messages.allowance import Budget
from roviec.reports.changes import Told, told_once
from roviec.reports.feedback import feedback_words
from roviec.reports.index_words import against_goal, figure, measured, responses_words
from roviec.reports.model import Decision, Digest, UnitLine
from roviec.reports.numbers import numbers_words
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexPart
from roviec.survey.questionnaire import say as worded
from roviec.tasks.punctuality import Outcome
from roviec.texts import Texts
from roviec.texts.shapes import day, number, short

MOST_DECISIONS = 3
LONGEST = 1200


@dataclass(frozen=True)
class Detail:
    """How much of each part is told."""

    title: int
    name: int
    lines: int


_DETAILS = [
    Detail(*steps)
    for steps in ((70, 48, 3), (60, 40, 3), (50, 32, 3), (44, 28, 2), (36, 26, 2), (30, 22, 1), (24, 16, 1))
]
WHOLE = Detail(1000, 1000, 0)
"""As much as a page holds."""


def text(digest: Digest, say: Texts) -> str:
    """Return the text of a digest: at most LONGEST characters, told in less detail when it would not fit."""
    told = ""
    for detail in _DETAILS:
        told = _told(digest, say, detail)
        if len(told) <= LONGEST:
            return told
    return told[: LONGEST - 1] + "…"


def _told(digest: Digest, say: Texts, detail: Detail) -> str:
    office = short(digest.office, 70)
    parts = [
        [
            say("digest.title", office=office, period=period_words(digest.period, say)),
            say("digest.until", day=day(digest.today)),
        ],
        remark_words(digest, say),
        _decisions(digest, say, detail),
        _tasks(digest, say, detail),
        _index(digest.index, say, detail),
        feedback_words(digest.feedback, say, name=detail.name, lines=min(detail.lines, 2)),
        numbers_words(digest.numbers, say, name=detail.name, lines=min(detail.lines, 2)),
        [*_delivery(digest, say), *_untold(digest, say, detail)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def remark_words(digest: Digest, say: Texts) -> list[str]:
    """Return what somebody adds to the figures, with their name."""
    return [say("digest.remark", words=digest.remark, name=digest.remark_by)] if digest.remark else []


def _decisions(digest: Digest, say: Texts, detail: Detail) -> list[str]:
    count, waiting = len(digest.decisions), digest.feedback.waiting if digest.feedback else 0
    citizens = [say("digest.feedback.waiting", count=waiting)] if waiting else []
    if not count:
        return citizens or [say("digest.decisions.none")]
    first = digest.decisions[:MOST_DECISIONS]
    lines = [f"{n}. {decision_words(one, say, detail)}" for n, one in enumerate(first, 1)]
    rest = count - len(first)
    more = [say("digest.decisions.more", count=rest)] if rest else []
    return [say("digest.decisions", count=count), *lines, *more, *citizens]


def decision_words(decision: Decision, say: Texts, detail: Detail) -> str:
    """Say what is to decide, on which task, and why it is urgent."""
    item = decision.item
    matter = say(f"digest.matter.{item.matter}")
    if item.matter == Matter.extension and item.wished is not None:
        matter = say("digest.matter.extension.wished", wished=day(item.wished))
    units = f" ({short(item.task.units, detail.name)})" if item.task.units else ""
    return f"{matter}: {short(item.task.title, detail.title)}{units}: {_why(decision, say)}."


def _why(decision: Decision, say: Texts) -> str:
    reasons = []
    due = decision.item.task.due
    if decision.item.matter != Matter.completion and due is not None:
        reasons.append(_nearness(decision, due, say))
    waited = decision.waited
    reasons.append(say("digest.why.waited", days=waited) if waited else say("digest.why.today"))
    return ", ".join(reasons)


def _nearness(decision: Decision, due: date, say: Texts) -> str:
    left = decision.left or 0
    if decision.is_late:
        return say("digest.why.late", days=-left) if left else say("digest.why.passed")
    return say("digest.why.left", days=left) if left else say("digest.why.due", due=day(due))


def _tasks(digest: Digest, say: Texts, detail: Detail) -> list[str]:
    total = digest.total
    if not (total.now.total or total.before.total):
        return []
    lines = [say("digest.tasks", count=number(total.now.total), before=day(digest.before))]
    ways = [Told(total.now[way], total.before[way], partial(_way, way, say)) for way in Outcome]
    lines += told_once(ways, say)
    if total.now.past_original:
        lines.append(say("digest.tasks.extended", count=total.now.past_original))
    if digest.suspended:
        lines.append(say("digest.tasks.suspended", count=digest.suspended))
    late = Outcome.overdue
    worst = [line for line in digest.units if line.now[late]][: detail.lines]
    if worst:
        lines.append(say("digest.units.worst"))
        units = [Told(line.now[late], line.before[late], partial(_unit, line, say, detail)) for line in worst]
        lines += [f"- {words}" for words in told_once(units, say)]
    return lines


def _way(way: Outcome, say: Texts, count: str) -> str:
    return f"{say(f'digest.way.{way}')}: {count}"


def _unit(line: UnitLine, say: Texts, detail: Detail, overdue: str) -> str:
    name = short(line.name or say("digest.unit.nobody"), detail.name)
    return say("digest.unit", name=name, overdue=overdue, total=line.now.total)


def _index(part: IndexPart | None, say: Texts, detail: Detail) -> list[str]:
    if part is None:
        return []
    lines = [say("digest.index", responses=responses_words(part, say))]
    lines += measured(part, part.overall, say)
    lines += against_goal(part, part.overall, say)
    rated = [(shown.value, line, shown) for line in part.factors if (shown := part.shown(line))]
    rated.sort(key=lambda one: one[0])
    if rated:
        lines.append(say("digest.index.lowest"))
    for _, factor, shown in rated[: detail.lines]:
        name = short(worded(factor.title, say.language), detail.name)
        lines.append(say("digest.index.factor", name=name, figure=figure(shown), n=number(factor.people)))
    return [*lines, say("digest.index.note")] if rated else lines


def _delivery(digest: Digest, say: Texts) -> list[str]:
    one = digest.delivery
    trouble = [
        say(f"digest.delivery.{name}", count=count)
        for name, count in (("dead", one.dead), ("unread", one.quarantined), ("unreachable", one.unreachable))
        if count
    ]
    lines = [_budget(each, digest.now, say) for each in digest.budgets]
    if one.sent or trouble:
        lines.insert(0, say("digest.delivery", sent=number(one.sent), trouble="".join(trouble)))
    return lines


def _untold(digest: Digest, say: Texts, detail: Detail) -> list[str]:
    """Name those whom nothing tells that something waits for them."""
    named, rest = digest.untold[: detail.lines], len(digest.untold[detail.lines :])
    if not named:
        return []
    names = "; ".join(named)
    return [say("digest.untold.more", names=names, count=rest) if rest else say("digest.untold", names=names)]


def _budget(one: Budget, now: datetime, say: Texts) -> str:
    """Say what a channel's month has left and how it will end at this pace."""
    foreseen = one.forecast(now)
    key = "short" if foreseen > one.allowance.messages else "enough"
    return say(
        f"digest.budget.{key}",
        channel=label(one.channel, say),
        month=f"{now:%-m/%Y}",
        used=number(one.usage.used),
        total=number(one.allowance.messages),
        left=number(one.left),
        people=one.people,
        most=one.allowance.people,
        foreseen=number(foreseen),
    )
