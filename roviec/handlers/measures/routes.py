"""What this trade answers to."""

from roviec.handlers.frame.router import Router
from roviec.handlers.measures import owning, scores, scoring, targets, values

router = Router()
for part in (targets, values, scores, scoring, owning):
    router.include(part.router)
