"""What leaders may choose about digests and the index: another period, two campaigns compared, what fell mended."""

from typing import Annotated

from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Letters
from roviec.tasks.reporting import Cycle


class IndexChange(Action, verb="index.change"):
    """Compare a campaign with an earlier one of the same form."""

    before: int
    after: int


class IndexMend(Action, verb="index.mend"):
    """Be shown a task to mend what fell, ready to be assigned."""

    before: int
    after: int
    item: Annotated[str, Letters(24)]


class DigestOf(Action, verb="digest.of"):
    """Get the digest of the running period."""

    cycle: Cycle
