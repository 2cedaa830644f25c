"""Stars for one dossier, asked and given outside any chat: the answer names nobody.

What we call the question travels to the platform and back, so that the same person is asked once and can answer once.
It stands beside the number only until the answer comes: then that row is emptied in the same transaction.
"""

from datetime import date, datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import official, outbox, outbox_said
from roviec.db.models import Campaign, Person, Unit
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.surveys import dossiers
from roviec.db.surveys.campaigns import CampaignUnknown, check_open, form_of
from roviec.db.surveys.dossiers import Dossier
from roviec.db.surveys.finish import keep_response, spend
from roviec.db.surveys.runs import AnsweredAlready, not_staff
from roviec.errors import PersonError
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.survey.quality import flags
from roviec.survey.questionnaire import Item, Kind, Questionnaire
from roviec.survey.session import Answer
from roviec.texts import catalogue

OVERALL, STARS = "chung", 5
PURPOSE = "survey.rating"


class FormWithoutStars(PersonError):
    """Phiếu của đợt này không có câu đánh giá chung năm mức nên không nhận được số sao. Ông/Bà dùng phiếu ho-so."""


class NoRatingTemplate(PersonError):
    """Chưa có mẫu chấm sao được Zalo duyệt. Ông/Bà đăng ký mẫu rồi chạy: roviec zalo template set survey.rating."""


class AskedAlready(PersonError):
    """Người này đã được mời đánh giá hồ sơ này rồi. Mỗi hồ sơ chỉ mời một lần."""


async def ask_rating(
    session: AsyncSession,
    *,
    campaign_id: int,
    unit: Unit,
    dossier: Dossier,
    today: date,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """Ask for stars about a dossier, once, now or `at` a later moment; raise why it can't be."""
    campaign = await session.get(Campaign, campaign_id)
    if campaign is None:
        raise CampaignUnknown(campaign=campaign_id)
    check_open(campaign, today)
    if _overall(await form_of(session, campaign)) is None:
        raise FormWithoutStars
    person = (await session.exec(select(Person).where(Person.phone == dossier.phone))).first()
    await not_staff(session, person, unit)
    if not await official.is_served(session, purpose=PURPOSE):
        raise NoRatingTemplate
    called = dossiers.called(campaign, unit, dossier)
    key = f"rating/{called}"
    if await outbox_said.was_written(session, key) or await dossiers.is_answered(session, campaign, called):
        raise AskedAlready
    await outbox.post(
        session,
        channel=official.CHANNEL,
        chat=dossier.phone,
        messages=[_message(called, unit, dossier)],
        lane=Lane.reminder,
        now=at or now,
        key=key,
    )


def _message(called: str, unit: Unit, dossier: Dossier) -> Outgoing:
    say = catalogue("vi")
    about = notice(
        PURPOSE,
        tracking=called,
        ho_ten=dossier.name or say("survey.rating.somebody"),
        ma_ho_so=dossier.number or say("survey.rating.some_dossier"),
        don_vi=unit.name,
        ma_phieu=dossiers.page_code(called),
    )
    return Outgoing(say("survey.rating.ask", unit=unit.name), notice=about)


async def take_rating(
    session: AsyncSession,
    *,
    called: str,
    stars: int,
    words: str,
    minimum_cell: int,
    at_night: bool = False,
    today: date,
    now: datetime,
) -> bool:
    """Store stars and words as a response of nobody; False for a question that is not ours or was answered."""
    asked = await dossiers.asked(session, called)
    if asked is None:
        return False
    campaign, unit = asked
    form = await form_of(session, campaign)
    item = _overall(form)
    if item is None:
        return False
    try:
        await spend(session, campaign=campaign, token=dossiers.token(campaign, called))
    except AnsweredAlready:
        return False
    answers: dict[str, Answer] = {item.id: stars}
    if words and (opened := _open(form)) is not None:
        answers[opened.id] = words
    await keep_response(
        session,
        campaign_id=id_of(campaign),
        unit_id=id_of(unit),
        form=form,
        answers=answers,
        found=flags(answers, (), seconds=None),
        minimum_cell=minimum_cell,
        at_night=at_night,
        today=today,
        now=now,
    )
    await dossiers.forget(session, called)
    return True


def _overall(form: Questionnaire) -> Item | None:
    """Return the question of five levels about the whole."""
    fits = (i for i in form.items if i.id == OVERALL and i.kind is Kind.SCALE and i.levels == STARS)
    return next(fits, None)


def _open(form: Questionnaire) -> Item | None:
    """Return the last question that takes any words."""
    return next((i for i in reversed(form.items) if i.kind is Kind.TEXT and not i.parent), None)
