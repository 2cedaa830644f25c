"""What an office's letters bear: who writes, from where, to whom, and who signs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Letterhead:
    """The head and the foot of a report, as config.toml has them; what is "" is left for the pen."""

    authority: str = ""
    """The office above, in the first line."""
    symbol: str = "BC-UBND"
    place: str = ""
    on_behalf: str = ""
    """TM. ỦY BAN NHÂN DÂN"""
    position: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    template: Path | None = None
    """A Word file of the office's own; the one that comes with the project without it."""
