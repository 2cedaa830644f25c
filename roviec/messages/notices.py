"""The purposes for which an office may have a template approved, and the values that we can fill in. Pure."""

from roviec.messages.outgoing import Notice

PURPOSES: dict[str, tuple[str, ...]] = {
    "task.reminder": ("ho_ten", "so_viec", "viec", "han"),
    "task.news": ("viec", "tin"),
    "digest": ("ho_ten", "tuan", "tom_tat"),
    "feedback.answered": ("code", "unit"),
    "account.code": ("ma",),
    "survey.rating": ("ho_ten", "ma_ho_so", "don_vi", "ma_phieu"),
}
"""Purpose → names of its values, in order. A template's blanks carry these names, or stand in this order."""
TRACKING = "tracking_id"
"""A value beside these: what the platform calls the message when it tells what became of it."""


def notice(purpose: str, *, tracking: str = "", **values: str) -> Notice:
    """Return a notice with every value of its purpose; raise KeyError for one that is missing."""
    filled = tuple((name, values[name]) for name in PURPOSES[purpose])
    return Notice(purpose, (*filled, (TRACKING, tracking)) if tracking else filled)
