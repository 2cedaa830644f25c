"""/dulieu and /xoadulieu: what is kept about the person who asks, and erasing it."""

from roviec.db import surveys
from roviec.delivery import failover
from roviec.folding import fold
from roviec.handlers.choices.chats import DataErase, DataKeep, DataPage
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.helping import ways_on
from roviec.handlers.kept import lines
from roviec.messages.incoming import Kind

router = Router()
PAGE = 8


class EraseSure(Dialogue, name="data.erase", of_chat=True):
    """Whether everything is to be erased."""


@router.command(Command.dulieu)
async def show_data(turn: Turn, _rest: str = "") -> None:
    """Show what is kept about this chat."""
    await show_page(turn, DataPage(0))


@router.action(DataPage)
async def show_page(turn: Turn, choice: DataPage) -> None:
    """Show one page of what is kept; the last choices lead to the next page and to erasing."""
    every = await lines(turn)
    first = PAGE * choice.page if PAGE * choice.page < len(every) else 0
    shown, left = every[first : first + PAGE], len(every) - first - PAGE
    choices = [turn.choice("data.more", DataPage(first // PAGE + 1), count=left)] if left > 0 else []
    choices.append(turn.choice("data.erase", Command.xoadulieu))
    turn.say("data.kept", lines="\n".join(shown), choices=choices)


@router.command(Command.xoadulieu)
async def ask_erase(turn: Turn, _rest: str = "") -> None:
    """Ask before erasing."""
    turn.ask(EraseSure())
    key = "data.ask_official" if turn.person else "data.ask"
    choices = [turn.choice("data.yes", DataErase()), turn.choice("data.no", DataKeep())]
    turn.say(key, choices=choices)


@router.dialogue(EraseSure)
async def take_word(turn: Turn, _asked: EraseSure) -> None:
    """Take a typed yes; anything else keeps everything."""
    words = {fold(turn.texts("data.yes")), "co", "dong y", "yes"}
    if turn.said.kind == Kind.text and fold(turn.text) in words:
        await erase(turn, DataErase())
    else:
        await keep(turn, DataKeep())


@router.action(DataKeep)
async def keep(turn: Turn, _choice: DataKeep) -> None:
    """Leave everything as it is."""
    turn.finish()
    turn.say("data.kept_all", choices=ways_on(turn))


@router.action(DataErase)
async def erase(turn: Turn, _choice: DataErase) -> None:
    """Erase what ties this chat to anything; an official's tasks are records of the office and stay."""
    turn.finish()
    if turn.person is not None:
        # What was written for the official goes on where they are reached still.
        await failover.move_from(turn.session, turn.address, channels=turn.house.channels, now=turn.now)
    await surveys.forget_chat(turn.session, address=turn.address, traces=turn.house.traces, now=turn.now)
    turn.say("data.erased_official" if turn.person else "data.erased")
    # Whoever hears it is a stranger here from now on.
    turn.erased, turn.person = True, None
