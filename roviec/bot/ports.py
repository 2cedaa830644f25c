"""The port that the web server listens on, and what to do where it can't be had."""

import errno
import socket

from roviec.errors import PersonError


class PortTaken(PersonError):
    """Cổng {port} đang có chương trình khác dùng. Ông/Bà chọn cổng khác, ví dụ: --port {other}."""


class OfficePortTaken(PersonError):
    """Cổng {port} đang có chương trình khác dùng. Ông/Bà đặt cổng khác trong config.toml, ví dụ: web.port = {other}."""


class PortForbidden(PersonError):
    """Tài khoản đang chạy không được mở cổng {port}. Ông/Bà đặt web.port từ 1024 trở lên trong config.toml, ví dụ 8080."""


class HostUnknown(PersonError):
    """Địa chỉ {host} không phải của máy này. Ông/Bà đặt web.host là 127.0.0.1 trong config.toml."""


def listen(host: str, port: int, *, taken: type[PersonError]) -> socket.socket:
    """Return a bound socket; raise what to do instead, `taken` where another program has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        # Whoever comes before the server is up waits a moment instead of being refused.
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise _advice(error, host, port, taken) from None
    return bound


def _advice(error: OSError, host: str, port: int, taken: type[PersonError]) -> PersonError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return PortForbidden(port=port)
    if error.errno == errno.EADDRINUSE:
        return taken(port=port, other=port + 1 if port < 65535 else port - 1)
    return HostUnknown(host=host)
