"""Consultation messages: what may be said, to whom, until when, and what it costs."""

from typing import Any
from urllib.parse import urlsplit

from .core import CS_PRICE, FREE, OPEN, Button, Contact, Core, Json, Said
from .errors import ApiError, invalid
from .media import Media

TEXT, TITLE, PAYLOAD, SUBTITLE, BUTTONS = 2000, 100, 1000, 500, 5


def write(core: Core, media: Media, body: Json) -> tuple[Contact, Said, Json]:
    """Carry out `/v3.0/oa/message/cs`: return who was written to, what, and the answer's data."""
    recipient, message = body.get("recipient"), body.get("message")
    if not isinstance(recipient, dict):
        raise invalid("recipient")
    if not isinstance(message, dict):
        raise invalid("message")
    who = core.contact(recipient.get("user_id"))
    said = _read(core, media, message)
    quota = _window(core, who)
    said.price = 0 if quota["quota_type"] == "reply" else CS_PRICE
    who.replies += 1
    who.inbox.append(said)
    said.delivered = core.clock.now()
    data = {"message_id": said.id, "user_id": who.uid, "sent_time": core.clock.millis(), "quota": quota}
    return who, said, data


def _window(core: Core, who: Contact) -> Json:
    """Refuse outside the windows; return the quota that pays."""
    since = core.clock.now() - who.interacted
    if who.closed:
        raise ApiError(who.closed)
    if core.follow_needed and not who.follower:
        raise ApiError(-213)
    if not who.interacted or since > OPEN:
        raise ApiError(-230)
    owner = {"owner_type": "OA", "owner_id": core.oa_id}
    if since > FREE:
        if not core.paid:
            raise ApiError(-305)
        core.pay(CS_PRICE, -321)
        return {"quota_type": "purchase_quota", **owner}
    end = {"expired_date": str(int((who.interacted + FREE) * 1000))}
    if core.free_cap is None:
        return {"quota_type": "reply", **end, **owner}
    if who.replies >= core.free_cap:
        raise ApiError(-311)
    left = str(core.free_cap - who.replies - 1)
    return {"quota_type": "reply", "remain": left, "total": str(core.free_cap), **end, **owner}


def _read(core: Core, media: Media, message: Json) -> Said:
    text, attachment = message.get("text", ""), message.get("attachment")
    if not isinstance(text, str):
        raise invalid("text")
    if core.length(text) > TEXT:
        raise ApiError(-210)
    quotes = message.get("quote_message_id", "")
    if not isinstance(quotes, str):
        raise invalid("quote_message_id")
    said = Said(core.message_id(), "text", core.clock.now(), text=text, quotes=quotes)
    if attachment is None:
        if not text.strip():
            raise invalid("text")
        return said
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if not isinstance(payload, dict):
        raise invalid("attachment")
    if attachment.get("type") == "file":
        kept = media.find(payload.get("token"), "file")
        # Nothing shows a text that came along with a file.
        said.kind, said.text, said.file, said.data = "file", "", kept.name, kept.data
        return said
    if attachment.get("type") != "template":
        raise ApiError(-233)
    _template(core, media, said, payload)
    return said


def _template(core: Core, media: Media, said: Said, payload: Json) -> None:
    kind = payload.get("template_type", "")
    if kind not in ("", "media", "request_user_info"):
        raise ApiError(-233)
    said.buttons = [_button(core, each) for each in _list(payload, "buttons", BUTTONS, least=0)]
    if kind == "media":
        said.kind = "media"
        _media(media, said, _list(payload, "elements", 1)[0])
    elif kind == "request_user_info":
        said.kind = "request_user_info"
        _form(core, said, _list(payload, "elements", 1)[0])
    elif not said.text.strip():
        raise invalid("text")
    elif not said.buttons:
        raise invalid("buttons")


def _list(payload: Json, name: str, most: int, *, least: int = 1) -> list[Json]:
    items: Any = payload.get(name, [])
    if not isinstance(items, list) or not least <= len(items) <= most:
        raise invalid(name)
    if not all(isinstance(item, dict) for item in items):
        raise invalid(name)
    return items


def _button(core: Core, button: Json) -> Button:
    title, payload = button.get("title"), button.get("payload")
    if not isinstance(title, str) or not title.strip():
        raise invalid("title")
    if core.length(title) > TITLE:
        raise ApiError(-210)
    kind = button.get("type", "")
    if kind in ("oa.query.show", "oa.query.hide"):
        if not isinstance(payload, str) or not payload:
            raise invalid("payload")
        if core.length(payload) > PAYLOAD:
            raise ApiError(-210)
        return Button(title, kind, payload)
    key = {"oa.open.url": "url", "oa.open.phone": "phone_code", "oa.open.sms": "phone_code"}.get(kind)
    if key is None:
        raise invalid("type")
    value = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(value, str) or not (_web(value) if key == "url" else value.isdigit()):
        raise invalid(key)
    return Button(title, kind, value)


def _media(media: Media, said: Said, element: Json) -> None:
    kind = element.get("media_type")
    if kind not in ("image", "gif"):
        raise ApiError(-233)
    if kind == "gif" and not (element.get("width") and element.get("height")):
        raise invalid("width")
    if ("url" in element) == ("attachment_id" in element):
        raise invalid("attachment_id")
    if "url" in element:
        if not _web(element["url"]):
            raise invalid("url")
        said.image = element["url"]
        return
    kept = media.find(element["attachment_id"], kind)
    said.image, said.data = element["attachment_id"], kept.data


def _form(core: Core, said: Said, element: Json) -> None:
    for name, most in (("title", TITLE), ("subtitle", SUBTITLE)):
        words = element.get(name)
        if not isinstance(words, str) or not words.strip():
            raise invalid(name)
        if core.length(words) > most:
            raise ApiError(-210)
    if not _web(element.get("image_url")):
        raise invalid("image_url")
    said.text = f"{element['title']}\n{element['subtitle']}"


def _web(url: object) -> bool:
    parts = urlsplit(url) if isinstance(url, str) else None
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
