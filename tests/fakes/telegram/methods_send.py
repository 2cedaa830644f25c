"""Methods that send: text, photo, document, album, chat action."""

from typing import Any

from .core import Core
from .errors import bad_request
from .files import document, photo_sizes
from .forms import Files, Params
from .registry import method
from .texts import read_caption, read_text

Json = dict[str, Any]
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
    }
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)


@method("sendMessage")
def send_message(core: Core, params: Params, files: Files) -> Json:
    """Send a text."""
    text, entities = read_text(params)
    chat = core.prepare(params)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return core.deliver(chat, content, params, "sendMessage")


@method("sendPhoto")
def send_photo(core: Core, params: Params, files: Files) -> Json:
    """Send a picture with a caption."""
    caption = read_caption(params)
    stored = core.files.take(params["photo"], files, "photos")
    sizes = photo_sizes(stored)
    chat = core.prepare(params)
    return core.deliver(chat, {"photo": sizes, **caption}, params, "sendPhoto")


@method("sendDocument")
def send_document(core: Core, params: Params, files: Files) -> Json:
    """Send a file with a caption."""
    caption = read_caption(params)
    stored = core.files.take(params["document"], files, "documents")
    chat = core.prepare(params)
    return core.deliver(chat, {"document": document(stored), **caption}, params, "sendDocument")


@method("sendMediaGroup")
def send_media_group(core: Core, params: Params, files: Files) -> list[Json]:
    """Send 2 to 10 pictures, or 2 to 10 documents, as one album."""
    media = params["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("wrong number of items in the album; expected 2-10")
    if len({item["type"] for item in media}) > 1:
        raise bad_request("documents can't be mixed with other media types")
    contents = [_album_item(core, item, files) for item in media]
    chat = core.prepare(params, weight=len(media))
    group = str(core.clock.now())
    return [
        core.deliver(chat, {"media_group_id": group, **content}, params, "sendMediaGroup")
        for content in contents
    ]


def _album_item(core: Core, item: Json, files: Files) -> Json:
    caption = read_caption(item)
    if item["type"] == "photo":
        return {"photo": photo_sizes(core.files.take(item["media"], files, "photos")), **caption}
    return {"document": document(core.files.take(item["media"], files, "documents")), **caption}


@method("sendChatAction")
def send_chat_action(core: Core, params: Params, files: Files) -> bool:
    """Show "typing…" and the like."""
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    core.store.target(params["chat_id"]).actions.append(params["action"])
    return True
