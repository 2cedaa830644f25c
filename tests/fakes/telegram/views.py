"""A chat as a person sees it: texts, buttons, files; the same from inside and over HTTP."""

from dataclasses import dataclass
from typing import Any

from .core import BOT_ID
from .store import Chat

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button."""

    text: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message; `kind` is new, edit or alert; `file` is `photo` or the name of a document."""

    id: int
    text: str
    from_bot: bool
    buttons: list[list[Button]]
    edited: bool
    file: str | None
    raw: Json
    kind: str = "new"

    @property
    def labels(self) -> list[str]:
        """Return the texts of all buttons."""
        return [button.text for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class ChatView:
    """One chat; deleted messages are left out; `keyboard` are the labels of the reply keyboard."""

    id: int
    messages: list[MessageView]
    keyboard: list[list[str]]
    actions: list[str]

    @property
    def last(self) -> MessageView:
        """Return the newest message; IndexError when there is none."""
        return self.messages[-1]

    @property
    def texts(self) -> list[str]:
        """Return the texts, oldest first."""
        return [message.text for message in self.messages]

    @property
    def from_bot(self) -> list[MessageView]:
        """Return only what the bot wrote."""
        return [message for message in self.messages if message.from_bot]


def view_message(raw: Json, kind: str = "new") -> MessageView:
    """Build the view from a Message object, or from an alert over a button."""
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    file = "photo" if "photo" in raw else raw.get("document", {}).get("file_name")
    return MessageView(
        id=raw["message_id"],
        text=raw.get("text") or raw.get("caption") or "",
        from_bot=kind == "alert" or raw["from"]["id"] == BOT_ID,
        buttons=[[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows],
        edited="edit_date" in raw,
        file=file,
        raw=raw,
        kind=kind,
    )


def view_chat(snapshot: Json) -> ChatView:
    """Build the view from a snapshot."""
    return ChatView(
        id=snapshot["id"],
        messages=[view_message(raw) for raw in snapshot["messages"]],
        keyboard=snapshot["keyboard"],
        actions=snapshot["actions"],
    )


def snapshot_chat(chat: Chat) -> Json:
    """Return a chat as JSON."""
    rows = chat.keyboard["keyboard"] if chat.keyboard else []
    return {
        "id": chat.id,
        "messages": [raw for number, raw in chat.messages.items() if number not in chat.deleted],
        "keyboard": [[button["text"] for button in row] for row in rows],
        "actions": list(chat.actions),
    }


def transcript(chat: Chat, last: int = 20) -> str:
    """Return the end of a chat as text, for messages of failed tests."""
    lines = []
    for number, raw in list(chat.messages.items())[-last:]:
        view = view_message(raw)
        who = "bot" if view.from_bot else raw["from"]["first_name"]
        gone = " (deleted)" if number in chat.deleted else ""
        buttons = f"  {view.labels}" if view.labels else ""
        lines.append(f"{number:>4} {who}{gone}: {view.text}{buttons}")
    return "\n".join(lines) or "(empty chat)"
