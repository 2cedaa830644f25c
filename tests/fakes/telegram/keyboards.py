"""Limits of inline and reply keyboards that the type description does not carry."""

import re
from typing import Any

from .entities import utf16_length
from .errors import bad_request

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA = 64
_ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
_STYLES = (None, "primary", "success", "danger")
_URL = re.compile(r"(https?://[^\s/]+\.[^\s]+|https?://(localhost|127\.0\.0\.1)\S*|tg://\S+)\Z")


def check_markup(markup: dict[str, Any] | None, *, private: bool) -> None:
    """Raise the 400 of a keyboard that Telegram would refuse."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_rows(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                _check_inline(button)
    elif "keyboard" in markup:
        _check_rows(markup["keyboard"])
        placeholder = markup.get("input_field_placeholder", "x")
        if not 1 <= utf16_length(placeholder) <= 64:
            raise bad_request("input_field_placeholder must be 1-64 characters long")
        contact = any(button.get("request_contact") for row in markup["keyboard"] for button in row)
        if contact and not private:
            raise bad_request("phone number can be requested in private chats only")


def _check_rows(rows: list[list[dict[str, Any]]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            if not button["text"].strip():
                raise bad_request("text buttons must have non-empty text")
            if button.get("style") not in _STYLES:
                raise bad_request("invalid button style specified")


def _check_inline(button: dict[str, Any]) -> None:
    actions = _ACTIONS & button.keys()
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"inline button has several actions: {', '.join(sorted(actions))}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.match(button["url"]):
        raise bad_request("BUTTON_URL_INVALID")
    if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
