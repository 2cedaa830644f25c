"""Saying the same in fewer messages, where each one counts against an allowance. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from roviec.messages.outgoing import Outgoing
from roviec.messages.render import width

GAP = "\n\n––––––\n\n"
_NUMBERED = re.compile(r"^\d{1,3}\. ", re.MULTILINE)


def joined(waiting: Sequence[Outgoing], limit: int) -> tuple[Outgoing, int]:
    """Return the longest beginning of a chat's queue as one message, and how many it holds (at least 1).

    Only plain words are joined, in at most `limit` UTF-16 units. Files, choices and links go alone, and nothing
    follows numbered lines: a number belongs to the last thing asked.
    """
    first, taken = waiting[0], 1
    if not _plain(first):
        return first, taken
    text, room = first.text, limit - (width(first.title) + 2 if first.title else 0)
    for message in waiting[1:]:
        longer = f"{text}{GAP}{_flat(message)}"
        if _NUMBERED.search(text) or not _plain(message) or width(longer) > room:
            break
        text, taken = longer, taken + 1
    return (replace(first, text=text, notice=None), taken) if taken > 1 else (first, 1)


def _plain(message: Outgoing) -> bool:
    return not (message.choices or message.files or message.link or message.edit or message.contact_label)


def _flat(message: Outgoing) -> str:
    return f"{message.title}\n{message.text}".strip()
