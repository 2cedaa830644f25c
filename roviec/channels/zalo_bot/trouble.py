"""What goes wrong with the Zalo Bot Platform: what a call raises, what a send makes of it, what a person must do."""

from dataclasses import dataclass

from roviec.channels.common.http import Unanswered
from roviec.errors import PersonError
from roviec.messages.outcome import Failure

TOKEN_PAUSE = 300.0
"""Seconds between tries while the token is refused: a person has to act first."""
LONGEST_PAUSE = 3600.0
"""Seconds between tries while the quota is spent: it comes back with the month, or with a bigger package."""


class TokenMissing(PersonError):
    """Kênh Zalo Bot đang bật nhưng chưa có token. Ông/Bà đặt ROVIEC_ZALO_BOT__TOKEN hoặc tắt kênh này."""


class TokenRefused(PersonError):
    """Zalo không nhận token của bot. Ông/Bà lấy token ở Zalo Bot Creator, đặt lại ROVIEC_ZALO_BOT__TOKEN."""


class SecretUnfit(PersonError):
    """Mã webhook của Zalo Bot phải dài 8–256 ký tự. Ông/Bà đặt lại ROVIEC_ZALO_BOT__WEBHOOK_SECRET hoặc để trống."""


class WebhookRefused(PersonError):
    """Zalo không nhận địa chỉ webhook ({why}). Ông/Bà kiểm tra web.public_url: phải là https, vào được từ Internet."""


class Refused(Exception):
    """The platform's own refusal: an error code and a description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description = code, description


Trouble = Refused | Unanswered


@dataclass(eq=False)
class QuotaSpent(Failure):
    """Too many messages this month: nothing leaves until the platform lets it; other channels may serve."""

    elsewhere: bool = True


@dataclass(eq=False)
class NoRoom(Failure):
    """The package carries no more people: this one can't be written to here, the others can."""

    unreachable: bool = True
    elsewhere: bool = True


def failure_of(error: Trouble, *, refused_in_a_row: int = 1) -> Failure:
    """Say what to do after a failed send; `refused_in_a_row` counts the 429s without a success between.

    403 is the platform's word for an error of its own, and 429 says neither whose limit nor until when:
    the pause doubles from a minute to an hour.
    """
    if isinstance(error, Unanswered):
        return Failure(str(error), retry=True, ambiguous=error.taken, away=True)
    reason = f"{error.code} {error.description}"
    if error.code == 429:
        pause = min(LONGEST_PAUSE, 60.0 * 2.0 ** min(refused_in_a_row - 1, 10))
        return QuotaSpent(reason, retry=True, retry_after=pause, whole_channel=True)
    if error.code == 401:
        return Failure("the token is refused", retry=True, retry_after=TOKEN_PAUSE, whole_channel=True)
    if error.code == 404:
        return Failure(reason, unreachable=True)
    if error.code in (403, 408) or error.code >= 500:
        return Failure(reason, retry=True, ambiguous=True, away=error.code >= 500)
    return Failure(reason)
