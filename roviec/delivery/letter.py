"""What the letter says that knocks: everything that waits in the chat, together, and where it is."""

from typing import Any

from roviec.db.waiting import Due, Mailbox
from roviec.delivery.mail import Letter
from roviec.texts import catalogue

LONGEST = 2000
"""Characters of each message that are quoted."""


def letter_of(due: Due, mailbox: Mailbox, *, office: str, page: str) -> Letter:
    """Return the letter for a person's mailbox; `page` is the address of the chat."""
    say, count = catalogue(due.language), len(due.lines)
    quoted = "\n\n".join(_quoted(body) for body in due.lines)
    text = say("knock.mail", name=mailbox.name, office=office, count=count, lines=quoted, page=page)
    subject = say("knock.mail.subject", office=office, count=count)
    return Letter(mailbox.name, mailbox.email, subject, text)


def _quoted(body: dict[str, Any]) -> str:
    text = "\n".join(str(body[key]) for key in ("title", "text") if body.get(key))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
