"""Handles for tests: what people do at their end of the conversation with the account."""

from typing import TYPE_CHECKING

from . import events
from .core import Button, Contact, Json, Said
from .templates import RATING

if TYPE_CHECKING:
    from .platform import Platform


class Person:
    """One person on Zalo."""

    def __init__(self, platform: "Platform", contact: Contact) -> None:
        self.platform, self.contact, self.core = platform, contact, platform.core

    @property
    def uid(self) -> str:
        """Return the id under which the account knows them."""
        return self.contact.uid

    @property
    def name(self) -> str:
        """Return the display name."""
        return self.contact.name

    # --- words and files -----------------------------------------------------------------------------------

    def says(self, text: str, *, quotes: str = "") -> str:
        """Write words, perhaps as an answer to a message of the account; return the message id."""
        return self._send("user_send_text", {"text": text} | ({"quote_msg_id": quotes} if quotes else {}))

    def presses(self, label: str) -> str:
        """Press a button by its label or payload, on the newest message that has it.

        A query comes back as words of the person and its message id is returned; other buttons open something on
        the phone, tell the account nothing, and their address is returned.
        """
        for said in reversed(self.contact.inbox):
            for button in said.buttons:
                if label in (button.title, button.value):
                    return self._press(button)
        shown = [button.title for said in self.contact.inbox for button in said.buttons]
        raise LookupError(f"no button {label!r} for {self.name}; there are {shown}")

    def _press(self, button: Button) -> str:
        return self.says(button.value) if button.type.startswith("oa.query.") else button.value

    def sends_image(self, data: bytes, caption: str = "", *, name: str = "anh.jpg") -> str:
        """Send a picture."""
        url = self._keep(name, data)
        payload = {"thumbnail": url, "url": url}
        return self._send("user_send_image", {"text": caption, "attachments": [_part("image", payload)]})

    def sends_file(self, data: bytes, name: str) -> str:
        """Send a document."""
        kind = name.rpartition(".")[2].lower()
        payload = {"url": self._keep(name, data), "size": str(len(data)), "name": name, "type": kind}
        payload["checksum"] = "d41d8cd98f00b204e9800998ecf8427e"
        return self._send("user_send_file", {"text": "", "attachments": [_part("file", payload)]})

    def sends_sticker(self) -> str:
        """Send a sticker."""
        payload = {"id": "8a05d8e4afa146ff1fb0", "url": self._keep("sticker.png", b"sticker")}
        return self._send("user_send_sticker", {"text": "", "attachments": [_part("sticker", payload)]})

    def sends_voice(self, data: bytes) -> str:
        """Send a voice message."""
        payload = {"url": self._keep("tieng.aac", data)}
        return self._send("user_send_audio", {"text": "", "attachments": [_part("audio", payload)]})

    def sends_location(self, latitude: float, longitude: float, name: str = "") -> str:
        """Send a place, perhaps with its name; the numbers travel as words."""
        payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
        return self._send("user_send_location", {"text": name, "attachments": [_part("location", payload)]})

    def reacts(self, icon: str, *, to_message: str) -> None:
        """Put an emoji on a message of the account: "/-strong" is the thumb. It opens no window."""
        message = {"msg_id": to_message, "react_icon": icon}
        self._tell(events.from_user(self.core, self.contact, "user_reacted_message", message))

    def sends_link(self, url: str, title: str = "") -> str:
        """Send a link, which arrives as a card and as words."""
        payload = {"url": url, "title": title or url, "description": "", "thumbnail": ""}
        return self._send("user_send_link", {"text": url, "attachments": [_part("link", payload)]})

    # --- standing ------------------------------------------------------------------------------------------

    def follows(self) -> None:
        """Follow the account: an interaction."""
        self.contact.follower = True
        self.core.touch(self.contact)
        self._tell(events.following(self.core, self.contact, follows=True))

    def unfollows(self) -> None:
        """Follow no longer."""
        self.contact.follower = False
        self._tell(events.following(self.core, self.contact, follows=False))

    def blocks(self, code: int = -244) -> None:
        """Let every consultation message be refused; the account is not told. Notes also know -217, -216, -227."""
        self.contact.closed = code

    def unblocks(self) -> None:
        """Let consultation messages come again."""
        self.contact.closed = 0

    def refuses_templates(self, code: int = -139) -> None:
        """Let every template be refused: -139 this kind, -140 policy, -141 this account, -114, -119; 0: none."""
        self.contact.refuses = code

    def leaves_zalo(self) -> None:
        """Be unreachable for anyone."""
        self.contact.closed, self.contact.refuses, self.contact.phone = -227, -118, ""

    def goes_offline(self) -> None:
        """Switch the phone off: templates wait on the server."""
        self.contact.offline = True

    def comes_online(self) -> None:
        """Switch the phone on: what waited is delivered and reported."""
        self.contact.offline = False
        for said in self.contact.inbox:
            if not said.delivered:
                said.delivered = self.core.clock.now()
                self.platform.report(self.contact, said)

    # --- answers -------------------------------------------------------------------------------------------

    def shares_info(self, phone: str = "", name: str = "", **more: str) -> None:
        """Fill in the form that the account sent; `more`: address, ward, district, city."""
        if not any(said.kind == "request_user_info" for said in self.contact.inbox):
            raise LookupError(f"nobody asked {self.name} for anything")
        info: Json = {"address": "", "ward": "", "district": "", "city": "", **more}
        info |= {"phone": phone or self.contact.phone, "name": name or self.name}
        self.contact.shared = dict(info)
        if self.core.full_address:
            keys = {"user_city": "city", "user_ward": "ward", "user_address": "address"}
            info["full_address"] = {new: info[old] for new, old in keys.items()}
            info = {key: info[key] for key in ("name", "phone", "full_address")}
            info |= {"user_dob": "30/10/1999", "gender": "Nam"}
        self.core.touch(self.contact)
        self._tell(events.submitted(self.core, self.contact, info))

    def rates(self, stars: int, note: str = "", feedbacks: list[str] | None = None) -> None:
        """Answer the newest rating template that waits for stars."""
        for said in reversed(self.contact.inbox):
            template = self.platform.registry.templates.get(said.template)
            if template is not None and template.kind == RATING and not said.rated and said.delivered:
                if self.core.rating_interacts:
                    self.core.touch(self.contact)
                rating = self.platform.zbs.rate(said, stars, note, feedbacks or [])
                self._tell(events.rated(self.core, rating), zns=True)
                return
        raise LookupError(f"{self.name} has nothing to rate")

    def sees(self) -> list[str]:
        """Look at everything new; return the ids that the account is told."""
        fresh = [said for said in self.contact.inbox if said.delivered and not said.seen]
        for said in fresh:
            said.seen = True
        ids = [said.id for said in fresh]
        if ids:
            self._tell(events.seen(self.core, self.contact, ids))
        return ids

    def heard(self) -> list[Said]:
        """Return what the account said to them and what reached the phone."""
        return [said for said in self.contact.inbox if said.delivered]

    def _keep(self, name: str, data: bytes) -> str:
        return self.platform.root + self.platform.media.keep(name, data)

    def _send(self, kind: str, message: Json) -> str:
        name = self.core.message_id()
        self.core.touch(self.contact)
        self._tell(events.from_user(self.core, self.contact, kind, {**message, "msg_id": name}))
        return name

    def _tell(self, event: Json, *, zns: bool = False) -> None:
        self.platform.pusher.push(event, zns=zns)


def _part(kind: str, payload: Json) -> Json:
    return {"type": kind, "payload": payload}
