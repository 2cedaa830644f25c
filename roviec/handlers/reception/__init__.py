"""Speaking with somebody of the office: the citizen asks and writes, the desk answers, either side ends it."""

from roviec.handlers.frame.router import Router
from roviec.handlers.reception import answering, asking
from roviec.handlers.reception.asking import go_on, leave_meeting, meet

__all__ = ["go_on", "leave_meeting", "meet", "router"]

router = Router()
for part in (asking, answering):
    router.include(part.router)
