"""What a post attempts: a good code changes the session's secret; wrong codes and what reaches officials are counted."""

import re

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from roviec.db import conversations, people, surveys
from roviec.db.models import Conversation
from roviec.db.sessions import CHANNEL
from roviec.folding import fold
from roviec.handlers.choices.chats import LinkYes
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.feedback import FeedbackSend
from roviec.handlers.choices.reception import ReceptionAsk
from roviec.handlers.codes import LENGTHS, codes_in
from roviec.handlers.feedback.draft import DraftSure
from roviec.tasks.feedback.opening import wants_somebody
from roviec.web.gate import gate_of
from roviec.web.payload import Said

SEND, SURE = f"{FeedbackSend.verb}:", DraftSure.name
ASK = (ReceptionAsk().pack(), Command.gapcanbo.pack())
_NUMBER = re.compile(r"[0-9]{1,3}")


async def may_link(request: Request, session: AsyncSession, chat: str, post: Said) -> bool:
    """Tell whether a post may give its chat to somebody; raise what it is refused for."""
    words, is_choice = str(post.payload["text"]), post.payload["kind"] == "choice"
    talk = await conversations.talk_of(session, channel=CHANNEL, chat=chat)
    if _sends_feedback(words, talk, is_choice=is_choice) or _asks_for_somebody(words, talk, is_choice):
        gate_of(request).feedback.take(request)
    good = words == LinkYes().pack() if is_choice else await _holds_a_code(request, session, words)
    # Whatever answers a question about codes counts too: a yes may come as a word or a number.
    return good or (talk is not None and (talk.dialogue or "").startswith("code"))


def _sends_feedback(words: str, talk: Conversation | None, *, is_choice: bool) -> bool:
    if is_choice:
        return words.startswith(SEND)
    is_asked = talk is not None and talk.dialogue == SURE
    return is_asked and len(words) <= 20 and any(ch.isdigit() for ch in words)


def _asks_for_somebody(words: str, talk: Conversation | None, is_choice: bool) -> bool:
    """Tell whether a post asks to speak with somebody: by a button, its number, a command or in words."""
    if is_choice:
        return words in ASK
    place = int(words) - talk.first_number if talk is not None and _NUMBER.fullmatch(words.strip()) else -1
    picked = talk.options[place][1] if talk is not None and 0 <= place < len(talk.options) else ""
    return picked in ASK or fold(words).split(" ")[0] in ASK or wants_somebody(words)


async def _holds_a_code(request: Request, session: AsyncSession, words: str) -> bool:
    """Tell whether words hold an invitation; a code like ours that is none is counted."""
    found = {code for code in codes_in(words) if len(code) in LENGTHS}
    if not any(ch.isdigit() for code in found for ch in code):
        return any([await people.invitation(session, code) for code in found])
    wrong = gate_of(request).wrong_codes
    wrong.check(request)
    if any([await people.invitation(session, code) for code in found]):
        return True
    if not await _opens_a_survey(session, found):
        wrong.count(request)
    return False


async def _opens_a_survey(session: AsyncSession, found: set[str]) -> bool:
    for code in found:
        if await surveys.campaign_of(session, code) or await surveys.run_to_move(session, code):
            return True
    return False
