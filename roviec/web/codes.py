"""Codes in what a page posts: the good ones change the session's secret, the wrong ones are counted."""

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from roviec.db import people, surveys
from roviec.handlers.codes import LENGTHS, codes_in
from roviec.handlers.linking import YES
from roviec.handlers.uploads import talk_of
from roviec.web.gate import gate_of
from roviec.web.payload import Said

FEEDBACK = "feedback.send:"


async def looked_at(request: Request, session: AsyncSession, chat: str, post: Said) -> bool:
    """Tell whether a post may give its chat to somebody; raise what it is refused for."""
    words = str(post.payload["text"])
    gate = gate_of(request)
    if post.payload["kind"] == "choice":
        if words.startswith(FEEDBACK):
            gate.feedback.take(request)
        return words == YES or await _talks_of_codes(session, chat)
    found = {code for code in codes_in(words) if len(code) in LENGTHS}
    if _is_like_ours(found):
        gate.wrong_codes.check(request)
    if any([await people.invitation(session, code) for code in found]):
        return True
    if _is_like_ours(found) and not await _is_known(session, found):
        gate.wrong_codes.count(request)
    return await _talks_of_codes(session, chat)


def _is_like_ours(found: set[str]) -> bool:
    return any(ch.isdigit() for code in found for ch in code)


async def _is_known(session: AsyncSession, found: set[str]) -> bool:
    for code in found:
        if await surveys.campaign_of(session, code) or await surveys.run_to_move(session, code):
            return True
    return False


async def _talks_of_codes(session: AsyncSession, chat: str) -> bool:
    """Tell whether the chat has been asked for a code, or whether it is to be handed over."""
    talk = await talk_of(session, channel="web", chat=chat)
    return talk is not None and (talk.dialogue or "").startswith("code")
