"""What this trade answers to."""

from roviec.handlers.frame.router import Router
from roviec.handlers.tasks import (
    assigning,
    away,
    card,
    deciding,
    directing,
    editing,
    evidence,
    extending,
    granting,
    handing,
    hours,
    listing,
    moving,
    office,
    removing,
    reporting,
    snoozing,
    thumbs,
    words,
)

router = Router()
for part in (
    *(listing, office, card, reporting, extending, evidence, moving, handing, snoozing, thumbs, words),
    *(deciding, granting, removing, editing, directing, assigning, away, hours),
):
    router.include(part.router)
