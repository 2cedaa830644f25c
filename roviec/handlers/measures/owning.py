"""Who scores a criterion: chosen among the people of the unit, who hear of it."""

from roviec.db.measures.reach import NotYoursToChange
from roviec.db.models import Assessment, Person
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.scores import owners
from roviec.delivery import notify
from roviec.handlers.choices.measures import CriterionOwner, CriterionOwnerTo, CriterionShow, ScorePage
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.measures.scoring import found
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import short

router = Router()
OFFERED = 20


@router.action(CriterionOwner)
async def ask_owner(turn: Turn, choice: CriterionOwner) -> None:
    """Offer who may score a criterion: the people of the unit."""
    scoring, one, of = await found(turn, choice.scoring, choice.criterion)
    if not owners.may_name(scoring, of):
        raise NotYoursToChange
    people = (await owners.candidates(turn.session, scoring))[:OFFERED]
    number = id_of(scoring)
    choices = [CriterionOwnerTo(number, one.id, person).named(name) for person, name in people]
    anybody = turn.choice("scores.anybody", CriterionOwnerTo(number, one.id, 0))
    turn.say("scores.ask_owner", id=one.id, what=short(one.title, 200), choices=[*choices, anybody])


@router.action(CriterionOwnerTo)
async def set_owner(turn: Turn, choice: CriterionOwnerTo) -> None:
    """Let somebody score a criterion and tell them."""
    scoring, one, of = await found(turn, choice.scoring, choice.criterion)
    owner = await turn.session.get(Person, choice.person) if choice.person else None
    if choice.person and owner is None:
        raise owners.OwnerNotThere
    changed = await owners.give_owner(turn.session, scoring, one, owner=owner, of=of, by=turn.by)
    if changed and owner is not None and owner.id != turn.official().id:
        await _tell(turn, scoring, owner)
    name = owner.name if owner else turn.texts("scores.anybody")
    show = turn.choice("scores.criterion", CriterionShow(id_of(scoring), one.id))
    turn.say("scores.owner_set", id=one.id, what=short(one.title, 100), name=name, choices=[show])


async def _tell(turn: Turn, scoring: Assessment, owner: Person) -> None:
    """Tell an owner that criteria are theirs now: once a day for a scoring, however many they are given."""
    text = turn.texts("scores.told_owner", who=turn.official().name, year=scoring.year)
    told = notice("task.news", viec=catalogue("vi").again(text), tin=catalogue("vi").again(text))
    message = Outgoing(
        text, choices=(turn.choice("scores.criteria", ScorePage(id_of(scoring), 0)),), notice=told
    )
    await notify.person(
        turn.session,
        id_of(owner),
        message,
        channels=turn.house.channels,
        now=turn.now,
        key=f"scores.owner/{scoring.id}/{turn.today}",
        lane=Lane.reply,
    )
