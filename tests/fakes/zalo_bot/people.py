"""Handles for tests: what people do at their end of a chat with the bot."""

from typing import Any

from .core import Chat, Core, Json, Said
from .updates import Updates


class Person:
    """One person in one chat: their private one, or a group."""

    def __init__(self, core: Core, updates: Updates, root: str, chat: Chat, user: str, name: str) -> None:
        self.core, self.updates, self.root, self.chat = core, updates, root, chat
        self.user, self.name = user, name

    def says(self, text: str) -> str:
        """Write words; in a group only those that mention the bot are delivered. Return the message id."""
        said = Said(self.core.new_id(), False, text=text)
        return self._send(said, "text", "CHAT_TEXT", heard="@bot" in text.lower(), text=text)

    def sends_photo(self, data: bytes, caption: str = "", *, key: str = "photo_url") -> str:
        """Send a picture; captures name its address photo_url, older pages photo."""
        url = self.root + self.core.media.keep(data, ".jpg")
        more = {key: url} | ({"caption": caption} if caption else {})
        said = Said(self.core.new_id(), False, text=caption, photo=url)
        return self._send(said, "image", "CHAT_PHOTO", heard="@bot" in caption.lower(), **more)

    def sends_voice(self, data: bytes) -> str:
        """Send a voice message."""
        url = self.root + self.core.media.keep(data, ".aac")
        return self._send(Said(self.core.new_id(), False, voice=url), "voice", "CHAT_VOICE", voice_url=url)

    def sends_sticker(self) -> str:
        """Send a sticker."""
        url = self.root + self.core.media.keep(b"sticker", ".png")
        said = Said(self.core.new_id(), False, sticker="1234")
        return self._send(said, "sticker", "CHAT_STICKER", sticker="1234", url=url)

    def sends_unsupported(self) -> str:
        """Send a document, a link card or anything else whose content the platform keeps from bots."""
        return self._send(Said(self.core.new_id(), False), "unsupported", "CHAT_UNSUPPORTED")

    def heard(self) -> list[Said]:
        """Return what the bot said here."""
        return [said for said in self.chat.messages if said.from_bot]

    def leaves(self) -> None:
        """Let every send to this chat answer 404."""
        self.chat.gone = True

    def _send(self, said: Said, kind: str, shape: str, *, heard: bool = False, **content: Any) -> str:
        self.chat.messages.append(said)
        if self.chat.group and not heard:
            return said.id
        if not self.core.quota.take():
            return said.id
        message: Json = {
            "from": {"id": self.user, "display_name": self.name, "is_bot": False},
            "chat": {"id": self.chat.id, "chat_type": "GROUP" if self.chat.group else "PRIVATE"},
            "message_id": said.id,
            "date": int(self.core.clock.now() * 1000),
        }
        if self.core.flat:
            message["message_type"] = shape
        self.updates.happen({"event_name": f"message.{kind}.received", "message": message | content})
        return said.id
