"""A consent that fits a phone: what it is about, what is sensitive, and the question; the rest is one choice away. Pure."""

FITS = 360
"""Characters that a phone shows beside the choices without scrolling."""
_ALWAYS = ("nhạy cảm", "sensitive")


def brief(text: str) -> tuple[str, str] | None:
    """Return the opening and the question of a consent that is too long for a phone; None for a short one.

    A paragraph on sensitive data is never left out.
    """
    first, *middle = [part.strip() for part in text.strip().splitlines() if part.strip()]
    if len(text) <= FITS or len(middle) < 2:
        return None
    *middle, last = middle
    kept = [part for part in middle if any(word in part for word in _ALWAYS)]
    return "\n".join([first, *kept]), last
