"""What this trade answers to."""

from roviec.handlers.frame.router import Router
from roviec.handlers.survey import answering, moving, opening

router = Router()
for part in (opening, answering, moving):
    router.include(part.router)
