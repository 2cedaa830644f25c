"""The table behind `/sim/<name>`: what another process may do. Arguments and results are JSON."""

import base64
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .core import Json, Said
from .faults import FaultKind

if TYPE_CHECKING:
    from .people import Person
    from .server import FakeZaloOA

ACTIONS: dict[str, Callable[..., Any]] = {}


def action(run: Callable[..., Any]) -> Callable[..., Any]:
    """Register a function whose first argument is the fake under its own name."""
    ACTIONS[run.__name__] = run
    return run


async def perform(fake: "FakeZaloOA", name: str, order: Json) -> Any:
    """Run an action by name. Raise LookupError for an unknown name."""
    if name not in ACTIONS:
        raise LookupError(f"no action {name!r}; there are: {', '.join(sorted(ACTIONS))}")
    result = ACTIONS[name](fake, **order)
    return await result if hasattr(result, "__await__") else result


def _who(fake: "FakeZaloOA", uid: str) -> "Person":
    return fake.person(f"Người {uid[-4:]}", uid)


def shown(said: Said) -> Json:
    """Return a message as JSON."""
    return asdict(said) | {"data": base64.b64encode(said.data).decode(), "labels": said.labels}


@action
def about(fake: "FakeZaloOA") -> Json:
    """Return the addresses and the keys."""
    core = fake.core
    urls = {"openapi_url": fake.openapi_url, "oauth_url": fake.oauth_url, "business_url": fake.business_url}
    keys = {
        "app_id": core.app_id,
        "app_secret": core.app_secret,
        "oa_secret": core.oa_secret,
        "oa_id": core.oa_id,
    }
    return urls | keys


@action
def grant(fake: "FakeZaloOA") -> Json:
    """Make a pair of tokens."""
    return fake.grant()


@action
def allows(fake: "FakeZaloOA", address: str) -> str:
    """Let the administrator allow at a permission address."""
    return fake.allows(address)


@action
async def webhook(fake: "FakeZaloOA", url: str, knock: bool = True) -> bool:
    """Enter a webhook; without a knock it is kept whatever stands there."""
    if knock:
        return await fake.webhook(url)
    fake.pusher.url, fake.pusher.disabled = url, False
    return True


@action
def person(fake: "FakeZaloOA", uid: str, name: str, phone: str = "", met: bool = False) -> str:
    """Make somebody known."""
    return fake.person(name, uid, phone=phone, met=met).uid


@action
def say(fake: "FakeZaloOA", uid: str, text: str) -> str:
    """Write words; return the message id."""
    return _who(fake, uid).says(text)


@action
def press(fake: "FakeZaloOA", uid: str, label: str) -> str:
    """Press a button."""
    return _who(fake, uid).presses(label)


@action
def send_image(fake: "FakeZaloOA", uid: str, content: str, caption: str = "") -> str:
    """Send a picture; `content` is base64."""
    return _who(fake, uid).sends_image(base64.b64decode(content), caption)


@action
def send_file(fake: "FakeZaloOA", uid: str, content: str, name: str) -> str:
    """Send a document; `content` is base64."""
    return _who(fake, uid).sends_file(base64.b64decode(content), name)


@action
def follow(fake: "FakeZaloOA", uid: str) -> None:
    """Follow the account."""
    _who(fake, uid).follows()


@action
def unfollow(fake: "FakeZaloOA", uid: str) -> None:
    """Follow no longer."""
    _who(fake, uid).unfollows()


@action
def block(fake: "FakeZaloOA", uid: str, code: int = -244) -> None:
    """Let consultation messages be refused."""
    _who(fake, uid).blocks(code)


@action
def share_info(fake: "FakeZaloOA", uid: str, phone: str = "", name: str = "") -> None:
    """Fill in the form."""
    _who(fake, uid).shares_info(phone, name)


@action
def rate(fake: "FakeZaloOA", uid: str, stars: int, note: str = "") -> None:
    """Answer a rating template."""
    _who(fake, uid).rates(stars, note)


@action
def see(fake: "FakeZaloOA", uid: str) -> list[str]:
    """Look at everything new."""
    return _who(fake, uid).sees()


@action
def heard(fake: "FakeZaloOA", uid: str) -> list[Json]:
    """Return what the account said to somebody."""
    return [shown(said) for said in _who(fake, uid).heard()]


@action
def template(fake: "FakeZaloOA", name: str, title: str, params: dict[str, int], **fields: Any) -> None:
    """Register a template."""
    fake.template(name, title, params, **fields)


@action
def review(fake: "FakeZaloOA", template: str, status: str, reason: str = "") -> None:
    """Decide on a template."""
    fake.review(template, status, reason)


@action
def fault(fake: "FakeZaloOA", kind: str, **order: Any) -> None:
    """Order a fault; the fields are those of `Fault`."""
    fake.fault(FaultKind(kind), **order)


@action
def clear_faults(fake: "FakeZaloOA") -> None:
    """Withdraw all faults."""
    fake.core.faults.clear()


@action
def advance(fake: "FakeZaloOA", seconds: float) -> None:
    """Push the clock forward."""
    fake.core.clock.advance(seconds)


@action
def again(fake: "FakeZaloOA", count: int = 1) -> None:
    """Push the newest events once more."""
    fake.pusher.again(count)


@action
def happen(fake: "FakeZaloOA", event: Json) -> None:
    """Push an event of any shape."""
    fake.happen(event)


@action
def statistics(fake: "FakeZaloOA") -> Json:
    """Return the counters: calls, errors, pushes, and what still waits."""
    pusher = fake.pusher
    return {
        "calls": dict(fake.core.calls),
        "errors": {str(code): count for code, count in fake.core.errors.items()},
        "pushes": dict(pusher.statuses),
        "waiting": len(pusher.waiting) + pusher.retrying + pusher.busy,
        "taken": len(pusher.past),
        "lost": len(pusher.lost),
        "disabled": pusher.disabled,
        "spent": fake.core.spent,
        "rotations": fake.platform.tokens.rotations,
    }
