"""What is done on the pages of a form that was begun: answer, skip, pause, begin anew, send."""

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from roviec.db import surveys
from roviec.survey.engine import step
from roviec.survey.events import NotUnderstood
from roviec.survey.inputs import Choose, Pause, Resume, Skip
from roviec.survey.modes import mode_of
from roviec.survey.quality import is_night
from roviec.survey.questionnaire import AGE, REVIEW, Item, Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.survey.session import Stage
from roviec.web.errors import Refused
from roviec.web.forms.fields import NUMBER, Fields
from roviec.web.forms.fill import Filled, answer, fill, stand
from roviec.web.forms.place import Place, house_of
from roviec.web.forms.post import Post, Verb
from roviec.web.forms.seats import forget, leave, speak_here
from roviec.web.forms.show import by_factor, closing_page, leads_back, question_page, to, to_question
from roviec.web.gate import places


async def give(session: AsyncSession, post: Post) -> Response:
    """Take the answer to one question."""
    if post.fields.last("at") in post.place.form.gates:
        return await _pass(session, post, post.fields.last("at"))
    item = _item(post)
    given = post.fields.answer(item)
    return await _took(session, post, answer(post.place.form, post.state, item.id, given))


async def skip(session: AsyncSession, post: Post) -> Response:
    """Leave one question blank."""
    return await _took(session, post, answer(post.place.form, post.state, _item(post).id, Skip()))


async def give_page(session: AsyncSession, post: Post) -> Response:
    """Take the answers of a factor's page."""
    shown = post.fields.every("s")
    return await _took(session, post, fill(post.place.form, post.state, shown, post.fields))


def _item(post: Post) -> Item:
    named = post.fields.last("at")
    found = next((item for item in post.place.form.items if item.id == named), None)
    if found is None:
        raise Refused
    return found


async def _took(session: AsyncSession, post: Post, filled: Filled) -> Response:
    """Keep a state and show what follows; what could not be taken is shown again with why."""
    place = post.place
    surveys.save_run(post.run, filled.state, post.now)
    await speak_here(session, post.request, post.address)
    if filled.problems:
        there = stand(place.form, filled.state, next(iter(filled.problems)))
        problems = {item: _why(place, event) for item, event in filled.problems.items()}
        return question_page(post.request, place, there, problems=problems, fields=post.fields, status=422)
    if leads_back(post.request):
        return to(place, "/xem")
    return to_question(place, filled.state.position, factor=by_factor(post.request, place))


def _why(place: Place, event: NotUnderstood) -> str:
    key, texts = f"error.{event.name}", place.texts
    return texts(key, **dict(event.values)) if key in texts.sentences else event.reason


async def _pass(session: AsyncSession, post: Post, gate: str) -> Response:
    """Answer consent or age; who may not or does not want to take part leaves nothing behind."""
    place = post.place
    number = 1 if post.fields.last(NUMBER + gate) == "1" else 2
    state, _ = step(place.form, stand(place.form, post.state, gate), Choose(number, gate))
    if state.stage is not Stage.DECLINED:
        return await _took(session, post, Filled(state))
    await forget(session, post.request, place)
    words = place.texts("survey.under_age", age=place.form.minimum_age) if gate == AGE else _refused(place)
    return closing_page(post.request, place, words)


def _refused(place: Place) -> str:
    return place.texts("survey.no_consent")


async def refuse(session: AsyncSession, post: Post) -> Response:
    """Take no part: what was begun is erased."""
    await forget(session, post.request, post.place)
    return closing_page(post.request, post.place, _refused(post.place))


async def pause(session: AsyncSession, post: Post) -> Response:
    """Stop here for now."""
    return _stepped(post, Pause())


async def resume(session: AsyncSession, post: Post) -> Response:
    """Go on."""
    return _stepped(post, Resume())


def _stepped(post: Post, given: Pause | Resume) -> Response:
    state, _ = step(post.place.form, post.state, given)
    surveys.save_run(post.run, state, post.now)
    return to(post.place, "/cau")


async def restart(session: AsyncSession, post: Post) -> Response:
    """Erase what was answered and begin anew."""
    await forget(session, post.request, post.place)
    return to(post.place)


async def send(session: AsyncSession, post: Post) -> Response:
    """Store the response without the person, erase the way to it, and say thanks."""
    place, house = post.place, house_of(post.request)
    state = stand(place.form, post.state, REVIEW)
    if state.stage is not Stage.REVIEW:
        return to_question(place, state.position, factor=by_factor(post.request, place))
    state, _ = step(place.form, state, Choose(1, REVIEW))
    try:
        await surveys.finish_run(
            session,
            run=post.run,
            state=state,
            form=place.form,
            campaign=place.door.campaign,
            address=post.address,
            minimum_cell=house.minimum_cell,
            traces=house.traces,
            network=await _network(session, post),
            at_night=is_night(post.now.astimezone(house.zone).hour),
            today=place.today,
            now=post.now,
        )
    except surveys.AnsweredAlready:
        # The first answer stands; nothing of the second one stays.
        await forget(session, post.request, place)
    else:
        await leave(session, post.request, place)
    return closing_page(post.request, place, worded(place.form.thanks, place.language), is_sent=True)


async def _network(session: AsyncSession, post: Post) -> str:
    """Return the day's mark of where a form comes from; who writes for others comes from one place anyway."""
    if mode_of(post.run.mode).mark:
        return ""
    return await surveys.network_mark(session, places(post.request)[1], post.now)


VERBS: dict[str, Verb] = {
    "give": give,
    "skip": skip,
    "page": give_page,
    "refuse": refuse,
    "pause": pause,
    "resume": resume,
    "restart": restart,
    "send": send,
}
ALWAYS = ("refuse", "restart")
"""What may be done after the end of a campaign."""


def erases(form: Questionnaire, fields: Fields) -> bool:
    """Tell whether what was done may have ended a form: the log is emptied after it."""
    verb = fields.last("do")
    return verb in ("refuse", "restart", "send") or (verb == "give" and fields.last("at") in form.gates)
