"""What was forwarded or changed: quoted words are asked about, an edit changes nothing that was noted."""

from dataclasses import replace

from roviec.handlers.choices.chats import Cancel
from roviec.handlers.choices.quoting import QuotedMine
from roviec.handlers.common import free_words
from roviec.handlers.feedback.show import WIDE, quoted
from roviec.handlers.feedback.writing import begin_with
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Otherwise, Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.receiving import receive_plan, receive_text
from roviec.handlers.tasks.evidence import ask_which_task
from roviec.messages.incoming import Kind

router = Router()


class Quoted(Dialogue, name="quoted", of_chat=True, quotes=True):
    """Whether forwarded words are what this person has to say."""

    words: str


@router.otherwise(Otherwise.edited)
async def tell_edited(turn: Turn) -> None:
    """Say what to do instead of changing a message that was answered."""
    turn.say("edited")


@router.otherwise(Otherwise.quoted)
async def ask_whose(turn: Turn) -> None:
    """Ask what a forwarded message is for; nothing is done with it yet."""
    if turn.conversation.dialogue is not None:
        turn.say("quoted.in_dialogue")
    elif turn.person is None:
        await begin_with(turn)
    elif turn.said.kind == Kind.file:
        if not await receive_plan(turn):
            await ask_which_task(turn)
    elif not await receive_text(turn):
        _ask(turn)


def _ask(turn: Turn) -> None:
    turn.ask(Quoted(turn.text))
    turn.say(
        "quoted.ask",
        words=quoted(turn.text, WIDE),
        choices=[turn.choice("button.quoted_mine", QuotedMine()), turn.choice("button.quoted_not", Cancel())],
    )


@router.dialogue(Quoted)
async def take_words(turn: Turn, _asked: Quoted) -> None:
    """Words instead of a choice: what they say counts, unless they were forwarded as well."""
    turn.finish()
    if turn.said.forwarded:
        await ask_whose(turn)
    else:
        await free_words(turn)


@router.action(QuotedMine)
async def take_as_mine(turn: Turn, _choice: QuotedMine) -> None:
    """Take forwarded words as if this person had written them."""
    asked = turn.asked(Quoted)
    turn.finish()
    if asked is None:
        turn.say("words.gone")
        return
    turn.said = replace(turn.said, kind=Kind.text, text=asked.words)
    await free_words(turn)
