"""Points and why, out of the words of an answer: "16,5: đã niêm yết đủ thủ tục"."""

import re

_REST = re.compile(r"\s*(?::|;|\n|\bvì\b)\s*", re.IGNORECASE)


def said_points(words: str) -> tuple[str, str | None]:
    """Return the words of the points, and why; None where nothing was said of that."""
    parts = _REST.split(words.strip(), maxsplit=1)
    why = parts[1].strip() if len(parts) > 1 else ""
    return parts[0], why or None
