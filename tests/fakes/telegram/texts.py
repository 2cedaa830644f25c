"""Text and caption of a call: parse, trim, measure."""

from typing import Any

from .entities import Entity, find_automatic, parse_html, trim, utf16_length
from .errors import bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


def format_text(
    raw: str, parse_mode: str | None, given: list[Entity] | None, *, automatic: bool = True
) -> tuple[str, list[Entity]]:
    """Return plain text and entities; only HTML is emulated as `parse_mode`."""
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(raw) if parse_mode else (raw, _given(raw, given or []))
    text, entities = trim(text, entities)
    found = find_automatic(text) if automatic else []
    if found:
        entities = sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))
    return text, entities


def _given(raw: str, entities: list[Entity]) -> list[Entity]:
    for entity in entities:
        if entity["type"] not in ENTITY_TYPES:
            raise bad_request(f"can't parse MessageEntity: unsupported type {entity['type']!r}")
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > utf16_length(raw):
            raise bad_request("entity beyond the end of the text")
    return entities


def read_text(params: dict[str, Any]) -> tuple[str, list[Entity]]:
    """Return the text of a message, 1 to 4096 UTF-16 units after parsing."""
    text, entities = format_text(params.get("text", ""), params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(params: dict[str, Any]) -> dict[str, Any]:
    """Return the caption fields of a message, at most 1024 UTF-16 units."""
    raw = params.get("caption", "")
    text, entities = format_text(raw, params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    fields: dict[str, Any] = {"caption": text} if text else {}
    if text and entities:
        fields["caption_entities"] = entities
    return fields
