"""Periodic figures on a page: listed with their goals, defined and changed by admins, their values entered."""

from typing import Any
from urllib.parse import urlencode

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.channels.webchat.channel import WebChat
from roviec.db import people
from roviec.db.acts import Heard
from roviec.db.measures import asked, keep, reach, targets, values
from roviec.db.measures.keep import MeasureUnknown, NewMeasure
from roviec.db.measures.reach import NotYourFigure, Reach
from roviec.db.measures.values import Shown
from roviec.db.models import Measure, Person, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks.events import By
from roviec.errors import PersonError
from roviec.handlers.choices.measures import MeasureSay
from roviec.handlers.frame.acting import pressed, written
from roviec.reports import measured_words as words
from roviec.reports.period_words import period_words
from roviec.tasks.measures.asking import CYCLES
from roviec.tasks.measures.goals import goal_words, read_goal
from roviec.tasks.reporting import Cycle
from roviec.texts.shapes import short
from roviec.web.deps import deps_of, texts_of
from roviec.web.errors import NotFound, Refused
from roviec.web.office import forms
from roviec.web.office.address import id_in, number
from roviec.web.office.deciding import back_to, decide, once
from roviec.web.office.entry import Guest, guest_of
from roviec.web.office.forms import Form
from roviec.web.office.home import days_of
from roviec.web.office.measured import drawn, events, latest_periods, sections
from roviec.web.office.offers import Offer
from roviec.web.office.offers import shown as as_form
from roviec.web.office.shell import shown
from roviec.web.office.task import NotForYou

AT = "/trang/so-lieu"
PAGE = 60
_LOOKS = {True: "good", False: "late", None: ""}


class CycleUnchosen(PersonError):
    """Ông/Bà chọn kỳ số liệu và đơn vị phụ trách rồi thêm lại."""


async def show(request: Request) -> Response:
    """Show the figures, what waits for whoever is at the page, and for admins the form that adds one."""
    return await _list(request, await guest_of(request))


async def add(request: Request) -> Response:
    """Define a figure; a refusal shows the form again, with what was typed."""
    guest = await guest_of(request)
    form = await forms.read_of(request, guest)

    async def define(session: AsyncSession) -> Heard:
        (await reach.of(session, guest.person)).may_change()
        made = await keep.define(session, await _new(session, form), by=_by(request, guest))
        return Heard([texts_of(request)("web.office.change.added", name=made.name)])

    try:
        return back_to(AT, await once(request, guest, form, define))
    except PersonError as error:
        return await _list(request, guest, form, refused=texts_of(request).error(error))


def _by(request: Request, guest: Guest) -> By:
    return By(guest.person, deps_of(request).clock(), WebChat.name)


async def _new(session: AsyncSession, form: Form) -> NewMeasure:
    unit = await session.get(Unit, number(form.one("don-vi")) or 0)
    cycle = form.one("ky")
    if unit is None or cycle not in CYCLES:
        raise CycleUnchosen
    over, under = [await _measure(session, form.one(name)) for name in ("tu", "mau")]
    return NewMeasure(
        name=form.one("ten"),
        noun=form.one("tinh-bang"),
        unit=unit,
        owner=await _person(session, form.one("nguoi")),
        cycle=Cycle(cycle),
        ask_day=_day(form.one("ngay")),
        over=over,
        under=under,
        goal=_goal(form.one("muc-tieu")),
    )


async def _measure(session: AsyncSession, text: str) -> Measure | None:
    found = number(text)
    return await keep.find(session, found) if found else None


async def _person(session: AsyncSession, text: str) -> Person | None:
    found = number(text)
    return await session.get(Person, found) if found else None


def _day(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise keep.AskDayWrong
    return int(text)


def _goal(text: str) -> tuple[str, float] | None:
    return read_goal(text) if text else None


async def _list(request: Request, guest: Guest, form: Form | None = None, *, refused: str = "") -> Response:
    say, days, page = texts_of(request), days_of(request), _page_of(request)
    async with deps_of(request).db.read() as session:
        of = await reach.of(session, guest.person)
        found = await values.listed(session, of, offset=page * PAGE, limit=PAGE + 1)
        waiting = await asked.mine(session, of, today=days.today, calendar=days.calendar)
        defining = await _defining(session) if of.whole else {}
    typed = {name: form.one(name) if form else "" for name in _FIELDS}
    values_ = {
        "sections": sections(say, "measures"),
        "rows": [_row(request, one) for one in found[:PAGE]],
        "waiting": [
            {
                "path": f"{AT}/{one.measure.id}",
                "name": one.measure.name,
                "period": period_words(one.period, say),
            }
            for one in waiting
        ],
        "may_add": of.whole,
        "typed": typed,
        "cycles": [(str(one), say(f"measures.cycle.{one}")) for one in CYCLES],
        "before": f"{AT}?{urlencode({'trang': page})}" if page else "",
        "after": f"{AT}?{urlencode({'trang': page + 2})}" if len(found) > PAGE else "",
        "refused": refused,
        **defining,
    }
    return await shown(request, guest, "measures.html", "figures", values_, status=422 if refused else 200)


_FIELDS = ("ten", "tinh-bang", "don-vi", "nguoi", "ky", "ngay", "tu", "mau", "muc-tieu")


def _page_of(request: Request) -> int:
    return min(max(number(request.query_params.get("trang")) or 1, 1), 1000) - 1


async def _defining(session: AsyncSession) -> dict[str, Any]:
    """Return what the form that adds a figure offers."""
    stated = [one for one in await values.running(session) if one.over_id is None]
    return {
        "units": [(id_of(one), one.name) for one in await people.units_with_staff(session)],
        "people": await targets.in_charge(session, []),
        "stated": [(id_of(one), short(one.name, 90)) for one in stated],
    }


def _row(request: Request, one: Shown) -> dict[str, Any]:
    say, measure = texts_of(request), one.measure
    goal = goal_words(measure.goal_op, measure.goal, measure.noun) if measure.goal is not None else "–"
    reached = one.is_reached
    return {
        "path": f"{AT}/{measure.id}",
        "name": short(measure.name, 160),
        "goal": goal,
        "latest": words.latest_words(one.points, measure.noun, say),
        "trend": words.trend_words(one.points, None, measure.noun, say),
        "cycle": say(f"measures.cycle.{measure.cycle}"),
        "unit": one.unit,
        "owner": one.owner,
        "look": _LOOKS[reached],
        "reached": "" if reached is None else say(f"web.office.figures.{'reached' if reached else 'missed'}"),
    }


async def show_one(request: Request) -> Response:
    """Show a figure with its values and what may be done about it."""
    return await _page(request, await guest_of(request))


async def act(request: Request) -> Response:
    """Enter a value, or change or end the figure; a refusal shows the page again, with what was typed."""
    guest, measure = await guest_of(request), id_in(request)
    form = await forms.read_of(request, guest)
    choice, said, changes = form.one("viec"), form.all("loi"), _is_change(form)
    if not changes and choice.partition(":")[0] != MeasureSay.verb:
        raise Refused
    try:
        if changes:
            done = await once(request, guest, form, lambda session: _change(request, session, guest, form))
        else:
            done = await decide(request, guest, form, [pressed(choice), *map(written, filter(None, said))])
    except PersonError as error:
        sentence = texts_of(request).error(error)
        return await _page(request, guest, refused=sentence, typed={"choice": choice, "words": said})
    return back_to(f"{AT}/{measure}", done)


def _is_change(form: Form) -> bool:
    """Tell whether a form changes a figure, or ends it and is sure of that."""
    return form.one("lam") == "sua" or (form.one("lam") == "ngung" and bool(form.one("chac")))


async def _change(request: Request, session: AsyncSession, guest: Guest, form: Form) -> Heard:
    (await reach.of(session, guest.person)).may_change()
    measure, by, say = await keep.find(session, id_in(request)), _by(request, guest), texts_of(request)
    if form.one("lam") == "ngung":
        await keep.end(session, measure, today=days_of(request).today, by=by)
        return Heard([say("web.office.change.ended", name=measure.name)])
    await keep.change(
        session,
        measure,
        owner=await _person(session, form.one("nguoi")),
        ask_day=_day(form.one("ngay")),
        goal=_goal(form.one("muc-tieu")),
        by=by,
    )
    return Heard([say("web.office.change.saved", name=measure.name)])


async def _page(
    request: Request, guest: Guest, *, refused: str = "", typed: dict[str, Any] | None = None
) -> Response:
    say = texts_of(request)
    async with deps_of(request).db.read() as session:
        measure, of = await _seen(session, guest, id_in(request))
        (one,) = await values.listed(session, of, measure=id_of(measure))
        changes = await events(session, request, await keep.history(session, measure=measure))
        who = await targets.in_charge(session, []) if of.whole else []
    offers = _offers(request, measure, of)
    values_ = {
        "sections": sections(say, "measures"),
        "at": AT,
        "path": f"{AT}/{measure.id}",
        "title": measure.name,
        "lines": words.measure_lines(one, say),
        "row": _row(request, one),
        "drawn": drawn(one.points, measure.noun, measure.goal, say),
        "offers": [as_form(offer, typed or {}) for offer in offers],
        "events": changes,
        "measure": measure if of.whole and measure.ended_on is None else None,
        "goal": goal_words(measure.goal_op, measure.goal) if measure.goal is not None else "",
        "people": who,
        "refused": refused,
    }
    return await shown(request, guest, "figure.html", "figures", values_, status=422 if refused else 200)


async def _seen(session: AsyncSession, guest: Guest, number: int) -> tuple[Measure, Reach]:
    of = await reach.of(session, guest.person)
    try:
        measure = await keep.find(session, number)
        of.may_see(measure)
    except MeasureUnknown:
        raise NotFound from None
    except NotYourFigure:
        raise NotForYou from None
    return measure, of


def _offers(request: Request, measure: Measure, of: Reach) -> list[Offer]:
    if not of.answers(measure) or measure.over_id is not None or measure.ended_on is not None:
        return []
    say, periods = texts_of(request), latest_periods(measure.cycle, days_of(request).today)
    options = [(MeasureSay(id_of(measure), one.key).pack(), period_words(one, say)) for one in periods]
    return [Offer(say("button.target_say"), options=tuple(options), fields=("result",))]
