"""What goes wrong with the Official Account: what a call raises, what a send makes of it, what a person must do."""

from roviec.channels.common.http import Unanswered
from roviec.errors import PersonError
from roviec.messages.outcome import Failure

TOKEN_PAUSE = 300.0
"""Seconds between tries while our token is refused: a person has to act first."""
CONNECT_PAUSE = 30.0
"""Seconds between looks whether somebody has connected the account: asking costs nothing, and it speaks soon again."""
STOP_PAUSE = 1800.0
"""Seconds between tries while the account may send nothing: a person has to pay, or the day has to end."""
LIMIT_PAUSE = 15.0
"""Seconds of rest after "too many calls": the platform counts by the minute."""

TOKEN = frozenset({-216, -220, -124})
WINDOW = frozenset({-230, -232, -305})
REPLIES = frozenset({-311, -218})
"""No free answer left in an open window."""
NO_UID = -249
NIGHT = frozenset({-234, -133})
GONE = frozenset({-118, -119, -114, -139, -140, -141, -213, -217, -227, -244})
STOPPED = frozenset({-115, -126, -144, -211, -224, -321, -320})
UNFIT = frozenset({-108, -111, -112, -117, -120, -132, -147, -1121, -1122, -1124, -1471, -1472})
"""The template, its values or its day's number do not fit: another channel may serve."""
DROPPED = frozenset({-109, -131, -146})
"""The platform no longer lets a template be sent."""
AGAIN = frozenset({-200, -137})
LIMIT = -32


class CredentialsMissing(PersonError):
    """Kênh Zalo OA đang bật nhưng chưa đủ app_id, app_secret, oa_secret. Ông/Bà đặt ba giá trị này hoặc tắt kênh."""


class NotConnected(PersonError):
    """Zalo OA chưa được kết nối. Ông/Bà chạy lệnh roviec zalo connect rồi mở liên kết được in ra."""


class ConnectionLost(PersonError):
    """Zalo không gia hạn quyền gửi tin của OA nữa. Ông/Bà chạy roviec zalo connect và mở liên kết để kết nối lại."""


class RenewingFailed(PersonError):
    """Chưa gia hạn được quyền gửi tin của Zalo OA do lỗi phần mềm; sẽ tự thử lại. Ông/Bà báo người bảo trì xem nhật ký."""


class LineStopped(PersonError):
    """Zalo OA tạm thời không gửi được tin nào ({why}). Ông/Bà xử lý trên trang quản trị OA; tin chờ sẽ tự gửi lại."""


class SignatureWrong(PersonError):
    """Có tin tới webhook Zalo OA sai chữ ký nên bị từ chối. Ông/Bà so lại ROVIEC_ZALO_OA__OA_SECRET với OA Secret Key."""


class SignatureIgnored(PersonError):
    """Zalo OA đang nhận cả tin sai chữ ký trong tuần đầu kết nối. Ông/Bà sửa oa_secret, rồi đặt signature = enforce."""


class TemplateDropped(PersonError):
    """Zalo không còn cho dùng mẫu tin {template} ({purpose}). Ông/Bà đăng ký mẫu khác: roviec zalo template set."""


class Refused(Exception):
    """The platform's own refusal: an error code and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code, self.words = code, words


Trouble = Refused | Unanswered

WHY = {
    -115: "hết hạn mức tin mẫu",
    -126: "ví phát triển hết tiền",
    -144: "quá số tin mẫu trong ngày",
    -211: "hết hạn mức",
    -224: "gói dịch vụ của OA chưa đủ, cần nâng cấp",
    -320: "chưa có tài khoản Zalo Cloud",
    -321: "tài khoản Zalo Cloud hết tiền",
}
"""Why nothing is sent, as an admin reads it."""


def failure_of(error: Trouble, *, by_phone: bool = False, wait: float = 0.0) -> Failure:
    """Say what to do after a failed send; `wait` is the time until morning, for what is refused at night.

    A number that nobody answers to is no chat that could be marked unreachable.
    """
    if isinstance(error, Unanswered):
        return Failure(str(error), retry=True, ambiguous=error.taken, away=True)
    reason, code = str(error), error.code
    if code in TOKEN:
        return Failure("the token is refused", retry=True, retry_after=TOKEN_PAUSE, whole_channel=True)
    if code in STOPPED:
        return Failure(reason, retry=True, retry_after=STOP_PAUSE, whole_channel=True, elsewhere=True)
    if code == LIMIT:
        return Failure(reason, retry=True, retry_after=LIMIT_PAUSE, whole_channel=True)
    if code in GONE:
        return Failure(reason, unreachable=not by_phone)
    if code in WINDOW | REPLIES | UNFIT | DROPPED or code == NO_UID:
        return Failure(reason, elsewhere=True)
    if code in NIGHT:
        return Failure(reason, retry=True, retry_after=wait or 3600.0)
    return Failure(reason, retry=code in AGAIN)
