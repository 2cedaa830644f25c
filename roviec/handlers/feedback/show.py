"""How feedback looks to others: words that can't become a link or a line of ours, and its pictures."""

from roviec.db import people
from roviec.db.models import Feedback, Unit
from roviec.handlers.frame.turn import Turn
from roviec.messages.outgoing import FileOut
from roviec.tasks.feedback.lifecycle import Kind
from roviec.tasks.feedback.rules import harmless, map_of
from roviec.texts import Texts
from roviec.texts.shapes import day, short

WIDE = 600


def quoted(words: str, width: int | None = None) -> str:
    """Return a stranger's words on one line, so that they can't pass for a line of ours."""
    plain = " ".join(harmless(words).split())
    return short(plain, width) if width else plain


def kind_words(say: Texts, kind: Kind) -> str:
    """Return what a feedback is, in a language: "phản ánh, kiến nghị"."""
    return say(f"feedback.kind.{kind}")


def opening(words: str) -> str:
    """Return words as a line begins with them."""
    return words[:1].upper() + words[1:]


def due_words(feedback: Feedback) -> str:
    """Return by when the citizen was promised an answer."""
    promised = feedback.again_by or feedback.due
    return day(promised) if promised else ""


def photo_words(say: Texts, feedback: Feedback) -> str:
    """Return a line that says how many pictures came with it, nothing where there are none."""
    return say("feedback.photo_count", count=len(feedback.photos)) if feedback.photos else ""


def place_words(say: Texts, place: str) -> str:
    """Return a line with the map's link, nothing where no place was sent; its name is a stranger's words."""
    link, name = map_of(place)
    return say("feedback.place", link=link, name=quoted(name)).strip() if link else ""


async def unit_words(turn: Turn, say: Texts, unit_id: int | None) -> str:
    """Return the name of a feedback's unit, the office's where none is known."""
    unit = await turn.session.get(Unit, unit_id) if unit_id else await people.office(turn.session)
    return unit.name if unit else turn.house.office


def send_photos(turn: Turn, feedback: Feedback) -> None:
    """Answer with the pictures, one message each."""
    for photo in feedback.photos:
        file = FileOut(photo["sha256"], photo["name"], photo["mime"])
        turn.send_file("feedback.photo", file, code=feedback.code)
