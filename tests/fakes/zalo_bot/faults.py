"""Faults that a test orders: which method, how often, what goes wrong."""

from dataclasses import dataclass, field
from enum import StrEnum

BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"


class FaultKind(StrEnum):
    """What may go wrong with a call."""

    INTERNAL = "internal"
    """403: the platform's word for an error of its own."""
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    QUOTA = "quota"
    DAILY_LIMIT = "daily_limit"
    BAD_REQUEST = "bad_request"
    BAD_GATEWAY = "bad_gateway"
    GATEWAY_TIMEOUT = "gateway_timeout"
    DROP = "drop"
    COMMIT_THEN_DROP = "commit_then_drop"
    HANG = "hang"
    COMMIT_THEN_HANG = "commit_then_hang"


REFUSALS = {
    FaultKind.INTERNAL: (403, "Internal server error"),
    FaultKind.UNAUTHORIZED: (401, "Unauthorized"),
    FaultKind.NOT_FOUND: (404, "Not found"),
    FaultKind.QUOTA: (429, "Quota exceeded"),
    FaultKind.DAILY_LIMIT: (426, "Webhook test limit reached"),
    FaultKind.BAD_REQUEST: (400, "Bad request"),
}
PAGES = {FaultKind.BAD_GATEWAY: 502, FaultKind.GATEWAY_TIMEOUT: 504}
AFTER = {FaultKind.COMMIT_THEN_DROP, FaultKind.COMMIT_THEN_HANG}


@dataclass
class Fault:
    """One order: spoil the next `count` calls of `method` (`*`: any; None: for ever)."""

    kind: FaultKind
    method: str = "*"
    count: int | None = 1
    hits: int = 0


@dataclass
class Faults:
    """The orders in force; the oldest that matches wins."""

    orders: list[Fault] = field(default_factory=list)

    def add(self, kind: FaultKind, method: str = "*", count: int | None = 1) -> Fault:
        """Order a fault."""
        order = Fault(kind, method, count)
        self.orders.append(order)
        return order

    def strike(self, method: str) -> Fault | None:
        """Return the fault that spoils this call, and count it."""
        for order in self.orders:
            if order.method in ("*", method) and (order.count is None or order.hits < order.count):
                order.hits += 1
                return order
        return None

    def clear(self) -> None:
        """Withdraw all."""
        self.orders.clear()
