"""The methods of the platform; each takes the call's parameters and returns its result or raises `ApiError`."""

import re
from urllib.parse import urlsplit

from .core import ApiError, Chat, Core, Json, Said
from .updates import Updates
from .webhook import LOOPBACK, Pusher

MODES = ("markdown", "html")
STYLES = re.compile(r"[bius]|f_(?:13|15|18|20)|c_[0-9a-f]{6}|lst_[12]|ind_[1-5]")


class Methods:
    """What `/bot<token>/<method>` can do."""

    def __init__(self, core: Core, pusher: Pusher, updates: Updates) -> None:
        self.core, self.pusher, self.updates = core, pusher, updates

    async def run(self, method: str, params: Json) -> object:
        """Run a method by its name."""
        known = {
            "getMe": self.get_me, "getUpdates": self.get_updates,
            "sendMessage": self.send_message, "sendPhoto": self.send_photo,
            "sendSticker": self.send_sticker, "sendVoice": self.send_voice,
            "sendChatAction": self.send_chat_action,
            "setWebhook": self.set_webhook, "testWebhook": self.test_webhook,
            "getWebhookInfo": self.get_webhook_info, "deleteWebhook": self.delete_webhook,
        }  # fmt: skip
        if method not in known:
            raise ApiError(400, "Bad request: unknown API name")
        return await known[method](params)

    async def get_me(self, params: Json) -> Json:
        return self.core.bot

    async def get_updates(self, params: Json) -> Json:
        try:
            seconds = float(params.get("timeout", 30))
        except ValueError:
            raise ApiError(400, "Bad request: timeout") from None
        return await self.updates.poll(seconds)

    async def send_message(self, params: Json) -> Json:
        text = _words(params, "text", least=1)
        mode = params.get("parse_mode")
        if mode is not None and mode not in MODES:
            raise ApiError(400, "Bad request: parse_mode")
        return self._say(self._chat(params), Said("", True, text=text, bold=_bold(params, text)))

    async def send_photo(self, params: Json) -> Json:
        said = Said("", True, text=_words(params, "caption", least=0), photo=_public(params, "photo"))
        return self._say(self._chat(params), said)

    async def send_sticker(self, params: Json) -> Json:
        return self._say(self._chat(params), Said("", True, sticker=_words(params, "sticker", least=1)))

    async def send_voice(self, params: Json) -> Json:
        chat = self._chat(params)
        if chat.group:
            raise ApiError(400, "Bad request: private chats only")
        return self._say(chat, Said("", True, voice=_public(params, "voice_url")))

    async def send_chat_action(self, params: Json) -> None:
        self._chat(params)
        if params.get("action") != "typing":
            raise ApiError(400, "Bad request: action")

    def _chat(self, params: Json) -> Chat:
        chat = self.core.chats.get(str(params.get("chat_id", "")))
        if chat is None or chat.gone:
            raise ApiError(404, "Not found")
        return chat

    def _say(self, chat: Chat, said: Said) -> Json:
        if not self.core.has_room(chat) or not self.core.quota.take():
            raise ApiError(429, "Quota exceeded")
        said.id = self.core.new_id()
        chat.messages.append(said)
        return {"message_id": said.id, "date": int(self.core.clock.now() * 1000)}

    async def set_webhook(self, params: Json) -> Json:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        parts = urlsplit(url)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
            raise ApiError(400, "Bad request: url must be https")
        if not 8 <= len(secret) <= 256:
            raise ApiError(400, "Bad request: secret_token must have 8-256 characters")
        self._trial()
        # The address is saved even if the trial fails.
        self.pusher.url, self.pusher.secret = url, secret
        self.pusher.updated_at = int(self.core.clock.now() * 1000)
        return {**await self.get_webhook_info(params), "verification": await self.pusher.probe()}

    async def test_webhook(self, params: Json) -> Json:
        if not self.pusher.url:
            raise ApiError(400, "Bad request: no webhook")
        self._trial()
        return await self.pusher.probe()

    def _trial(self) -> None:
        if self.pusher.trials_left <= 0:
            raise ApiError(426, "Daily limit of webhook tests reached", key="errorCode")
        self.pusher.trials_left -= 1

    async def get_webhook_info(self, params: Json) -> Json:
        return {"url": self.pusher.url, "updated_at": self.pusher.updated_at}

    async def delete_webhook(self, params: Json) -> Json:
        if not self.pusher.url:
            raise ApiError(400, "Bad request: no webhook")
        self.pusher.url, self.pusher.updated_at = "", int(self.core.clock.now() * 1000)
        return await self.get_webhook_info(params)


def _words(params: Json, name: str, *, least: int) -> str:
    """Return a text of `least` to 2000 characters."""
    text = params.get(name, "")
    if (
        not isinstance(text, str)
        or not least <= len(text.strip() if least else text) <= 2000
        or len(text) > 2000
    ):
        raise ApiError(400, f"Bad request: {name} must have {least}-2000 characters")
    return text


def _public(params: Json, name: str) -> str:
    """Return an address that the platform could open."""
    url = str(params.get(name, ""))
    if urlsplit(url).scheme != "https":
        raise ApiError(400, f"Bad request: {name} must be a public URL")
    return url


def _bold(params: Json, text: str) -> str:
    """Check the styles; return the words in bold. Places count UTF-16 units; parse_mode wins."""
    raw, found = text.encode("utf-16-le"), ""
    for style in params.get("text_styles") or ():
        start, end = int(style["start"]) * 2, (int(style["start"]) + int(style["len"])) * 2
        if not 0 <= start < end <= len(raw) or not all(STYLES.fullmatch(code) for code in style["st"]):
            raise ApiError(400, "Bad request: text_styles")
        if "b" in style["st"] and "parse_mode" not in params:
            found += raw[start:end].decode("utf-16-le")
    return found
