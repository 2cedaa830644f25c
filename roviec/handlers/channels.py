"""/kenh: where somebody hears what is written to them unasked, one more channel, one channel less."""

from collections.abc import Collection
from datetime import timedelta

from roviec.db import pauses, people, sessions, surveys
from roviec.db.audit import Act
from roviec.db.models import Address
from roviec.db.models.base import id_of
from roviec.delivery import failover, notify, reach
from roviec.errors import PersonError
from roviec.handlers.choices.chats import ChannelAdd, ChannelDrop, ChannelLess, ChannelTo, SessionsShow
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.survey import SurveyElsewhere
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.survey.moving import offer_move
from roviec.handlers.ways import channel_name, ways
from roviec.messages.outgoing import Outgoing
from roviec.texts import catalogue
from roviec.texts.shapes import day

router = Router()
CODE_LIFE = timedelta(hours=1)


class ChannelNotYours(PersonError):
    """Kênh này không còn gắn với Ông/Bà. Ông/Bà gửi /kenh để xem các kênh đang dùng."""


class LastChannel(PersonError):
    """Đây là kênh duy nhất của Ông/Bà nên chưa gỡ được. Ông/Bà thêm kênh khác trước, hoặc gửi /xoadulieu để xóa liên kết."""


def named(turn: Turn, places: list[Address]) -> list[str]:
    """Return a name for each address; two on one channel are told apart by the day of linking."""
    channels = [place.channel for place in places]
    return [
        turn.texts("kenh.since", channel=channel_name(turn.texts, place.channel), day=_linked_on(turn, place))
        if channels.count(place.channel) > 1
        else channel_name(turn.texts, place.channel)
        for place in places
    ]


def _linked_on(turn: Turn, place: Address) -> str:
    return day(place.linked_at.astimezone(turn.house.zone).date()) if place.linked_at else str(place.id)


@router.command(Command.kenh)
async def list_channels(turn: Turn, _rest: str = "") -> None:
    """Show the channels of whoever asks; a citizen in a survey is offered to go on elsewhere."""
    if turn.person is None:
        runs = await surveys.runs_of(turn.session, turn.address)
        if runs:
            await offer_move(turn, SurveyElsewhere(surveys.ref(runs[-1])))
            return
    me = turn.official()
    mine = await people.linked(turn.session, me.id or 0)
    off = await pauses.paused(turn.session, now=turn.now)
    # What carries nothing for a while stays the choice: it comes back by itself.
    chosen = reach.ordered((place for place in mine if place.reachable), turn.house.channels)[:1]
    choices = [
        ChannelTo(id_of(place)).named(_label(turn, place, name, chosen, off))
        for place, name in zip(mine, named(turn, mine), strict=True)
    ]
    choices.append(turn.choice("kenh.add", ChannelAdd()))
    if len(mine) > 1:
        choices.append(turn.choice("kenh.remove", ChannelLess()))
    if await sessions.of_person(turn.session, me.id or 0, now=turn.now, life=turn.house.sessions):
        choices.append(turn.choice("kenh.sessions", SessionsShow()))
    turn.say("kenh.list", choices=choices)


def _label(turn: Turn, place: Address, name: str, chosen: list[Address], off: Collection[str]) -> str:
    if not _works(turn, place) or place.channel in off:
        name = turn.texts("kenh.off", channel=name)
    return turn.texts("kenh.chosen", channel=name) if place in chosen else name


def _works(turn: Turn, place: Address) -> bool:
    return place.reachable and place.channel in turn.house.channels


async def _mine(turn: Turn, number: int) -> tuple[Address, list[Address]]:
    """Return an address of whoever speaks, and all of theirs; raise `ChannelNotYours`."""
    mine = await people.linked(turn.session, turn.official().id or 0)
    for place in mine:
        if place.id == number:
            return place, mine
    raise ChannelNotYours


@router.action(ChannelTo)
async def choose(turn: Turn, choice: ChannelTo) -> None:
    """Write to this channel from now on."""
    place, mine = await _mine(turn, choice.address)
    name = named(turn, mine)[mine.index(place)]
    if not _works(turn, place):
        turn.say("kenh.cannot", channel=name)
        return
    place.preferred_at = turn.now
    for other in mine:
        if other is not place:
            other.preferred_at = None
    turn.say("kenh.now", channel=name)


@router.action(ChannelAdd)
async def add(turn: Turn, _choice: ChannelAdd) -> None:
    """Give a one-time code with the links of the channels."""
    me = turn.official()
    code = await people.invite(turn.session, person=me, now=turn.now, life=CODE_LIFE)
    turn.say("kenh.code", code=code, lines=ways(turn, code), minutes=int(CODE_LIFE.total_seconds()) // 60)


@router.action(ChannelLess)
async def ask_which(turn: Turn, _choice: ChannelLess) -> None:
    """Ask which channel to take off."""
    mine = await people.linked(turn.session, turn.official().id or 0)
    if len(mine) < 2:
        raise LastChannel
    names = zip(mine, named(turn, mine), strict=True)
    turn.say("kenh.which", choices=[ChannelDrop(id_of(place)).named(name) for place, name in names])


@router.action(ChannelDrop)
async def take_off(turn: Turn, choice: ChannelDrop) -> None:
    """Take a channel off; what waits there for the person comes along to the others."""
    place, mine = await _mine(turn, choice.address)
    if len(mine) < 2:
        raise LastChannel
    name, me = named(turn, mine)[mine.index(place)], turn.official()
    await failover.move_from(turn.session, place, channels=turn.house.channels, now=turn.now)
    await people.unlink(turn.session, address=place)
    await turn.record(Act.unlink, f"person/{me.id}", from_channel=place.channel)
    best = await reach.of(turn.session, me.id or 0, channels=turn.house.channels, now=turn.now)
    left = channel_name(turn.texts, best[0].channel) if best else turn.texts("kenh.nowhere")
    turn.say("kenh.dropped", channel=name, left=left)


async def tell_linked(turn: Turn) -> str:
    """Warn the person's other channel of the new one; return the name of the channel that stays the chosen one."""
    me, house = turn.official(), turn.house
    await failover.move_to_new(turn.session, me.id or 0, channels=house.channels, now=turn.now)
    best = await reach.of(turn.session, me.id or 0, channels=house.channels, now=turn.now)
    others = [place for place in best if place.id != turn.address.id]
    if not others:
        return ""
    say = catalogue(others[0].language)
    warning = Outgoing(say("kenh.linked", channel=channel_name(say, turn.address.channel)))
    key = f"linked/{turn.row.id}"
    await notify.write(
        turn.session, others[0], warning, channels=house.channels, now=turn.now, key=key, person_id=me.id
    )
    return channel_name(turn.texts, best[0].channel) if best[0] in others else ""
