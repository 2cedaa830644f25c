"""Faults that a test orders: which method, whose message, how often, what goes wrong."""

from dataclasses import dataclass, field
from enum import StrEnum

PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>zalo</body>\r\n</html>\r\n"


class FaultKind(StrEnum):
    """What may go wrong with a call."""

    CODE = "code"
    """An error code of the platform: `code`."""
    RATE = "rate"
    SEND_FAILED = "send_failed"
    TOKEN_EXPIRED = "token_expired"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    GATEWAY_TIMEOUT = "gateway_timeout"
    NOT_JSON = "not_json"
    """HTTP 200 with a page instead of an answer."""
    DROP = "drop"
    COMMIT_THEN_DROP = "commit_then_drop"
    COMMIT_THEN_BAD_GATEWAY = "commit_then_bad_gateway"
    SLOW = "slow"
    COMMIT_THEN_SLOW = "commit_then_slow"
    HANG = "hang"
    COMMIT_THEN_HANG = "commit_then_hang"


PAGES = {
    FaultKind.SERVER_ERROR: 500,
    FaultKind.BAD_GATEWAY: 502,
    FaultKind.COMMIT_THEN_BAD_GATEWAY: 502,
    FaultKind.GATEWAY_TIMEOUT: 504,
    FaultKind.NOT_JSON: 200,
}
REFUSALS = {FaultKind.RATE: -32, FaultKind.SEND_FAILED: -200}
AFTER = {
    FaultKind.COMMIT_THEN_DROP,
    FaultKind.COMMIT_THEN_BAD_GATEWAY,
    FaultKind.COMMIT_THEN_SLOW,
    FaultKind.COMMIT_THEN_HANG,
}


@dataclass
class Fault:
    """One order: after `skip` matching calls, spoil the next `count` (None: for ever).

    `method` is the end of a path with its root in front (`openapi/v3.0/oa/message/cs`), or `*`: `message/cs`,
    `access_token`, `business/message/template`. `to` narrows it to a UID or a phone number.
    """

    kind: FaultKind
    method: str = "*"
    count: int | None = 1
    skip: int = 0
    code: int = -200
    seconds: float = 1.0
    to: str = ""
    hits: int = 0

    def matches(self, method: str, to: str) -> bool:
        """Tell whether this call is spoiled, and count it."""
        if not named(self.method, method) or (self.count is not None and self.hits >= self.count):
            return False
        if self.to and self.to != to:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True


def named(wanted: str, method: str) -> bool:
    """Tell whether a call's full name ends in this one."""
    return wanted == "*" or method == wanted or method.endswith("/" + wanted)


@dataclass
class Faults:
    """The orders in force; the oldest that matches wins."""

    orders: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Put an order in force; its `hits` tell how often it struck."""
        self.orders.append(fault)
        return fault

    def strike(self, method: str, to: str = "") -> Fault | None:
        """Return the fault of this call, if any."""
        return next((order for order in self.orders if order.matches(method, to)), None)

    def clear(self) -> None:
        """Withdraw all."""
        self.orders.clear()
