"""Hours of the day: "17 giờ", "16h30", "5 giờ chiều"."""

import re
from datetime import time

_AFTERNOON = ("chieu", "toi", "TOI")
_PARTS = (
    r"(?:(?:vao|dau|cuoi|buoi|gio|het)\ +)*(?:sang|trua|chieu|toi_?|TOI|dem)(?!\ +(?:nay|ni|mai|kia|qua)\b)"
)
HOUR = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?!\d)"
    r"|\ *(?:gio|h|g)(?!\w*[a-z])(?:\ *(?P<minute2>\d{2})(?![\d/.-])(?:\ *(?:phut|p)\b)?)?)"
)
TIME = rf"(?:(?P<time>{HOUR})(?:\ +(?P<part>{_PARTS}))?(?:,\ *|\ +)(?:cua\ +)?)?"


def clock(found: re.Match[str]) -> time | None:
    """Return the hour that a `<time>` names; None without one, and for 24 giờ, the day's own end."""
    named = found.groupdict()
    if not named.get("time"):
        return None
    hour, minute = int(named["hour"]), int(named["minute"] or named["minute2"] or 0)
    if hour < 12 and any(part in (named.get("part") or "") for part in _AFTERNOON):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
