"""What a group says to the bot: commands, its name, answers to its messages; the rest is none of its business."""

import re
from dataclasses import replace

from roviec.messages.incoming import Incoming, Kind

_COMMAND = re.compile(r"(/\w+)(?:@(\w+))?")


def addressed(said: Incoming, username: str) -> Incoming | None:
    """Return what was said to the bot in a group, without its name; None for talk among people."""
    if said.kind == Kind.contact:
        return None
    if command := _COMMAND.match(said.text):
        meant = command[2]
        if meant and username and meant.lower() != username.lower():
            return None
        return replace(said, text=command[1] + said.text[command.end() :])
    text = without_name(said.text, username)
    return replace(said, text=text) if text != said.text or said.reply_to else None


def without_name(text: str, username: str) -> str:
    """Return a text without `@username`."""
    if not username or "@" not in text:
        return text
    return re.sub(
        rf"(?<!\w)@{re.escape(username)}(?!\w)\s?|(?<=\w)@{re.escape(username)}(?!\w)", "", text, flags=re.I
    )
