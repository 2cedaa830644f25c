"""What a post can be refused for, and the one place where every error becomes an answer."""

import logging
import secrets
from typing import ClassVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roviec.errors import PersonError
from roviec.web.deps import texts_of
from roviec.web.pages import template

log = logging.getLogger(__name__)


class Refused(PersonError):
    """Nội dung gửi lên chưa hợp lệ. Ông/Bà vui lòng tải lại trang và thử lại."""

    status: ClassVar[int] = 400


class TextTooLong(Refused):
    """Nội dung dài quá 12.000 ký tự. Ông/Bà vui lòng chia thành nhiều tin hoặc gửi dưới dạng tệp."""

    status = 413


class FileTooLarge(Refused):
    """Tệp gửi lên vượt quá {limit}. Ông/Bà vui lòng chọn tệp nhỏ hơn hoặc chụp lại ảnh ở cỡ vừa."""

    status = 413


class TooManyFiles(Refused):
    """Mỗi lần chỉ gửi được tối đa {limit} tệp. Ông/Bà vui lòng chia thành nhiều lần gửi."""

    status = 413


class TooFast(Refused):
    """Ông/Bà gửi hơi nhanh. Vui lòng đợi khoảng 10 giây rồi bấm gửi lại."""

    status = 429


class TooManyChats(Refused):
    """Từ mạng này vừa mở quá nhiều cuộc trò chuyện mới. Ông/Bà vui lòng đợi một phút rồi mở lại trang."""

    status = 429


class TooManyUploads(Refused):
    """Từ mạng này vừa gửi quá nhiều tệp. Ông/Bà vui lòng đợi một giờ rồi gửi tiếp, hoặc nộp trực tiếp cơ quan."""

    status = 429


class TooManyFeedbacks(Refused):
    """Từ mạng này vừa gửi quá nhiều phản ánh, yêu cầu gặp cán bộ. Ông/Bà vui lòng đợi một giờ hoặc đến trực tiếp cơ quan."""

    status = 429


class TooManyTries(Refused):
    """Từ mạng này đã nhập sai mã quá nhiều lần. Ông/Bà vui lòng đợi một giờ rồi thử lại hoặc xin mã mới."""

    status = 429


class NoFileAwaited(Refused):
    """Chưa có nội dung nào cần tệp. Ông/Bà gửi /phananh để kèm ảnh; cán bộ gửi /viec để chọn việc cần tài liệu."""

    status = 403


class WrongHost(Refused):
    """Trang này chỉ mở ở địa chỉ chính thức của cơ quan. Ông/Bà vui lòng mở lại bằng đường dẫn được cung cấp."""

    status = 421


class SlowConnection(Refused):
    """Kết nối quá chậm nên nội dung chưa gửi xong. Ông/Bà vui lòng kiểm tra mạng rồi thử lại."""

    status = 408


class SessionOver(Refused):
    """Phiên trên trình duyệt này đã kết thúc nên nội dung chưa được nhận. Trang sẽ được tải lại."""

    status = 409


class NoIdentity(Refused):
    """Trình duyệt đang chặn cookie của trang này nên chưa trò chuyện được. Ông/Bà cho phép cookie rồi tải lại trang."""

    status = 401


class OtherChat(Refused):
    """Trang này đang mở cuộc trò chuyện khác. Trang sẽ được tải lại."""

    status = 409


class Foreign(Refused):
    """Yêu cầu không đến từ trang trò chuyện này nên không được nhận. Ông/Bà vui lòng mở lại trang."""

    status = 403


class NotFound(Refused):
    """Không tìm thấy trang hoặc tệp này. Ông/Bà vui lòng kiểm tra lại đường dẫn."""

    status = 404


class Busy(Refused):
    """Hệ thống đang bận nên chưa nhận được nội dung của Ông/Bà. Vui lòng đợi ít phút rồi thử lại."""

    status = 503


class Unexpected(Refused):
    """Hệ thống gặp lỗi. Ông/Bà vui lòng thử lại; nếu vẫn lỗi, xin báo mã {code} cho người quản trị."""

    status = 500


def judged(error: Exception) -> PersonError:
    """Return what the person reads about `error`; an unexpected one is logged with the code they see."""
    if isinstance(error, PersonError):
        return error
    if isinstance(error, HTTPException) and error.status_code == 404:
        return NotFound()
    if isinstance(error, HTTPException) and error.status_code < 500:
        return Refused()
    if isinstance(error, DBAPIError | PoolTimeout | OSError):
        log.warning("storage refused: %s", error)
        return Busy()
    code = secrets.token_hex(3)
    log.error("unexpected error %s", code, exc_info=error)
    return Unexpected(code=code)


async def answer(request: Request, error: Exception) -> Response:
    """Answer an error: a page to a person who opens one, JSON to the page's own script."""
    refusal = judged(error)
    texts = texts_of(request)
    sentence = texts.error(refusal)
    status = refusal.status if isinstance(refusal, Refused) else 400
    if isinstance(error, HTTPException):
        status = error.status_code
    if "text/html" in request.headers.get("accept", ""):
        return template(request, "error.html", {"sentence": sentence}, status=status)
    return JSONResponse({"error": sentence}, status_code=status)


class Faults:
    """Answer whatever an endpoint raises, unless its answer has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return None
        except Exception as error:
            if begun:
                raise
            response = await answer(Request(scope, receive), error)
            await response(scope, receive, send)
