"""What is said: one message to a person, with its choices, files and the same as a template."""

from dataclasses import dataclass

from roviec.messages.incoming import Json


@dataclass(frozen=True)
class Choice:
    """One thing that a person may choose: its label and the packed action that it stands for."""

    label: str
    action: str
    spoken: bool = False
    """Said by its label ("bỏ qua") and not by a number: the numbers belong to the answers before it."""


@dataclass(frozen=True)
class FileOut:
    """A file to send, kept by its checksum in the file store."""

    sha256: str
    name: str
    mime: str

    @property
    def is_picture(self) -> bool:
        """Tell whether the platform may show it in line."""
        return self.mime in {"image/png", "image/jpeg"}


@dataclass(frozen=True)
class Notice:
    """What a message says as an approved template would: its purpose and the values of the blanks, in order."""

    purpose: str
    """Such as "task.reminder": an office registers the template that it had approved for each."""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """One message to a person. `title` is shown in bold where the channel can."""

    text: str
    title: str = ""
    choices: tuple[Choice, ...] = ()
    first_number: int = 1
    files: tuple[FileOut, ...] = ()
    edit: str | None = None
    """The platform's id of the message to replace, where the channel can."""
    link: str | None = None
    """An address to open, with `link_label`."""
    link_label: str = ""
    contact_label: str = ""
    """Offer a button of this name that sends the person's own phone number, where the channel has one."""
    topic: str = ""
    """The platform's id of the topic of a group that it belongs in."""
    notice: Notice | None = None
    """The same as a template, for channels that may write first only with one."""

    def as_json(self) -> Json:
        """Return a JSON shape for the outbox; `from_json` reads it back."""
        return {
            "text": self.text,
            "title": self.title,
            "choices": [[c.label, c.action, c.spoken] for c in self.choices],
            "first_number": self.first_number,
            "files": [[f.sha256, f.name, f.mime] for f in self.files],
            "edit": self.edit,
            "link": self.link,
            "link_label": self.link_label,
            "contact_label": self.contact_label,
            **({"topic": self.topic} if self.topic else {}),
            "notice": [self.notice.purpose, self.notice.values] if self.notice else None,
        }

    @classmethod
    def from_json(cls, body: Json) -> "Outgoing":
        """Read what `as_json` wrote."""
        notice = body.get("notice")
        return cls(
            text=body["text"],
            title=body["title"],
            choices=tuple(Choice(*c) for c in body["choices"]),
            first_number=body["first_number"],
            files=tuple(FileOut(*f) for f in body["files"]),
            edit=body["edit"],
            link=body["link"],
            link_label=body["link_label"],
            contact_label=body["contact_label"],
            topic=body.get("topic", ""),
            notice=Notice(notice[0], tuple((k, v) for k, v in notice[1])) if notice else None,
        )
