"""What a test does to the server itself: look, wait, count, break, limit, push the clock."""

import asyncio
from dataclasses import asdict
from typing import Any

from .actions import action
from .core import Core
from .faults import Fault, FaultKind
from .limits import Rate
from .sim_people import find_user, receive
from .views import snapshot_chat, transcript

Json = dict[str, Any]


@action
def chat(core: Core, chat_id: int) -> Json:
    """Return a chat as a person sees it."""
    return snapshot_chat(core.store.chats[chat_id])


@action
def cursor(core: Core, chat_id: int) -> int:
    """Return how much the bot has said in this chat so far."""
    found = core.store.chats.get(chat_id)
    return len(found.events) if found else 0


@action
async def hear(core: Core, chat_id: int, fragment: str = "", after: int = 0, timeout: float = 60.0) -> Json:
    """Wait for words of the bot that contain a fragment; `message` is None when they did not come."""
    found = core.store.chats[chat_id]
    index = after
    deadline = asyncio.get_running_loop().time() + timeout
    while True:
        while index < len(found.events):
            event = found.events[index]
            index += 1
            text = event.message.get("text") or event.message.get("caption") or ""
            if fragment in text:
                return {"cursor": index, "kind": event.kind, "message": event.message}
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        found.waiters.append(waiter)
        try:
            async with asyncio.timeout_at(deadline):
                await waiter
        except TimeoutError:
            return {"cursor": index, "kind": "none", "message": None, "transcript": transcript(found)}
        finally:
            if waiter in found.waiters:
                found.waiters.remove(waiter)


@action
def statistics(core: Core) -> Json:
    """Return the counters, and how many updates still wait."""
    core.updates.expire()
    queue = core.updates
    return {
        **core.stats.summary(),
        "limited": core.limits.refused,
        "early": core.limits.early,
        "waiting": len(queue.entries),
        "confirmed": queue.confirmed,
        "expired": queue.expired,
    }


@action
def reset_statistics(core: Core) -> None:
    """Start counting anew."""
    core.stats.calls.clear()
    core.stats.errors.clear()
    core.stats.sends.clear()
    core.stats.reply_seconds.clear()
    core.limits.refused = core.limits.early = 0


@action
def fault(core: Core, kind: str, **order: Any) -> None:
    """Order a fault; the fields are those of `Fault`."""
    core.faults.add(Fault(FaultKind(kind), **order))


@action
def faults(core: Core) -> list[Json]:
    """Return the orders with their hits."""
    return [asdict(order) for order in core.faults.orders]


@action
def clear_faults(core: Core) -> None:
    """Withdraw all faults and the storm."""
    core.faults.clear()
    core.limits.storm_until = 0.0


@action
def storm(core: Core, seconds: float) -> None:
    """Answer 429 to every send for some seconds."""
    core.limits.storm(seconds)


@action
def limit(core: Core, **rates: list[float] | None) -> None:
    """Set `overall`, `chat`, `group` to [per second, burst] or None."""
    for name, rate in rates.items():
        if name not in ("overall", "chat", "group"):
            raise ValueError(f"no limit {name!r}")
        setattr(core.limits, name, Rate(rate[0], rate[1]) if rate is not None else None)


@action
def advance(core: Core, seconds: float) -> None:
    """Push the clock forward: presses, links and waiting updates grow old."""
    core.clock.advance(seconds)


@action
def malformed(core: Core, user_id: int = 0) -> int:
    """Queue an update that libraries cannot read: a message without date and chat."""
    return core.updates.add_raw({"message": {"message_id": 1, "text": "hỏng"}}, user_id)


@action
def raw_update(core: Core, content: Json, key: int = 0) -> int:
    """Queue an update of any shape."""
    return core.updates.add_raw(content, key)


@action
def bulk(
    core: Core, count: int, users: int = 1000, first_user: int = 100_000, texts: list[str] | None = None
) -> int:
    """Queue many texts of many people at once, in turns; return how many updates were queued."""
    words = texts or ["Xin chào"]
    before = core.updates.next_id
    for number in range(count):
        user = find_user(core, first_user + number % users)
        text = words[(number // users) % len(words)]
        receive(core, core.store.chats[user["id"]], user, {"text": text})
    return core.updates.next_id - before
