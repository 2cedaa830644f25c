"""The draft that a chat writes: kept with its dialogue until it is sent, and named in each of its buttons."""

from typing import Any

from roviec.handlers.frame.turn import Turn
from roviec.handlers.uploads import arrived, not_too_big
from roviec.messages.incoming import Kind as Said
from roviec.tasks.feedback import rules


def draft_of(turn: Turn, draft_id: str | None = None) -> dict[str, Any] | None:
    """Return the draft that this chat writes; None where none waits, or not the one of the button."""
    data = turn.conversation.data
    is_draft = (turn.conversation.dialogue or "").startswith("feedback.") and "photos" in data
    return dict(data) if is_draft and draft_id in (None, data["id"]) else None


def gone(turn: Turn) -> None:
    """Answer a button whose draft has been sent, dropped or begun anew."""
    turn.say("feedback.gone", choices=[turn.choice("button.feedback", "/phananh")])


def collect(turn: Turn, draft: dict[str, Any]) -> None:
    """Add what was said to a draft: words after the earlier ones, pictures once each."""
    if turn.said.kind not in (Said.text, Said.file):
        raise rules.PhotosOnly
    draft["photos"] = _photos(turn, draft["photos"])
    if turn.text.strip() or turn.said.kind == Said.text:
        draft["words"] = rules.checked(f"{draft['words']}\n{turn.text}")


def _photos(turn: Turn, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {photo["sha256"]: photo for photo in kept}
    for file in turn.row.files:
        if not rules.is_picture(str(file["name"])):
            raise rules.PhotosOnly
        not_too_big(turn, file)
        arrived(file)
        found[file["sha256"]] = file
    if len(found) > rules.MAX_PHOTOS:
        raise rules.TooManyPhotos(limit=rules.MAX_PHOTOS)
    return list(found.values())
