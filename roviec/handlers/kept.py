"""What is kept about the person who asks, line by line: the content, not its kinds."""

from collections.abc import Iterator

from roviec.db import people, pushes, sessions, surveys
from roviec.db.about import About, Said, about
from roviec.db.models import Campaign, Feedback, Reception, SurveyRun, Unit
from roviec.handlers.feedback.show import place_words, quoted
from roviec.handlers.frame.turn import Turn
from roviec.handlers.ways import channel_name
from roviec.survey.questionnaire import Item
from roviec.survey.questionnaire import say as worded
from roviec.survey.session import Answer
from roviec.texts import LANGUAGES
from roviec.texts.shapes import day, short

WIDE, NARROW = 160, 60


async def lines(turn: Turn) -> list[str]:
    """Return everything that is kept about this chat and its person, a line each."""
    found = await about(turn.session, turn.address, turn.person)
    language = LANGUAGES.get(turn.address.language, turn.address.language)
    texts = turn.texts
    told = [texts("data.address", channel=channel_name(texts, turn.address.channel), language=language)]
    if turn.address.channel == sessions.CHANNEL and await pushes.push_of(turn.session, turn.address.chat):
        told.append(texts("data.push"))
    told += await _person(turn)
    for run in found.runs:
        told += await _run(turn, run)
    for one in found.feedback:
        told += _feedback(turn, one)
    for talk in found.receptions:
        told += _reception(turn, talk)
    told += _said(turn, found.said)
    told += _messages(turn, found)
    return [*told, texts("data.answers")]


async def _person(turn: Turn) -> list[str]:
    """Return the roster's row and the linked channels."""
    me, texts = turn.person, turn.texts
    if me is None:
        return []
    unit = await turn.session.get_one(Unit, me.unit_id)
    role = texts(f"data.role.{me.role}")
    told = [texts("data.person", name=me.name, unit=unit.name, role=role, position=me.position or "–")]
    if me.phone:
        told.append(texts("data.phone", phone=me.phone))
    if me.email:
        told.append(texts("data.email", email=me.email))
    mine = [channel_name(texts, one.channel) for one in await people.linked(turn.session, me.id or 0)]
    return [*told, texts("data.channels", channels=", ".join(mine))]


async def _run(turn: Turn, run: SurveyRun) -> list[str]:
    """Return a survey in progress with every answer given so far."""
    form = await surveys.form_of(turn.session, await turn.session.get_one(Campaign, run.campaign_id))
    unit, state = await turn.session.get_one(Unit, run.unit_id), surveys.state_of(run)
    began = day(run.started_at.astimezone(turn.house.zone).date())
    days = turn.house.paused_survey_days
    told = [turn.texts("data.run", unit=unit.name, day=began, count=len(state.answers), days=days)]
    for item_id, given in state.answers.items():
        item = form.item(item_id)
        question = short(worded(item.text, state.language), NARROW)
        told.append(turn.texts("data.answer", question=question, answer=_given(item, given, state.language)))
    return told


def _given(item: Item, given: Answer, language: str) -> str:
    """Return an answer as it was chosen or written."""
    if isinstance(given, str):
        return quoted(given, WIDE)
    numbers = given if isinstance(given, list) else [] if given is None else [given]
    labels = [worded(item.options[n - 1].label, language) for n in numbers if 0 < n <= len(item.options)]
    return "; ".join(labels) or "–"


def _feedback(turn: Turn, one: Feedback) -> list[str]:
    told = [
        turn.texts(
            "data.feedback",
            code=one.code,
            day=day(one.received_on),
            words=quoted(one.words, WIDE),
            photos=len(one.photos),
        )
    ]
    told += filter(None, [place_words(turn.texts, one.place)])
    if one.consented_on is not None:
        told.append(turn.texts("data.consent", day=day(one.consented_on), words=one.consent))
    return told


def _reception(turn: Turn, talk: Reception) -> Iterator[str]:
    """Yield a talk with the office and what its citizen wrote."""
    mine = [words for is_ours, words in talk.lines if not is_ours]
    days = turn.house.feedback.keep_days
    yield turn.texts("data.reception", day=day(talk.asked_on), count=len(talk.lines), days=days)
    for words in mine:
        yield turn.texts("data.reception_line", words=quoted(words, WIDE))


def _said(turn: Turn, said: Said) -> Iterator[str]:
    """Yield what an official sent about tasks: records of the office."""
    texts, zone = turn.texts, turn.house.zone
    if said.events or said.changes:
        yield texts("data.tasks", events=said.events, changes=said.changes)
    if said.announced:
        yield texts("data.announcements", count=said.announced, read=said.read)
    if said.feed_since is not None:
        yield texts("data.feed", day=day(said.feed_since.astimezone(zone).date()))
    for file in said.evidence:
        yield texts("data.evidence", name=file.name, day=day(file.sent_at.astimezone(zone).date()))
    for one in said.obstacles:
        when = day(one.raised_at.astimezone(zone).date())
        yield texts("data.obstacle", day=when, words=quoted(one.words, WIDE))
    for asked in said.extensions:
        when = day(asked.asked_at.astimezone(zone).date())
        yield texts("data.extension", day=when, words=quoted(asked.reason, WIDE))


def _messages(turn: Turn, found: About) -> list[str]:
    """Return how many messages are kept: they are not repeated, which would make more of them."""
    if not found.lines.count or found.lines.since is None:
        return []
    keep, since = turn.house.keep, day(found.lines.since.astimezone(turn.house.zone).date())
    days = keep.web_days if turn.address.channel == "web" else keep.outbox_days
    return [turn.texts("data.words", count=found.lines.count, day=since, days=days)]
