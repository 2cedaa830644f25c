"""Errors in the log: type and place only, for their words may hold personal data."""

import traceback


def trace(error: BaseException) -> str:
    """Describe an error by its type and the places it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places or 'unknown'}"
