"""Opening the pages of a form: nothing begins, changes or ends by it, except that an idle kiosk forgets."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from roviec.db import surveys
from roviec.db.sessions import Renewed
from roviec.db.surveys.doors import has_answered
from roviec.handlers.codes import bare
from roviec.survey.answering import go, reached
from roviec.survey.modes import Mode
from roviec.survey.questionnaire import REVIEW
from roviec.survey.questionnaire import say as worded
from roviec.survey.session import Session, Stage
from roviec.web.deps import deps_of
from roviec.web.forms.place import LONGEST, Place, find
from roviec.web.forms.seats import forget_idle
from roviec.web.forms.show import closing_page, consent_page, list_page, page, question_page, to
from roviec.web.pages import template

IDLE = timedelta(seconds=60)
"""How long a kiosk waits before it asks whether somebody is still there."""
ASKED = timedelta(seconds=30)
"""How long it asks before it forgets."""


async def entry(request: Request) -> Response:
    """Ask for the code that is printed at the counter."""
    code = bare(request.query_params.get("code", "")[:LONGEST]).upper()
    if code:
        return RedirectResponse(f"/phieu/{code}", status_code=303)
    return template(request, "form_entry.html", {})


async def _place(request: Request) -> Place | None:
    """Return where a request stands; None while the browser's secret is being replaced."""
    try:
        async with deps_of(request).db.read() as session:
            return await find(session, request)
    except Renewed:
        return None


def _again(request: Request) -> Response:
    return template(request, "again.html", {})


async def door(request: Request) -> Response:
    """Ask for consent; where a form was begun, ask whether to go on with it or to begin anew."""
    place = await _place(request)
    if place is None:
        return _again(request)
    if place.door.mode is Mode.KIOSK and await forget_idle(request, place, IDLE + ASKED):
        return to(place)
    if place.state is not None:
        if place.state.answers or place.door.mode is Mode.KIOSK:
            return page(request, place, "form_again.html", {"seconds": int(ASKED.total_seconds())})
        return to(place, "/cau")
    if await _is_sent(request, place):
        return closing_page(request, place, worded(place.form.thanks, place.language), is_sent=True)
    surveys.check_open(place.door.campaign, place.today)
    return consent_page(request, place)


async def _is_sent(request: Request, place: Place) -> bool:
    async with deps_of(request).db.read() as session:
        return await has_answered(session, place.door, place.address)


async def question(request: Request) -> Response:
    """Show the question asked for where it was reached, else the one at hand."""
    place = await _place(request)
    if place is None:
        return _again(request)
    if place.state is None:
        return to(place)
    if place.state.paused:
        return page(request, place, "form_paused.html", {"days": _days(request)})
    state = _standing(place, place.state, request.query_params.get("cau", ""))
    if state.stage is Stage.REVIEW:
        return to(place, "/xem")
    return question_page(request, place, state)


def _standing(place: Place, state: Session, item: str) -> Session:
    """Return the state as if at `item`, where one may be there."""
    if state.stage in (Stage.QUESTION, Stage.REVIEW) and item in reached(place.form, state.answers):
        return go(place.form, state, item)[0]
    return state


def _days(request: Request) -> int:
    house = deps_of(request).house
    return house.paused_survey_days if house else 0


async def everything(request: Request) -> Response:
    """Show all answers once nothing is left to ask."""
    place = await _place(request)
    if place is None:
        return _again(request)
    if place.state is None:
        return to(place)
    if place.state.stage in (Stage.CONSENT, Stage.AGE) or REVIEW not in reached(
        place.form, place.state.answers
    ):
        return to(place, "/cau")
    return list_page(request, place, place.state)
