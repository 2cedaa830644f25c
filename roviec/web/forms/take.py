"""A post of a form's page: one transaction takes it, and another page is shown."""

from contextlib import suppress
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db import people, surveys
from roviec.db.sessions import CHANNEL, Renewed
from roviec.db.surveys.doors import has_answered
from roviec.db.surveys.finish import RunGone
from roviec.handlers.codes import bare
from roviec.survey.engine import start, step
from roviec.survey.inputs import Choose
from roviec.survey.modes import Mode
from roviec.survey.questionnaire import AGE, CONSENT
from roviec.survey.questionnaire import say as worded
from roviec.web import guard
from roviec.web.deps import deps_of
from roviec.web.errors import Refused
from roviec.web.forms.fields import Fields, fields_of
from roviec.web.forms.place import Place, find, languages_of
from roviec.web.forms.post import Post
from roviec.web.forms.seats import keep_seat, seat, speak_here
from roviec.web.forms.show import by_factor, closing_page, to, to_question
from roviec.web.forms.verbs import ALWAYS, VERBS, erases
from roviec.web.gate import gate_of
from roviec.web.pages import template


async def take(request: Request) -> Response:
    """Take what was pressed on a page of a form."""
    guard.from_here(request)
    gate_of(request).posts.take(request)
    fields = fields_of(await guard.body(request))
    verb = fields.last("do")
    if verb != "begin" and verb not in VERBS:
        raise Refused
    try:
        return await (_begin if verb == "begin" else _do)(request, fields)
    except Renewed:
        return template(request, "again.html", {})


async def _begin(request: Request, fields: Fields) -> Response:
    async with deps_of(request).db.read() as session:
        place = spoken(await find(session, request), fields)
    surveys.check_open(place.door.campaign, place.today)
    return to(place) if place.state is not None else await begin(request, place, fields)


async def _do(request: Request, fields: Fields) -> Response:
    deps, verb, response = deps_of(request), fields.last("do"), None
    with suppress(RunGone):
        async with deps.db.write() as session:
            place = spoken(await find(session, request, hold=True), fields)
            if verb not in ALWAYS:
                surveys.check_open(place.door.campaign, place.today)
            # Without a state it is gone while this waited for its turn: sent, erased, or moved to another chat.
            if place.state is not None:
                response = await VERBS[verb](session, Post(request, place, fields))
    if response is None:
        return await _over(request, place, verb)
    if erases(place.form, fields):
        await deps.db.empty_log()
        deps.channel.bell.ring(place.chat or "")
    return response


def spoken(place: Place, fields: Fields) -> Place:
    """Return a place in the language that its page was read in."""
    language = fields.last("lang")
    if language not in languages_of(place.form):
        return place
    state = replace(place.state, language=language) if place.state else None
    return replace(place, language=language, state=state)


async def _over(request: Request, place: Place, verb: str) -> Response:
    """Answer a post to a form that is no more: sent, erased or never begun here."""
    if verb == "refuse":
        return closing_page(request, place, place.texts("survey.no_consent"))
    async with deps_of(request).db.read() as session:
        if await has_answered(session, place.door, place.address):
            return closing_page(request, place, worded(place.form.thanks, place.language), is_sent=True)
    return to(place)


async def begin(request: Request, place: Place, fields: Fields) -> Response:
    """Begin a form after its consent; raise why this browser may not."""
    chat, secret = await seat(request, place)
    now = deps_of(request).clock()
    async with deps_of(request).db.write() as session:
        address = await people.address_of(session, channel=CHANNEL, chat=chat)
        run = await surveys.begin_run(
            session,
            address=address,
            campaign=place.door.campaign,
            unit=place.door.unit,
            code_hash=await _code(session, place, fields.last("ma")),
            mode=place.door.mode,
            dossier=place.door.dossier,
            today=place.today,
            now=now,
        )
        state, _ = step(place.form, start(place.form, place.language), Choose(1, CONSENT))
        if place.door.mode is Mode.PAPER:
            # Both were asked on the paper: the page says so beside its button.
            state, _ = step(place.form, state, Choose(1, AGE))
        surveys.save_run(run, state, now)
        await speak_here(session, request, address)
    response = to_question(place, factor=by_factor(request, place))
    return keep_seat(request, place, response, secret)


async def _code(session: AsyncSession, place: Place, typed: str) -> str | None:
    """Return the one-time code to begin with: the door's own, or that of a slip typed in at a kiosk."""
    if place.door.code_hash is not None or not typed:
        return place.door.code_hash
    found = await surveys.campaign_of(session, bare(typed).upper())
    is_of_here = found is not None and found.campaign.id == place.door.campaign.id
    return found.code_hash if found is not None and is_of_here else None
