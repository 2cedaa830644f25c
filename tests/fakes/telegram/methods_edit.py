"""Methods that change what was sent: edit, delete, react, pin, answer a button."""

from typing import Any

from .core import BOT_ID, Core
from .entities import utf16_length
from .errors import NOT_MODIFIED, bad_request
from .forms import Files, Params
from .keyboards import check_markup
from .registry import method
from .store import Chat
from .texts import read_caption, read_text

Json = dict[str, Any]
DELETE_LIFETIME = 48 * 3600


def _editable(core: Core, params: Params) -> tuple[Chat, Json]:
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = core.store.chat(params["chat_id"])
    message = chat.find(params["message_id"], "to edit")
    if message["from"]["id"] != BOT_ID:
        raise bad_request("message can't be edited")
    check_markup(params.get("reply_markup"), private=chat.private)
    return chat, message


def _replace(core: Core, chat: Chat, old: Json, params: Params, content: Json) -> Json:
    markup = params.get("reply_markup")
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    # An edit without a keyboard takes the keyboard away; an empty keyboard does the same.
    if markup is not None and any(markup["inline_keyboard"]):
        content["reply_markup"] = markup
    if all(old.get(key) == content.get(key) for key in ("text", "entities", "caption", "reply_markup")):
        raise bad_request(NOT_MODIFIED)
    core.admit(chat)
    kept = {key: value for key, value in old.items() if key in _LASTING}
    message = {**kept, "edit_date": int(core.clock.now()), **content}
    chat.messages[old["message_id"]] = message
    chat.tell("edit", message)
    return message


_LASTING = frozenset(
    {"message_id", "from", "chat", "date", "reply_to_message", "photo", "document", "media_group_id"}
    | {"has_protected_content"}
)


@method("editMessageText")
def edit_message_text(core: Core, params: Params, files: Files) -> Json:
    """Change the text of a message."""
    text, entities = read_text(params)
    chat, old = _editable(core, params)
    if "text" not in old:
        raise bad_request("there is no text in the message to edit")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _replace(core, chat, old, params, content)


@method("editMessageCaption")
def edit_message_caption(core: Core, params: Params, files: Files) -> Json:
    """Change the caption of a picture or a document."""
    caption = read_caption(params)
    chat, old = _editable(core, params)
    if "text" in old:
        raise bad_request("there is no caption in the message to edit")
    return _replace(core, chat, old, params, caption)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(core: Core, params: Params, files: Files) -> Json:
    """Change only the buttons of a message."""
    chat, old = _editable(core, params)
    texts = ("text", "entities", "caption", "caption_entities")
    return _replace(core, chat, old, params, {key: old[key] for key in texts if key in old})


@method("deleteMessage")
def delete_message(core: Core, params: Params, files: Files) -> bool:
    """Delete one message, at most 48 hours old."""
    chat = core.store.chat(params["chat_id"])
    message = chat.find(params["message_id"], "to delete")
    foreign = message["from"]["id"] != BOT_ID and not chat.private and not chat.bot_is_admin
    if foreign or core.clock.now() - message["date"] > DELETE_LIFETIME:
        raise bad_request("message can't be deleted for everyone")
    chat.deleted.add(params["message_id"])
    return True


@method("deleteMessages")
def delete_messages(core: Core, params: Params, files: Files) -> bool:
    """Delete up to 100 messages; those that are gone are skipped."""
    if not 1 <= len(params["message_ids"]) <= 100:
        raise bad_request("wrong number of message identifiers; expected 1-100")
    chat = core.store.chat(params["chat_id"])
    chat.deleted.update(number for number in params["message_ids"] if number in chat.messages)
    return True


@method("setMessageReaction")
def set_message_reaction(core: Core, params: Params, files: Files) -> bool:
    """Set or clear the one reaction of the bot."""
    reaction = params.get("reaction", [])
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chat = core.store.chat(params["chat_id"])
    chat.find(params["message_id"], "to react")
    chat.reactions[params["message_id"]] = reaction
    return True


@method("pinChatMessage")
def pin_chat_message(core: Core, params: Params, files: Files) -> bool:
    """Pin a message."""
    chat = core.store.target(params["chat_id"])
    chat.find(params["message_id"], "to pin")
    if not chat.private and not chat.bot_is_admin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(params["message_id"])
    return True


@method("unpinChatMessage")
def unpin_chat_message(core: Core, params: Params, files: Files) -> bool:
    """Unpin a message, by default the newest."""
    chat = core.store.target(params["chat_id"])
    number = params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


@method("answerCallbackQuery")
def answer_callback_query(core: Core, params: Params, files: Files) -> bool:
    """Answer a press; it is not counted by the flood limits."""
    if utf16_length(params.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": params.get("text", ""), "show_alert": params.get("show_alert", False)}
    callback = core.close_callback(params["callback_query_id"], answer)
    if answer["text"]:
        core.store.chats[callback.chat_id].tell("alert", {"message_id": 0, **answer})
    return True
