"""A rendered message as the Official Account says it: plain texts of 2000, up to five buttons. Pure."""

from roviec.channels.common.words import clean
from roviec.channels.zalo_oa.planner import cut
from roviec.channels.zalo_oa.seal import Seal
from roviec.messages.incoming import Json
from roviec.messages.outgoing import Outgoing
from roviec.messages.render import numbered, opens, split, width

MAX_TEXT, MAX_TITLE, MAX_SUBTITLE, BUTTONS = 2000, 100, 500, 5
_CUT_OFF = 24
"""Labels longer than this may end in "…" on a phone: their full words go into the text."""


def texts(message: Outgoing) -> list[str]:
    """Return the words as parts that each fit one message; there is no bold, the title stands above."""
    words = clean(_words(message))
    title = clean(message.title)
    return split("\n".join(part for part in (title, words) if part), MAX_TEXT) if title or words else []


def talk(text: str, chat: str, message: Outgoing, seal: Seal) -> Json:
    """Return the last part of a message: its words with the buttons."""
    made = buttons(chat, message, seal)
    if not made:
        return {"text": text}
    return {"text": text, "attachment": {"type": "template", "payload": {"buttons": made}}}


def buttons(chat: str, message: Outgoing, seal: Seal) -> list[Json]:
    """Return the buttons: a press comes back as the words of its payload, which the chat does not show."""
    made: list[Json] = [
        {
            "title": cut(clean(choice.label), MAX_TITLE),
            "type": "oa.query.hide",
            "payload": seal.payload(chat, choice.action),
        }
        for choice in message.choices
    ]
    if message.link and _as_button(message):
        title = cut(clean(message.link_label) or message.link, MAX_TITLE)
        made.append({"title": title, "type": "oa.open.url", "payload": {"url": message.link}})
    return made


def form(message: Outgoing, picture: str) -> Json:
    """Return the form that asks for a person's name and phone number; `picture` is an https address."""
    element = {
        "title": cut(clean(message.contact_label), MAX_TITLE),
        "subtitle": cut(clean(message.text) or clean(message.contact_label), MAX_SUBTITLE),
        "image_url": picture,
    }
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def picture(attachment: str) -> Json:
    """Return a message that shows an uploaded picture."""
    element = {"media_type": "image", "attachment_id": attachment}
    payload = {"template_type": "media", "elements": [element]}
    return {"text": "", "attachment": {"type": "template", "payload": payload}}


def document(token: str) -> Json:
    """Return a message that hands over an uploaded file; it carries no words."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def _words(message: Outgoing) -> str:
    """Return the text, with what the buttons can't show."""
    words = message.text
    if any(width(choice.label) > _CUT_OFF for choice in message.choices):
        listed = f"{words}\n\n{numbered(message)}" if words else numbered(message)
        words = listed if width(listed) + width(message.title) < MAX_TEXT else words
    if message.link and not _as_button(message):
        words = f"{words}\n{message.link_label}: {message.link}"
    return words


def _as_button(message: Outgoing) -> bool:
    return opens(message.link or "") and len(message.choices) < BUTTONS
