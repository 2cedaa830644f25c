"""A rendered message as the Bot API wants it: HTML texts and an inline keyboard. Pure."""

from collections.abc import Iterator, Sequence
from html import escape

from roviec.channels.common.words import clean
from roviec.messages.incoming import Json
from roviec.messages.outgoing import Choice, Outgoing
from roviec.messages.render import numbered, opens, split, width

MAX_TEXT = 4096
MAX_CAPTION = 1024
_ROWS = ((4, 5), (16, 2))
"""Longest label → buttons in a row; longer labels get a row each."""
_CUT_OFF = 40
"""Labels longer than this end in "…" on a phone: their full words go into the text."""


def texts(message: Outgoing) -> list[str]:
    """Return the message as HTML parts that each fit one message; none when it has no words."""
    title, words = clean(message.title), clean(_words(message))
    if not title and not words:
        return []
    parts = [escape(part, quote=False) for part in split(words, MAX_TEXT - width(title) - 1)]
    if title:
        parts[0] = f"<b>{escape(title, quote=False)}</b>\n{parts[0]}".rstrip()
    return parts


def fits_caption(message: Outgoing) -> bool:
    """Tell whether the words fit under a file."""
    return width(clean(message.title)) + 1 + width(clean(_words(message))) <= MAX_CAPTION


def keyboard(message: Outgoing) -> Json | None:
    """Return the inline keyboard of the choices and the link, if there are any."""
    answers = [choice for choice in message.choices if not choice.spoken]
    asides = [choice for choice in message.choices if choice.spoken]
    rows = [*_rows(answers), *_rows(asides)]
    if message.link and opens(message.link):
        rows.append([{"text": clean(message.link_label) or message.link, "url": message.link}])
    if rows or not message.contact_label:
        return {"inline_keyboard": rows} if rows else None
    ask = {"text": message.contact_label, "request_contact": True}
    return {"keyboard": [[ask]], "resize_keyboard": True, "one_time_keyboard": True}


def _words(message: Outgoing) -> str:
    """Return the text, with what the buttons can't show."""
    words = message.text
    if any(width(choice.label) > _CUT_OFF for choice in message.choices):
        listed = f"{words}\n\n{numbered(message)}"
        words = listed if width(listed) + width(message.title) < MAX_TEXT else words
    if message.link and not opens(message.link):
        words = f"{words}\n{message.link_label}: {message.link}"
    return words


def _rows(choices: Sequence[Choice]) -> Iterator[list[Json]]:
    longest = max((width(choice.label) for choice in choices), default=0)
    wide = next((count for limit, count in _ROWS if longest <= limit), 1)
    for start in range(0, len(choices), wide):
        row = choices[start : start + wide]
        yield [{"text": clean(choice.label), "callback_data": choice.action} for choice in row]
