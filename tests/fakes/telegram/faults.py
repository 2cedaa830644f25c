"""Faults that a test orders: which method, which calls, what goes wrong."""

import json
from dataclasses import dataclass
from enum import StrEnum

from .errors import ApiError, conflict, too_many
from .wire import Response

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class FaultKind(StrEnum):
    """What may go wrong with a call."""

    TOO_MANY = "too_many"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    UNAUTHORIZED = "unauthorized"
    CONFLICT = "conflict"
    DROP = "drop"
    COMMIT_THEN_DROP = "commit_then_drop"
    SLOW = "slow"
    COMMIT_THEN_SLOW = "commit_then_slow"
    HANG = "hang"
    COMMIT_THEN_HANG = "commit_then_hang"
    REPEAT = "repeat"
    REORDER = "reorder"


WAITING = {FaultKind.SLOW, FaultKind.COMMIT_THEN_SLOW, FaultKind.HANG, FaultKind.COMMIT_THEN_HANG}
AFTER_COMMIT = {FaultKind.COMMIT_THEN_DROP, FaultKind.COMMIT_THEN_SLOW, FaultKind.COMMIT_THEN_HANG}
BATCH = {FaultKind.REPEAT, FaultKind.REORDER}


@dataclass(slots=True)
class Fault:
    """One order: after `skip` matching calls, spoil the next `count` (None: all).

    `method` is a method name or `*`; `chat_id` narrows it; `seconds` is the retry_after or the delay.
    """

    kind: FaultKind
    method: str = "*"
    count: int | None = 1
    skip: int = 0
    chat_id: int | None = None
    seconds: float = 1.0
    status: int = 500
    hits: int = 0

    def matches(self, method: str, chat_id: object) -> bool:
        """Tell whether this call is spoiled, and count it."""
        if self.method not in ("*", method) or (self.count is not None and self.hits >= self.count):
            return False
        # Forms carry numbers as text; both name the same chat.
        if self.chat_id is not None and str(chat_id) != str(self.chat_id):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True


class Faults:
    """The orders in force; the oldest that matches wins."""

    def __init__(self) -> None:
        self.orders: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put an order in force; its `hits` tell how often it struck."""
        self.orders.append(fault)
        return fault

    def clear(self) -> None:
        """Withdraw all orders."""
        self.orders.clear()

    def strike(self, method: str, chat_id: object) -> Fault | None:
        """Return the fault of this call, if any."""
        return next((fault for fault in self.orders if fault.matches(method, chat_id)), None)


def instead(fault: Fault) -> ApiError | Response | None:
    """Return what a call gets instead of being processed; None when it is processed."""
    match fault.kind:
        case FaultKind.TOO_MANY:
            return too_many(int(fault.seconds))
        case FaultKind.SERVER_ERROR:
            return ApiError(fault.status, "Internal Server Error: restart")
        case FaultKind.UNAUTHORIZED:
            return ApiError(401, "Unauthorized")
        case FaultKind.CONFLICT:
            return conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        case FaultKind.BAD_GATEWAY:
            return Response(502, BAD_GATEWAY, "text/html")
        case FaultKind.DROP:
            return Response(drop=True)
        case _:
            return None


def spoil_batch(kind: FaultKind, body: bytes, before: list[dict[str, object]]) -> bytes:
    """Return a getUpdates answer with the previous batch and each update repeated, or in reverse order."""
    envelope = json.loads(body)
    if not envelope["ok"]:
        return body
    batch = envelope["result"]
    if kind is FaultKind.REORDER:
        envelope["result"] = batch[::-1]
    else:
        envelope["result"] = before + [update for update in batch for _ in range(2)]
    return json.dumps(envelope, ensure_ascii=False).encode()
