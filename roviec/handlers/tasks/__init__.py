"""The conversation about tasks: the list, the card, the words, the leader's decisions."""

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
    office,
    removing,
    reporting,
    snoozing,
    thumbs,
    words,
)

router = Router()
for part in (
    *(listing, office, card, reporting, extending, evidence, handing, snoozing, thumbs, words),
    *(deciding, granting, removing, editing, directing, assigning, away, hours),
):
    router.include(part.router)
