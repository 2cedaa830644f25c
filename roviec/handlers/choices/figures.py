"""What leaders may choose about digests and the index: another period, two campaigns compared, what fell mended."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters
from roviec.reports.model import Piece
from roviec.tasks.reporting import Cycle

Key = Annotated[str, Letters(8)]
"""The key of a reporting period: 2026-W26."""


class IndexChange(Action, verb="index.change"):
    """Compare a campaign with an earlier one of the same form."""

    before: int
    after: int


class IndexMend(Action, verb="index.mend"):
    """Be shown a task to mend what fell, ready to be assigned."""

    before: int
    after: int
    item: Annotated[str, Letters(24)]


class IndexNamed(Action, verb="index.named"):
    """Read what answers say of officials by name, from a place on."""

    since: int


class DigestOf(Action, verb="digest.of"):
    """Get the digest of the running period."""

    cycle: Cycle


class DigestFix(Action, verb="digest.fix"):
    """See what may be corrected in a period's digest before it goes."""

    period: Key


class DigestRemark(Action, verb="digest.remark"):
    """Be asked for a remark that goes with the figures."""

    period: Key


class DigestPiece(Action, verb="digest.piece"):
    """Leave a piece out, or show it again."""

    period: Key
    piece: Piece
    shown: bool


class DigestSend(Action, verb="digest.send"):
    """Send the digest to somebody now; without a person, to every reader."""

    period: Key
    person: int | None = None
