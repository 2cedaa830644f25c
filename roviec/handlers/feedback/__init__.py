"""The conversation about feedback: a citizen writes, an office settles, a unit answers, the citizen judges."""

from roviec.db.feedback import find
from roviec.handlers.feedback import looking, publishing, rating, routing, sending, writing
from roviec.handlers.feedback.looking import show_code
from roviec.handlers.feedback.rating import take_judgement
from roviec.handlers.feedback.writing import begin_about, begin_with
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.tasks.feedback.rules import unit_in

__all__ = ["begin_with", "open_by_code", "router", "take_judgement"]

router = Router()
for part in (writing, sending, looking, rating, routing, publishing):
    router.include(part.router)


async def open_by_code(turn: Turn, code: str) -> bool:
    """Open what a code is of: a feedback's own, or that of a link which begins one; False for any other."""
    is_link, unit_id = unit_in(code)
    if is_link:
        await begin_about(turn, await find.unit_by_id(turn.session, unit_id))
        return True
    if await find.known(turn.session, code) is None:
        return False
    await show_code(turn, code)
    return True
