"""Giving a chat to a person: by a code or a proved number; somebody else's chat is never taken without asking."""

from roviec.db import conversations, people
from roviec.db.models import Invitation, Person, Role, Unit
from roviec.db.models.base import id_of
from roviec.db.tasks import standing, views
from roviec.delivery import failover, notify
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.channels import tell_linked
from roviec.handlers.choices.chats import LinkNo, LinkYes
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import Waits, position_words, show_help
from roviec.handlers.ways import channel_name
from roviec.messages.incoming import Kind
from roviec.messages.outgoing import Outgoing
from roviec.tasks.lateness import is_late
from roviec.tasks.lifecycle import WORKING
from roviec.texts import catalogue

router = Router()


class Sure(Dialogue, name="code.sure", of_chat=True):
    """Whether this chat goes to somebody else: their person, and the invitation that was used, 0 for none."""

    person: int
    ticket: int = 0


class TooManyCodes(PersonError):
    """Ông/Bà đã nhập sai mã nhiều lần nên mã chưa được xem. Mong Ông/Bà thử lại sau một giờ hoặc xin mã mới."""

    leads_on = True


class NothingToLink(PersonError):
    """Câu hỏi chuyển tài khoản này đã quá lâu nên chưa có gì thay đổi. Ông/Bà mở lại mã mời rồi chọn lại."""


async def link(turn: Turn, code: str) -> None:
    """Give this chat to the person of an invitation code, unless it is somebody else's: then ask first."""
    ticket = await _ticket(turn, code)
    person = await turn.session.get_one(Person, ticket.person_id)
    if _is_taken(turn, person):
        await _ask(turn, person, id_of(ticket))
        return
    await _welcome(turn, await people.link(turn.session, address=turn.address, code=code, now=turn.now))


async def _ticket(turn: Turn, code: str) -> Invitation:
    pace, key, now = turn.house.wrong_codes, str(turn.address.id), turn.now.timestamp()
    if pace.is_full(key, now):
        raise TooManyCodes
    try:
        return await people.ticket_of(turn.session, address=turn.address, code=code, now=turn.now)
    except people.CodeUnknown:
        # What is decided together with others and refused is decided once more, alone.
        if not turn.together:
            pace.count(key, now)
        raise


async def link_to(turn: Turn, person: Person) -> None:
    """Give this chat to somebody who has proved their number, unless it is somebody else's: then ask first."""
    if _is_taken(turn, person):
        await _ask(turn, person, 0)
    else:
        await _welcome(turn, await people.give(turn.session, turn.address, person, turn.now))


def _is_taken(turn: Turn, person: Person) -> bool:
    return turn.person is not None and turn.address.person_id not in (None, person.id)


async def _ask(turn: Turn, person: Person, ticket: int) -> None:
    """Name both, and remember here whom the chat would go to: a choice can be forged."""
    turn.ask(Sure(id_of(person), ticket))
    turn.say(
        "link.sure",
        old=await _named(turn, turn.official()),
        new=await _named(turn, person),
        choices=[turn.choice("link.yes", LinkYes()), turn.choice("link.no", LinkNo())],
    )


async def _named(turn: Turn, person: Person) -> str:
    unit = await turn.session.get_one(Unit, person.unit_id)
    return f"{person.name}, {position_words(person)}{unit.name}"


@router.dialogue(Sure)
async def take_word(turn: Turn, _asked: Sure) -> None:
    """Take a typed yes; anything else leaves the chat whose it is."""
    words = {fold(turn.texts("link.yes")), "co", "dong y", "yes"}
    if turn.said.kind == Kind.text and fold(turn.text) in words:
        await hand_over(turn, LinkYes())
    else:
        await leave_it(turn, LinkNo())


@router.action(LinkNo)
async def leave_it(turn: Turn, _choice: LinkNo) -> None:
    """Leave the chat whose it is."""
    turn.finish()
    turn.say("link.kept")


@router.action(LinkYes)
async def hand_over(turn: Turn, _choice: LinkYes) -> None:
    """Give the chat to the person who was asked about, and tell the one who had it."""
    person = await _asked(turn)
    loser, words = turn.person, await _named(turn, person)
    turn.finish()
    # What waits here for the one who had the chat goes on where they are reached still.
    await failover.move_from(turn.session, turn.address, channels=turn.house.channels, now=turn.now)
    linked = await people.give(turn.session, turn.address, person, turn.now)
    if loser is not None and loser.id != person.id:
        await _tell_loser(turn, loser.id or 0, words)
    await _welcome(turn, linked)


async def _asked(turn: Turn) -> Person:
    """Return whom the chat goes to; raise unless that was asked, and the code is still good."""
    asked = turn.asked(Sure)
    if asked is None or conversations.is_stale(turn.conversation, turn.now):
        raise NothingToLink
    person = await turn.session.get_one(Person, asked.person)
    if asked.ticket:
        ticket = await turn.session.get(Invitation, asked.ticket)
        if ticket is None or ticket.used_at is not None or ticket.expires_at <= turn.now:
            raise NothingToLink
        ticket.used_at = turn.now
    if person.left_on is not None:
        raise NothingToLink
    return person


async def _tell_loser(turn: Turn, person_id: int, new: str) -> None:
    say = catalogue("vi")
    where = channel_name(say, turn.address.channel)
    message = Outgoing(say("link.lost", channel=where, new=new))
    await notify.person(
        turn.session,
        person_id,
        message,
        channels=turn.house.channels,
        now=turn.now,
        key=f"link.lost/{turn.row.id}",
    )


async def _welcome(turn: Turn, linked: people.Linked) -> None:
    """Greet somebody whose chat has just been linked."""
    turn.person = linked.person
    turn.speak(turn.address.language)
    stays = await tell_linked(turn) if linked.is_new else ""
    who = {"name": linked.person.name, "position": position_words(linked.person), "unit": linked.unit.name}
    key = "start.linked_too" if stays else "start.linked"
    await show_help(
        turn, turn.texts.out_of(key, {**who, "channel": stays}), await _waits(turn, linked.person)
    )


async def _waits(turn: Turn, person: Person) -> Waits:
    """Count what waits for somebody who can be reached from now on."""
    mine = await standing.mine(turn.session, person)
    calendar = turn.house.calendar()
    late = [one for one in mine if one.state in WORKING and is_late(one, turn.at, calendar)]
    leads = person.role != Role.official
    decide = len(await views.waiting_for(turn.session, person)) if leads else 0
    return Waits(len(mine), len(late), decide)
