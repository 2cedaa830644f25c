"""What this trade answers to."""

from roviec.handlers.frame.router import Router
from roviec.handlers.reception import answering, asking

router = Router()
for part in (asking, answering):
    router.include(part.router)
