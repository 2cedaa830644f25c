"""What this trade answers to."""

from roviec.handlers.announcements import reading, results, showing, writing
from roviec.handlers.frame.router import Router

router = Router()
for trade in (writing, showing, results, reading):
    router.include(trade.router)
