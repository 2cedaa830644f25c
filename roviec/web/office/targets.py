"""Targets on a page: each with baseline, goal, owner, newest value and trend; changed by the rules of the chat."""

from typing import Any
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import people
from roviec.db.figures import is_satisfaction
from roviec.db.measures import keep, reach, targets, values
from roviec.db.measures.reach import NotYourFigure, Reach
from roviec.db.measures.targets import Line, TargetUnknown
from roviec.db.models import Role, Target
from roviec.db.models.base import id_of
from roviec.errors import PersonError
from roviec.handlers.choices.measures import (
    TargetFollow,
    TargetGoal,
    TargetOwnerTo,
    TargetSay,
    TargetUnitTo,
)
from roviec.handlers.frame.acting import pressed, written
from roviec.reports import measured_words as words
from roviec.reports.period_words import period_words
from roviec.reports.satisfaction import IndexPart, gather_index
from roviec.texts.shapes import short
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, decide
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.home import days_of
from roviec.web.office.measured import drawn, events, latest_periods, sections
from roviec.web.office.offers import Offer
from roviec.web.office.offers import shown as as_form
from roviec.web.office.shell import shown
from roviec.web.office.task import NotForYou

AT = "/trang/chi-tieu"
PAGE = 60
_VERBS = frozenset(one.verb for one in (TargetGoal, TargetSay, TargetOwnerTo, TargetUnitTo, TargetFollow))
_LOOKS = {True: "good", False: "late", None: ""}


async def show(request: Request) -> Response:
    """Show the targets of a document, or of all."""
    guest, say = await guest_of(request), texts_of(request)
    plan, page = number(request.query_params.get("van-ban")), _page_of(request)
    async with deps_of(request).db.read() as session:
        of = await reach.of(session, guest.person)
        found = await targets.listed(session, of, plan=plan, offset=page * PAGE, limit=PAGE + 1)
        plans = await targets.plans(session, of)
        index = await _index(request, session, guest, [line.target for line in found])
    query = {"van-ban": str(plan)} if plan else {}
    values_ = {
        "sections": sections(say, "targets"),
        "plans": [(one.id, words.plan_words(one)) for one in plans],
        "plan": plan,
        "rows": [_row(request, line, index) for line in found[:PAGE]],
        "before": f"{AT}?{urlencode(query | {'trang': str(page)})}" if page else "",
        "after": f"{AT}?{urlencode(query | {'trang': str(page + 2)})}" if len(found) > PAGE else "",
    }
    return await shown(request, guest, "targets.html", "figures", values_)


def _page_of(request: Request) -> int:
    return min(max(number(request.query_params.get("trang")) or 1, 1), 1000) - 1


async def _index(request: Request, session: AsyncSession, guest: Guest, of: list[Target]) -> IndexPart | None:
    """Return the satisfaction index for whoever may see it in the chat, where a target is its goal."""
    if guest.person.role == Role.official or not any(map(is_satisfaction, of)):
        return None
    house = deps_of(request).house
    assert house is not None
    return await gather_index(
        session,
        today=days_of(request).today,
        headline=house.headline,
        minimum_cell=house.minimum_cell,
    )


def _row(request: Request, line: Line, index: IndexPart | None) -> dict[str, Any]:
    say, noun = texts_of(request), words.noun_of(line.measure)
    return {
        "path": f"{AT}/{line.target.id}",
        "index": line.target.index if line.target.component else "",
        "name": short(line.name, 160),
        "plan": words.plan_words(line.plan),
        "baseline": words.baseline_of(line.target, noun),
        "goal": words.goal_of(line.target, noun),
        "latest": words.latest_words(line.points, noun, say),
        "trend": words.target_trend(line, say),
        "index_now": words.index_line(index, line.target, say),
        "unit": words.unit_words(line.unit, line.target.former, say) or "; ".join(line.target.responsible),
        "owner": line.owner,
        "look": _LOOKS[line.is_reached],
        "reached": say(f"web.office.figures.{'reached' if line.is_reached else 'missed'}")
        if line.is_reached is not None
        else "",
    }


async def show_one(request: Request) -> Response:
    """Show a target with its values, its changes and what may be done about it."""
    return await _page(request, await guest_of(request))


async def act(request: Request) -> Response:
    """Do what a form of the page says; a refusal shows the page again, with what was typed."""
    guest, target = await guest_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    choice, said = form.one("viec"), form.all("loi")
    if choice.partition(":")[0] not in _VERBS:
        raise Refused
    try:
        done = await decide(request, guest, form, [pressed(choice), *map(written, filter(None, said))])
    except PersonError as error:
        sentence = texts_of(request).error(error)
        return await _page(request, guest, refused=sentence, typed={"choice": choice, "words": said})
    return back_to(f"{AT}/{target}", done)


async def _page(
    request: Request, guest: Guest, *, refused: str = "", typed: dict[str, Any] | None = None
) -> Response:
    say = texts_of(request)
    async with deps_of(request).db.read() as session:
        target, of = await _seen(session, guest, id_in(request))
        (line,) = await targets.listed(session, of, target=id_of(target))
        index = await _index(request, session, guest, [target])
        offers = await _offers(request, session, line, of)
        changes = await keep.history(session, target=target)
        names = await events(session, request, changes)
    lines = words.target_lines(line, say)
    if now := words.index_line(index, target, say):
        lines.append((say("web.office.figures.index_now"), now))
    values_ = {
        "sections": sections(say, "targets"),
        "at": AT,
        "path": f"{AT}/{target.id}",
        "title": line.name,
        "lines": lines,
        "row": _row(request, line, index),
        "drawn": drawn(line.points, words.noun_of(line.measure), target.goal, say),
        "offers": [as_form(one, typed or {}) for one in offers],
        "events": names,
        "refused": refused,
    }
    return await shown(request, guest, "figure.html", "figures", values_, status=422 if refused else 200)


async def _seen(session: AsyncSession, guest: Guest, number: int) -> tuple[Target, Reach]:
    try:
        return await targets.find(session, guest.person, number)
    except TargetUnknown:
        raise NotFound from None
    except NotYourFigure:
        raise NotForYou from None


async def _offers(request: Request, session: AsyncSession, line: Line, of: Reach) -> list[Offer]:
    """Return the forms of a target: those that the chat would offer."""
    say, target, me = texts_of(request), line.target, id_of(line.target)
    found: list[Offer] = []
    if of.answers(target) and (line.measure is None or line.measure.over_id is None):
        cycle = await targets.cycle_of(session, target)
        options = [
            (TargetSay(me, one.key).pack(), period_words(one, say))
            for one in latest_periods(cycle, days_of(request).today)
        ]
        found.append(Offer(say("button.target_say"), options=tuple(options), fields=("result",)))
    if of.whole or target.unit_id in of.led:
        units = [] if of.whole else list(of.led)
        who = await targets.in_charge(session, units)
        nobody = [(TargetOwnerTo(me, 0).pack(), say("button.target_nobody"))] if of.whole else []
        options = [*((TargetOwnerTo(me, one).pack(), name) for one, name in who), *nobody]
        found.append(Offer(say("button.target_owner"), options=tuple(options)))
    if of.whole:
        found += await _of_leaders(request, session, me)
    return found


async def _of_leaders(request: Request, session: AsyncSession, me: int) -> list[Offer]:
    say = texts_of(request)
    units = [
        (TargetUnitTo(me, id_of(one)).pack(), one.name) for one in await people.units_with_staff(session)
    ]
    follow = [(TargetFollow(me, id_of(one)).pack(), one.name) for one in await values.running(session)]
    nothing = (TargetFollow(me, 0).pack(), say("button.target_follow_none"))
    return [
        Offer(say("button.target_goal"), TargetGoal(me).pack(), fields=("goal", "reason")),
        Offer(say("button.target_unit"), options=tuple(units)),
        Offer(say("button.target_follow"), options=(*follow, nothing)),
    ]
