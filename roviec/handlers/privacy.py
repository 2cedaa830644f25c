"""/dulieu and /xoadulieu: what is kept about the person who asks, and erasing it."""

from roviec.db import people, surveys
from roviec.db.feedback import find
from roviec.db.models import Unit
from roviec.delivery import failover
from roviec.folding import fold
from roviec.handlers.choices.chats import DataErase, DataKeep
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.ways import channel_name
from roviec.messages.incoming import Kind
from roviec.texts import LANGUAGES

router = Router()


class EraseSure(Dialogue, name="data.erase", of_chat=True):
    """Whether everything is to be erased."""


@router.command(Command.dulieu)
async def show_data(turn: Turn, _rest: str = "") -> None:
    """Say what is kept about this chat."""
    language = LANGUAGES.get(turn.address.language, turn.address.language)
    lines = [turn.texts("data.address", channel=channel_name(turn.texts, turn.address.channel))]
    lines.append(turn.texts("data.language", language=language))
    if turn.person is not None:
        unit = await turn.session.get_one(Unit, turn.person.unit_id)
        role = turn.texts(f"data.role.{turn.person.role}")
        lines.append(turn.texts("data.person", name=turn.person.name, unit=unit.name, role=role))
        mine = [
            channel_name(turn.texts, a.channel)
            for a in await people.linked(turn.session, turn.person.id or 0)
        ]
        lines.append(turn.texts("data.channels", channels=", ".join(mine)))
        lines.append(turn.texts("data.tasks"))
    if await surveys.runs_of(turn.session, turn.address):
        lines.append(turn.texts("data.run", days=turn.house.paused_survey_days))
    if count := len(await find.of_chat(turn.session, turn.address)):
        lines.append(turn.texts("data.feedback", count=count, days=turn.house.feedback.keep_days))
    lines += [turn.texts("data.words"), turn.texts("data.answers")]
    turn.say("data.kept", lines="\n".join(lines), choices=[turn.choice("data.erase", Command.xoadulieu)])


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
    turn.say("data.kept_all")


@router.action(DataErase)
async def erase(turn: Turn, _choice: DataErase) -> None:
    """Erase what ties this chat to anything; an official's tasks are records of the office and stay."""
    if turn.person is not None:
        # What was written for the official goes on where they are reached still.
        await failover.move_from(turn.session, turn.address, channels=turn.house.channels, now=turn.now)
    await surveys.forget_chat(turn.session, address=turn.address, traces=turn.house.traces, now=turn.now)
    turn.erased = True
    turn.say("data.erased_official" if turn.person else "data.erased")
