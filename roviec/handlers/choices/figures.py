"""What leaders may choose about digests."""

from roviec.handlers.frame.choices import Action
from roviec.tasks.reporting import Cycle


class DigestOf(Action, verb="digest.of"):
    """Get the digest of the running period."""

    cycle: Cycle
