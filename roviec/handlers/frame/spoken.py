"""What people say instead of pressing: yes, no, and the commands by their names."""

from roviec.folding import fold

YES = frozenset(
    (
        *("dung", "dung roi", "dung vay", "da dung", "vang", "vang a", "da", "da vang", "phai"),
        *("u", "uh", "um", "ok", "oke", "dong y", "co", "yes"),
    )
)
NO = frozenset(("khong", "khong phai", "khong dung", "chua dung", "sai", "sai roi", "ko", "no"))
# Commands that people say without a slash.
_SPOKEN = {
    "viec": "viec",
    "viec cua toi": "viec",
    "giup": "giup",
    "tro giup": "giup",
    "help": "giup",
    "my tasks": "viec",
    "menu": "giup",
    "huy": "huy",
    "cancel": "huy",
    **dict.fromkeys(
        ("thoi", "thoi a", "thoi khoi", "thoi khong can", "thoi khong can nua", "khong can nua"), "huy"
    ),
    "duyet": "duyet",
    "khao sat": "khaosat",
    "phan anh": "phananh",
    "gui phan anh": "phananh",
    "gap can bo": "gapcanbo",
    "bat dau": "start",
}
_MENU = {
    "viec cho quyet dinh": "duyet",
    "giao viec": "giao",
    "giao viec moi": "giao",
    "ban tin tuan": "tuan",
    "cach dung": "giup",
}
"""What the buttons of the menu are called: typed long after they were shown, while nothing is asked."""


def is_bare(words: str) -> bool:
    """Tell whether words are no more than a yes or a no: nothing that a question for reasons could keep."""
    return fold(words).strip(" .,!?") in YES | NO


def spoken_command(words: str, *, is_free: bool) -> str | None:
    """Return the command that words name; those of the menu's buttons only while nothing is asked."""
    said = fold(words).strip(" .,!?")
    return _SPOKEN.get(said) or (_MENU.get(said) if is_free else None)
