"""The state of the fake: one app, one Official Account, its people, and the switches for what is uncertain."""

import itertools
import secrets
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from .clock import DAY, HOUR, Clock
from .errors import ApiError
from .faults import Faults

Json = dict[str, Any]
FREE, OPEN = 48 * HOUR, 7 * DAY
CS_PRICE = 55


@dataclass
class Button:
    """One button of a message; `value` is the payload, the address or the number."""

    title: str
    type: str
    value: str


@dataclass
class Said:
    """One message that the account sent to somebody; `kind`: text, media, file, request_user_info, template."""

    id: str
    kind: str
    at: float
    text: str = ""
    buttons: list[Button] = field(default_factory=list)
    image: str = ""
    """The id or the address of a picture."""
    file: str = ""
    """The name of a file."""
    data: bytes = b""
    """What was uploaded."""
    quotes: str = ""
    """The id of the message that is answered."""
    template: str = ""
    values: dict[str, str] = field(default_factory=dict)
    tracking_id: str = ""
    phone: str = ""
    """Set when a template went by phone number."""
    price: int = 0
    delivered: float = 0.0
    seen: bool = False
    rated: bool = False

    @property
    def labels(self) -> list[str]:
        """Return what stands on the buttons."""
        return [button.title for button in self.buttons]


@dataclass
class Contact:
    """One Zalo account as the platform knows it."""

    uid: str
    app_uid: str
    name: str
    phone: str = ""
    """84…; empty when nobody can reach them by number."""
    follower: bool = False
    interacted: float = 0.0
    """0: never."""
    replies: int = 0
    """Messages of the account since the last interaction."""
    closed: int = 0
    """The code that every consultation message to them meets (-244, -217, -227…); 0: none."""
    refuses: int = 0
    """The same for templates (-139, -140, -141, -114, -119, -118)."""
    admin: bool = False
    offline: bool = False
    shared: Json = field(default_factory=dict)
    inbox: list[Said] = field(default_factory=list)


@dataclass
class Core:
    """Everything that the routes work with. The fields are the settings of `FakeZaloOA`."""

    app_id: str = "360846524940903967"
    app_secret: str = "fake-app-secret-XyZ0"
    oa_secret: str = "fake-oa-secret-key-AbC1"
    """The key of the webhook page: not the app's."""
    oa_id: str = "388613280878808645"
    name: str = "UBND xã Đại Lãnh"
    callback: str = ""
    """The registered callback address; empty: any."""
    challenge: str = ""
    """A code challenge saved in the console, which then wins over the address's."""
    access_life: float = 25 * HOUR
    refresh_life: float = 90 * DAY

    # --- switches for what no source settles -------------------------------------------------------------
    refresh_error: int = -14020
    """Reported for a used refresh token; other notes say -14014."""
    expired_error: int = -220
    """Reported by openapi for a token that once lived; a library expects -216 with the word "expired"."""
    rotation_kills_access: bool = True
    echo_state: bool = False
    """Whether `state` comes back although it is not part of redirect_uri."""
    token_status: int = 200
    """Some saw HTTP 401 for a dead access token."""
    proof_needed: bool = False
    """Whether a call without appsecret_proof is refused; one with a wrong proof always is."""
    free_cap: int | None = None
    """8: the cap of the years before 2026."""
    paid: bool = True
    """Whether the account may pay after 48 hours; else -305."""
    follow_needed: bool = False
    utf16: bool = True
    """Whether lengths count UTF-16 units, as a Java server would."""
    tracking_needed: bool = True
    """Whether a template by phone needs a tracking_id."""
    night: bool = True
    """Whether promotion is refused from 22:00 to 5:59."""
    uid_receipts: bool = False
    """Whether a template by UID is reported as received too."""
    rating_interacts: bool = False
    """Whether rating opens the window of consultation messages."""
    overbooked: bool = False
    """Whether sending_mode 3 is allowed to this account."""
    full_address: bool = False
    """Whether a shared form nests the address, as newer ones do."""
    oa_key: str = "oa_id"
    """How getoa spells the account's id; others saw oaid."""

    # --- state ---------------------------------------------------------------------------------------------
    rate: int = 4000
    """Calls a minute."""
    wallet: int | None = None
    """Money in đồng; None: without end."""
    spent: int = 0
    daily_quota: int = 500
    development_left: int = 100
    silent: set[str] = field(default_factory=set)
    """Events whose toggle in the console is off."""
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    people: dict[str, Contact] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    errors: Counter[int] = field(default_factory=Counter)
    minute: deque[float] = field(default_factory=deque)
    days: Counter[str] = field(default_factory=Counter)
    """Templates sent by phone: {"2026-11-25": n, "2026-11-25 7895417": n}."""
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def message_id(self) -> str:
        """Return an id of 20 hex digits."""
        return f"{next(self._numbers):04x}{secrets.token_hex(8)}"

    def user_id(self) -> str:
        """Return an id of 19 digits, past what a float can hold."""
        return str(secrets.randbelow(8 * 10**18) + 10**18)

    def length(self, text: str) -> int:
        """Return how long the platform thinks a text is."""
        return len(text.encode("utf-16-le")) // 2 if self.utf16 else len(text)

    def contact(self, uid: object) -> Contact:
        """Return somebody by UID; ApiError for a stranger."""
        found = self.people.get(uid) if isinstance(uid, str) else None
        if found is None:
            raise ApiError(-201, "user_id is invalid!")
        return found

    def by_phone(self, phone: str) -> Contact | None:
        """Return who has this number (84…)."""
        return next((who for who in self.people.values() if who.phone == phone), None)

    def touch(self, who: Contact) -> None:
        """Note an interaction: the windows open anew."""
        who.interacted, who.replies = self.clock.now(), 0

    def pay(self, price: int, error: int) -> None:
        """Take money, or refuse with this code."""
        if self.wallet is not None:
            if self.wallet < price:
                raise ApiError(error)
            self.wallet -= price
        self.spent += price

    def admit(self) -> int:
        """Count a call; return how many are left this minute, below zero: refused."""
        now = self.clock.now()
        while self.minute and now - self.minute[0] >= 60:
            self.minute.popleft()
        if len(self.minute) >= self.rate:
            return -1
        self.minute.append(now)
        return self.rate - len(self.minute)
