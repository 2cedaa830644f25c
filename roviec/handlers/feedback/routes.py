"""What this trade answers to."""

from roviec.handlers.feedback import looking, publishing, rating, routing, sending, writing
from roviec.handlers.frame.router import Router

router = Router()
for part in (writing, sending, looking, rating, routing, publishing):
    router.include(part.router)
