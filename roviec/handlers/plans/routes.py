"""What this trade answers to."""

from roviec.handlers.frame.router import Router
from roviec.handlers.plans import confirming, editing, proof, receiving, reviewing

router = Router()
for part in (receiving, proof, reviewing, editing, confirming):
    router.include(part.router)
