"""/tinloi: admins see the messages that were given up, and send them again."""

from collections.abc import Collection

from roviec.channels.registered import label
from roviec.db import dead_letters
from roviec.db.audit import Act
from roviec.db.dead_letters import DeadLetter
from roviec.delivery.resending import send_again
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.letters import LetterAgain, LettersAgain, LettersPage
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.pages import turning
from roviec.texts.shapes import day, short

router = Router()
PAGE = 5


@router.command(Command.tinloi)
async def begin(turn: Turn, _rest: str = "") -> None:
    """Show what was given up."""
    await show_letters(turn, LettersPage(0))


@router.action(LettersPage)
async def show_letters(turn: Turn, choice: LettersPage) -> None:
    """Show a page of what was given up, each with the choice to send it again."""
    turn.admin()
    channels = turn.house.channels
    count = await dead_letters.count(turn.session, channels=channels)
    found = await dead_letters.listed(turn.session, channels=channels, limit=PAGE, skip=choice.page * PAGE)
    if not found:
        turn.say("letters.none")
        return
    numbered = list(enumerate(found, choice.page * PAGE + 1))
    again = [turn.choice("letters.again", LetterAgain(one.name), number=n) for n, one in numbered]
    whole = [turn.choice("letters.again_all", LettersAgain(), count=count)] if count > 1 else []
    lines = "\n".join(_line(turn, number, one) for number, one in numbered)
    pages = turning(turn, choice.page, count, LettersPage, PAGE)
    turn.say("letters.list", count=count, lines=lines, choices=[*again, *whole, *pages])


def _line(turn: Turn, number: int, one: DeadLetter) -> str:
    on, why = day(one.at.astimezone(turn.house.zone).date()), short(one.error, 80) or "–"
    channel = label(one.channel, turn.texts)
    if not one.person:
        return turn.texts("letters.line.chat", number=number, day=on, channel=channel, why=why)
    words = short(" ".join(one.words.split()), 60)
    return turn.texts(
        "letters.line",
        number=number,
        day=on,
        channel=channel,
        name=one.person,
        unit=one.unit,
        words=words,
        why=why,
    )


@router.action(LetterAgain)
async def again(turn: Turn, choice: LetterAgain) -> None:
    """Send one again."""
    await _again(turn, [choice.letter])


@router.action(LettersAgain)
async def all_again(turn: Turn, choice: LettersAgain) -> None:
    """Send all of them again."""
    await _again(turn, None)


async def _again(turn: Turn, names: Collection[str] | None) -> None:
    turn.admin()
    house = turn.house
    count = await send_again(turn.session, names, channels=house.channels, now=turn.now, zone=house.zone)
    if not count:
        turn.say("letters.gone")
        return
    await turn.record(Act.resend, "", count=count)
    turn.say("letters.sent", count=count)
