"""Fit a message to a channel: number the choices, split what is too long. Pure."""

from dataclasses import replace
from urllib.parse import urlsplit

from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Choice, Outgoing


def width(text: str) -> int:
    """Return the length in UTF-16 units, the way messengers count."""
    return len(text.encode("utf-16-le")) // 2


def numbered(message: Outgoing) -> str:
    """Return the choices as numbered lines; a spoken one is a line to repeat, one that the text numbers is left out."""
    lines = [
        f"– {choice.label}" if choice.spoken else f"{number}. {choice.label}"
        for number, choice in enumerate(message.choices, message.first_number)
    ]
    said = f"\n{message.text}"
    return "\n".join(line for line in lines if f"\n{line.removesuffix('…')}" not in said)


def opens(link: str) -> bool:
    """Tell whether a messenger takes an address for a button: https at a public name."""
    parts = urlsplit(link)
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host and not host.endswith(".local") and not host[-1:].isdigit()


def split(text: str, limit: int) -> list[str]:
    """Cut `text` into parts of at most `limit` UTF-16 units, at lines or spaces where possible."""
    parts: list[str] = []
    rest = text
    while width(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts


def _cut(text: str, limit: int) -> int:
    """Return where the first part ends: after a line, else after a word, else anywhere."""
    end = limit
    while width(text[:end]) > limit:
        end -= 1
    for mark in ("\n", " "):
        at = text.rfind(mark, 1, end)
        if at > end // 2:
            return at
    return end


def _too_many(message: Outgoing, can: Capabilities) -> tuple[Outgoing, tuple[Choice, ...]]:
    """Return what becomes lines and what stays buttons: the answers where they fit, else nothing."""
    answers = tuple(choice for choice in message.choices if not choice.spoken)
    if 0 < len(answers) <= can.buttons:
        asides = tuple(choice for choice in message.choices if choice.spoken)
        return replace(message, choices=asides), answers
    return message, ()


def render(message: Outgoing, can: Capabilities) -> list[Outgoing]:
    """Return the messages to send in order; choices, files and the link go with the last one."""
    if width(message.title) > can.max_text // 4:
        # A title that would leave no room is an opening line like any other.
        message = replace(message, text=f"{message.title}\n{message.text}", title="")
    text = message.text
    if len(message.choices) > can.buttons:
        listed, shown = _too_many(message, can)
        text = "\n\n".join(part for part in (text, numbered(listed)) if part)
        message = replace(message, choices=shown)
    if message.link and not can.buttons:
        text = f"{text}\n{message.link_label}: {message.link}"
        message = replace(message, link=None)
    room = can.max_text - (width(message.title) + 2 if message.title else 0)
    *first, last = split(text, room)
    head = [
        Outgoing(text=part, title=message.title if n == 0 else "", topic=message.topic)
        for n, part in enumerate(first)
    ]
    if first:
        message = replace(message, title="", edit=None)
    if not can.edit:
        message = replace(message, edit=None)
    return [*head, replace(message, text=last)]
