"""A port that can't be had: each reason gets its own advice."""

import errno
import socket

import pytest

from roviec.bot import ports
from roviec.bot.ports import HostUnknown, OfficePortTaken, PortForbidden, PortTaken, listen


def test_a_free_port_is_bound() -> None:
    with listen("127.0.0.1", 0, taken=OfficePortTaken) as bound:
        assert bound.getsockname()[1] > 0


def test_a_taken_port_names_the_setting_of_the_office() -> None:
    with listen("127.0.0.1", 0, taken=OfficePortTaken) as other:
        port = other.getsockname()[1]
        with pytest.raises(OfficePortTaken, match=rf"web\.port = {port + 1 if port < 65535 else port - 1}"):
            listen("127.0.0.1", port, taken=OfficePortTaken)


def test_no_port_beyond_the_last_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, errno.EADDRINUSE)
    with pytest.raises(PortTaken, match="--port 65534"):
        listen("127.0.0.1", 65535, taken=PortTaken)


@pytest.mark.parametrize(
    ("number", "advice"), [(errno.EACCES, PortForbidden), (errno.EADDRNOTAVAIL, HostUnknown)]
)
def test_what_the_system_forbids_is_not_called_taken(
    monkeypatch: pytest.MonkeyPatch, number: int, advice: type[Exception]
) -> None:
    _refuse(monkeypatch, number)
    with pytest.raises(advice):
        listen("203.0.113.1", 80, taken=OfficePortTaken)


def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(HostUnknown, match=r"khong-co\.invalid"):
        listen("khong-co.invalid", 0, taken=OfficePortTaken)


def _refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError(number, "no")

    monkeypatch.setattr(ports.socket, "socket", Refusing)
