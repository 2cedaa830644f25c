"""The draft that a chat writes: kept with its dialogue until it is sent, and named in each of its buttons."""

from datetime import datetime
from typing import Any, TypeVar

from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.turn import Turn
from roviec.handlers.uploads import arrived, not_too_big
from roviec.messages.incoming import Kind as Said
from roviec.tasks.feedback import rules
from roviec.tasks.feedback.lifecycle import Kind

Photos = tuple[dict[str, Any], ...]
_D = TypeVar("_D", bound="Draft")


class Draft(Dialogue, of_chat=True, quotes=True):
    """What was written so far; each subclass asks for one thing more."""

    id: int
    since: datetime
    asked: bool
    """The unit must still be asked for."""
    unit: int | None = None
    kind: Kind | None = None
    words: str = ""
    photos: Photos = ()
    place: str = ""
    """Where on the map, as `rules.placed` writes it."""
    first: str = ""
    """What the platform calls the payload with which it began."""
    informal: bool = False
    """Its writer was told where complaints go, and said that this is none."""
    consent: str = ""
    """The words, as last shown, about what is kept so as to answer."""

    def at(self, step: type[_D], **changes: Any) -> _D:
        """Return the same draft at another step, with what has changed."""
        return step(**{**vars(self), **changes})


class DraftKind(Draft, name="feedback.kind", of_chat=True, quotes=True):
    """What it is."""


class DraftUnit(Draft, name="feedback.unit", of_chat=True, quotes=True):
    """Which unit it is about."""


class DraftWords(Draft, name="feedback.words", of_chat=True, quotes=True):
    """The words and pictures."""


class DraftFormal(Draft, name="feedback.formal", of_chat=True, quotes=True):
    """Whether it is a complaint or denunciation, which this door does not take."""


class DraftSure(Draft, name="feedback.sure", of_chat=True, quotes=True):
    """Whether it is to be sent; more words are added."""


STEPS: tuple[type[Draft], ...] = (DraftKind, DraftUnit, DraftWords, DraftFormal, DraftSure)


def draft_of(turn: Turn, draft_id: int) -> Draft | None:
    """Return the draft that this chat writes; None where none waits, or not the one of the button."""
    draft = turn.asked(*STEPS)
    return draft if draft is not None and draft.id == draft_id else None


def gone(turn: Turn) -> None:
    """Answer a button whose draft has been sent, dropped or begun anew."""
    turn.say("feedback.gone", choices=[turn.choice("button.feedback", Command.phananh)])


def collect(turn: Turn, draft: Draft) -> Draft:
    """Add what was said to a draft: words after the earlier ones, pictures once each, one place."""
    if turn.said.kind == Said.place and turn.said.point is not None:
        return draft.at(Draft, place=rules.placed(*turn.said.point, turn.text))
    if turn.said.kind not in (Said.text, Said.file):
        raise rules.PhotosOnly
    words = draft.words
    if turn.text.strip() or turn.said.kind == Said.text:
        words = rules.checked(f"{words}\n{turn.text}")
    return draft.at(Draft, photos=_photos(turn, draft.photos), words=words)


def _photos(turn: Turn, kept: Photos) -> Photos:
    found = {photo["sha256"]: photo for photo in kept}
    for file in turn.row.files:
        if not rules.is_picture(str(file["name"])):
            raise rules.PhotosOnly
        not_too_big(turn, file)
        arrived(file)
        found[file["sha256"]] = file
    if len(kept) == rules.MAX_PHOTOS < len(found):
        raise rules.TooManyPhotos(limit=rules.MAX_PHOTOS)
    # Of more pictures than there is room for, sent together, the first are kept.
    return tuple(found.values())[: rules.MAX_PHOTOS]
