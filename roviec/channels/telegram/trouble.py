"""What goes wrong with Telegram: refusals as they arrive, what a send makes of them, what a person must do."""

from typing import Any

from roviec.errors import PersonError
from roviec.messages.outcome import Failure
from roviec.messages.outside import parsed

TOKEN_PAUSE = 300.0
"""Seconds between tries while the token is refused: a person has to act first."""
_GONE = ("chat not found", "peer_id_invalid", "chat_write_forbidden", "rights to send")


class TokenMissing(PersonError):
    """Kênh Telegram đang bật nhưng chưa có token. Ông/Bà đặt ROVIEC_TELEGRAM__TOKEN hoặc tắt kênh này."""


class TokenRefused(PersonError):
    """Telegram không nhận token của bot. Ông/Bà lấy token đúng ở @BotFather, đặt lại ROVIEC_TELEGRAM__TOKEN."""


class WebhookRefused(PersonError):
    """Telegram không nhận địa chỉ webhook ({why}). Ông/Bà kiểm tra web.public_url: phải là https, vào được từ Internet."""


class TelegramError(Exception):
    """A call that did not succeed; its text holds no address and no token."""


class NotTheApi(TelegramError):
    """A success whose body is not the Bot API's."""

    def __init__(self) -> None:
        super().__init__("the answer is not the Bot API's")


class Refused(TelegramError):
    """An answer that is not a success, as it arrived."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any]) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def token_refused(self) -> bool:
        """Tell whether the token is wrong: 401 for one that is well formed, 404 for any other."""
        return self.code in (401, 404)

    def says(self, *phrases: str) -> bool:
        """Tell whether the description holds one of these phrases."""
        lowered = self.description.lower()
        return any(phrase in lowered for phrase in phrases)


def refusal(code: int, payload: bytes) -> Refused:
    """Read the body of an error; one that is not JSON (a gateway's page) leaves only its code."""
    try:
        body = parsed(payload)
        parameters = body.get("parameters") or {}
        return Refused(code, str(body.get("description", f"HTTP {code}")), dict(parameters))
    except (ValueError, AttributeError, TypeError):
        return Refused(code, f"HTTP {code}, not JSON", {})


class Lost(TelegramError):
    """No answer; `taken` tells that the platform may have got the request. The text names the kind of error only."""

    def __init__(self, reason: str, *, taken: bool) -> None:
        super().__init__(reason)
        self.taken = taken


def failure_of(error: TelegramError) -> Failure:
    """Say what to do after a failed call."""
    if isinstance(error, Refused):
        return _after_refusal(error)
    if isinstance(error, Lost):
        return Failure(str(error), retry=True, ambiguous=error.taken, away=True)
    return Failure(f"no answer: {error}", retry=True, ambiguous=True, away=True)


def _after_refusal(error: Refused) -> Failure:
    reason, parameters = error.description, error.parameters
    if new := parameters.get("migrate_to_chat_id"):
        return Failure(reason, moved_to=str(new))
    if error.code == 429:
        # It does not tell whose limit was hit: the pacer listens to how many chats it was said of.
        wait = float(parameters.get("retry_after") or 5)
        return Failure(reason, retry=True, retry_after=wait, whole_chat=True)
    if error.token_refused:
        return Failure("the token is refused", retry=True, retry_after=TOKEN_PAUSE, whole_channel=True)
    if error.code == 403 or (error.code == 400 and error.says(*_GONE)):
        return Failure(reason, unreachable=True)
    if error.code in (400, 413):
        return Failure(reason)
    is_away = error.code >= 500
    return Failure(reason, retry=True, ambiguous=is_away, away=is_away)
