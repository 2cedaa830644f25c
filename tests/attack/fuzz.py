"""Fuzzing the doors of a running office for a while: what it answers, how late, and what it then can't handle."""

import json
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from starlette.routing import Route

from roviec.handlers.all import everything
from roviec.web import api, feed
from roviec.web.forms import routes as forms
from roviec.web.office import routes as office_pages
from roviec.web.office.deciding import ONCE
from roviec.web.office.forms import TOKEN
from tests.attack.browser import Browser
from tests.attack.office import Office
from tests.fakes.push_service import Browser as Subscriber
from tests.messages.test_stripping import picture

STRANGERS = 30
LATE = 5.0
"""Seconds after which an answer is a fault."""
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 1e308, "", " ", "\x00", "\ud800", "0" * 400, "٣", "1" * 5000),
    *(
        "../../x",
        "<script>",
        "' OR 1=1 --",
        "{code}",
        "{0.__class__}",
        "%s%n",
        "\u202e",
        "e\u0323\u0302" * 50,
    ),
    *([], {}, [[]], {"": {}}, [None] * 50, "/viec", "/start X", "https://xn--/", "2030-02-30", "100000%"),
)
CODES = {
    200,
    202,
    204,
    206,
    303,
    307,
    400,
    401,
    403,
    404,
    405,
    409,
    410,
    411,
    413,
    414,
    415,
    421,
    422,
    426,
    429,
    431,
}


PAGES = [
    route
    for route in (*office_pages.ROUTES, *forms.ROUTES, *api.ROUTES, *feed.ROUTES)
    if isinstance(route, Route)
]
NAMES = (
    *(
        "viec",
        "ten",
        "ma",
        "lam",
        "han",
        "at",
        "ve",
        "tep",
        "lang",
        "do",
        "vao",
        "trang",
        "thang",
        "s",
        "phien",
    ),
    *("loi", "kieu", "dau", "code", "chon", "chac", "cau", "tu", "don_vi", "a.q1", "t.q1", "x"),
)
"""What fields and addresses of pages are called, and a few that are none."""


@dataclass
class Harvest:
    """What a door answered."""

    tries: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, code: int, seconds: float) -> None:
        """Count an answer; a code that says that we failed, and a late one, are faults."""
        self.tries += 1
        self.codes[code] += 1
        self.slowest = max(self.slowest, seconds)
        if code not in CODES or seconds > LATE:
            self.faults.append(f"{code} after {seconds:.1f} s: {what[:300]}")


def spoil(dice: random.Random, value: Any, depth: int = 0) -> Any:
    """Return JSON with something odd in it somewhere."""
    if depth > 6 or dice.random() < 0.15:
        return dice.choice(ODD)
    if isinstance(value, dict) and value:
        key = dice.choice(list(value))
        changed = {k: spoil(dice, v, depth + 1) if k == key else v for k, v in value.items()}
        if dice.random() < 0.2:
            changed.pop(key)
        if dice.random() < 0.1:
            changed[dice.choice(["id", "text", "chat", "photo", "from", "x"])] = dice.choice(ODD)
        return changed
    if isinstance(value, list) and value:
        at = dice.randrange(len(value))
        return [spoil(dice, one, depth + 1) if n == at else one for n, one in enumerate(value)] * dice.choice(
            [1, 1, 2]
        )
    if isinstance(value, str) and value and dice.random() < 0.5:
        cut = dice.randrange(len(value))
        return value[:cut] + str(dice.choice(ODD))[:60] + value[cut:]
    return dice.choice(ODD)


def _bytes(dice: random.Random, value: Any) -> bytes:
    data = json.dumps(value).encode()
    if dice.random() < 0.15 and data:
        at = dice.randrange(len(data))
        data = data[:at] + dice.randbytes(dice.randrange(1, 5)) + data[at + dice.randrange(3) :]
    return data


def actions(dice: random.Random) -> str:
    """Return a button that was never shown: a real verb with made-up arguments."""
    verb = dice.choice(sorted(everything().actions))
    odd = [1, 2, 3, 99, 99999999, -1, "x", "", "a" * 40, "0-0", "1e5", "١"]
    return ":".join([verb, *(str(dice.choice(odd)) for _ in range(dice.randrange(5)))])[:64]


def words(dice: random.Random) -> str:
    """Return something to type: a command, plain words about a task, or nonsense."""
    known = [
        "xong rồi",
        "đã xong 80%",
        "vướng kinh phí, xin lùi 5 ngày",
        "xin lùi đến 30/2/2030",
        "1",
        "99",
        "có",
        "bỏ qua",
    ]
    commands = [f"/{name} {dice.choice(['', 'x', '1', 'PA-AAAAAAAA'])}" for name in everything().commands]
    text = dice.choice(known + commands + [one for one in ODD if isinstance(one, str)])
    return text + dice.choice(["", "", " " + text[::-1], "\n" * 40, "a" * 3000])


class Doors:
    """Everything that can be knocked at, with something nearly right."""

    def __init__(self, office: Office, dice: random.Random, crowd: Sequence[Browser]) -> None:
        self.office, self.dice, self.crowd, self.number = office, dice, crowd, 0
        self._tokens: dict[Browser, str] = {}

    def _one(self, of_ours: float = 0.2) -> Browser:
        """Return who knocks: with this chance somebody of the office, else a stranger; none so often that limits answer."""
        seats = list(self.office.seats.values())
        return self.dice.choice(seats if self.dice.random() < of_ours else self.crowd)

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _chat(self) -> int:
        return self.dice.choice([501, 502, 503, self._next() + 1000])

    async def telegram_webhook(self) -> tuple[str, httpx.Response]:
        """Post a spoilt update with the right secret."""
        n, chat = self._next(), self._chat()
        who = {"id": chat, "is_bot": False, "first_name": "A"}
        message: dict[str, Any] = {
            "message_id": n, "date": 1_900_000_000, "chat": {"id": chat, "type": "private"}, "from": who,
        }  # fmt: skip
        pressed = {"id": str(n), "from": who, "chat_instance": "1"}
        kinds: list[dict[str, Any]] = [
            {"message": message | {"text": words(self.dice)}},
            {
                "message": message
                | {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
            },
            {
                "message": message
                | {"contact": {"phone_number": "+84912345673", "first_name": "A", "user_id": chat}}
            },
            {"callback_query": pressed | {"data": actions(self.dice), "message": message}},
            {"my_chat_member": {"chat": message["chat"], "from": who, "date": 1}},
        ]
        body = {"update_id": n, **self.dice.choice(kinds)}
        data = _bytes(self.dice, spoil(self.dice, body) if self.dice.random() < 0.7 else body)
        return f"telegram {data!r}", await self.office.telegram(data)

    async def zalo_bot_webhook(self) -> tuple[str, httpx.Response]:
        """Post a spoilt event with the right secret."""
        n, chat = self._next(), str(self._chat())
        message = {
            "message_id": f"z{n}", "date": 1, "chat": {"id": chat, "chat_type": "PRIVATE"},
            "from": {"id": chat, "display_name": "A", "is_bot": False},
        }  # fmt: skip
        kind = self.dice.choice(["text", "image", "sticker", "unsupported"])
        more = {"text": {"text": words(self.dice)}, "image": {"photo": "http://127.0.0.1:9/a.jpg"}}.get(
            kind, {}
        )
        body = {"event_name": f"message.{kind}.received", "message": message | more}
        data = _bytes(self.dice, spoil(self.dice, body) if self.dice.random() < 0.7 else body)
        return f"zalo_bot {data!r}", await self.office.zalo_bot(data)

    async def zalo_oa_webhook(self) -> tuple[str, httpx.Response]:
        """Post a spoilt event with a right signature."""
        n, chat = self._next(), str(self._chat())
        base = {"app_id": "1234", "sender": {"id": chat}, "recipient": {"id": "9"}}
        base |= {"timestamp": str(n), "user_id_by_app": "1"}
        message: dict[str, Any] = {"msg_id": f"o{n}", "text": words(self.dice)}
        if self.dice.random() < 0.3:
            message["attachments"] = [{"type": "image", "payload": {"url": "http://127.0.0.1:9/a.jpg"}}]
        names = (
            "user_send_text",
            "user_send_image",
            "follow",
            "user_submit_info",
            "user_feedback",
            "user_received_message",
        )
        body = base | {"event_name": self.dice.choice(names), "message": message}
        data = _bytes(self.dice, spoil(self.dice, body) if self.dice.random() < 0.7 else body)
        return f"zalo_oa {data!r}", await self.office.zalo_oa(data)

    async def choices(self) -> tuple[str, httpx.Response]:
        """Press a button that was never shown, as an official, a leader or a stranger."""
        one = self._one()
        action = actions(self.dice)
        return f"choice {action!r}", await one.posts({"action": action, "message": None, "label": "x"})

    async def words(self) -> tuple[str, httpx.Response]:
        """Post a spoilt line of the page."""
        one = self._one()
        body = {"id": f"fuzz-{self._next():08}", "text": words(self.dice)}
        data = _bytes(self.dice, spoil(self.dice, body) if self.dice.random() < 0.6 else body)
        headers = {"content-type": "application/json"}
        return f"say {data!r}", await one.client.post("/chat/say", content=data, headers=headers)

    async def notices(self) -> tuple[str, httpx.Response]:
        """Name a push service that is none, and lines that no page has shown."""
        one = self._one()
        path, body = self.dice.choice(
            [
                ("/chat/push", {"subscription": Subscriber().subscription("https://push.example/1")}),
                ("/chat/seen", {"last": "0123456789abcdef-1"}),
            ]
        )
        data = _bytes(self.dice, spoil(self.dice, body))
        return f"{path} {data!r}", await one.client.post(path, content=data)

    async def uploads(self) -> tuple[str, httpx.Response]:
        """Send a broken upload: names, types, boundaries, pictures cut short."""
        one = self._one()
        data = picture(self.dice.choice(["JPEG", "PNG", "WEBP"]))
        data = self.dice.choice(
            [data, data[: self.dice.randrange(len(data))], self.dice.randbytes(200), b"PK\x03\x04", b""]
        )
        name = str(self.dice.choice([*ODD, "a.jpg", "kế hoạch.docx", "a.pdf", "x" * 300 + ".jpg"]))
        name = name.encode("utf-8", "replace").decode()
        body = (
            b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n'
            + f"fuzz-{self._next():08}".encode()
            + b'\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="'
            + name.encode()
            + b'"\r\nContent-Type: image/jpeg\r\n\r\n'
            + data
            + self.dice.choice([b"\r\n--b--\r\n", b"\r\n--b", b""])
        )
        headers = {
            "content-type": f"multipart/form-data; boundary={self.dice.choice(['b', 'b', 'b', 'c', ''])}"
        }
        return f"file {name!r}", await one.client.post("/chat/file", content=body, headers=headers)

    async def links(self) -> tuple[str, httpx.Response]:
        """Open addresses that were never given out."""
        odd = quote(str(self.dice.choice(ODD)).encode("utf-8", "replace").decode(), safe="")[:3000]
        path = self.dice.choice(
            [
                "/?code={}",
                "/trang/van-ban/{}",
                "/trang/vao?ma={}&toi=/trang/van-ban/1",
                "/chat/file/{}",
                "/static/{}",
                "/{}",
                "/zalo_oa/{}",
            ]
        ).format(odd)
        method = self.dice.choice(["GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "X" * 20])
        return f"{method} {path}", await self.office.client.request(method, path)

    async def pages(self) -> tuple[str, httpx.Response]:
        """Open a page of the office, of a form or of the API with odd parts in its address."""
        route = self.dice.choice(PAGES)
        path = self._path(route)
        query = {self.dice.choice(NAMES): self._odd() for _ in range(self.dice.randrange(4))}
        one = self._one(0.7)
        return f"GET {path} {query!r}", await one.client.get(path, params=query, follow_redirects=False)

    async def forms(self) -> tuple[str, httpx.Response]:
        """Post a form of a page: fields that it has with values that it never had, the session's own token mostly."""
        one = self._one(0.7)
        if one not in self._tokens:
            found = re.search(
                rf'name="{TOKEN}" value="([0-9a-f]+)"', (await one.client.get("/trang/phien")).text
            )
            self._tokens[one] = found[1] if found else "0" * 32
        path = self._path(self.dice.choice([route for route in PAGES if "POST" in (route.methods or ())]))
        fields = {self.dice.choice(NAMES): self._odd() for _ in range(self.dice.randrange(6))}
        known = {TOKEN: self._tokens[one], ONCE: secrets.token_hex(8)} if self.dice.random() < 0.8 else {}
        return f"POST {path} {fields!r}", await one.client.post(
            path, data=fields | known, follow_redirects=False
        )

    def _path(self, route: Route) -> str:
        parts = {name: quote(self._odd(), safe="") or "1" for name in route.param_convertors}
        if "code" in parts and self.dice.random() < 0.5:
            parts["code"] = self.office.token
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: parts[part[1]], route.path)

    def _odd(self) -> str:
        """Return a value that a field or a part of an address may hold."""
        known = ["1", "2", "3", "on", "task.done", actions(self.dice), "a.q1", words(self.dice)[:200]]
        odd = str(self.dice.choice([*known, *ODD]))[:2000]
        return odd.encode("utf-8", "replace").decode()

    def all(self) -> dict[str, Callable[[], Awaitable[tuple[str, httpx.Response]]]]:
        """Return every door by its name."""
        return {
            "Telegram webhook": self.telegram_webhook,
            "Zalo Bot webhook": self.zalo_bot_webhook,
            "Zalo OA webhook": self.zalo_oa_webhook,
            "choices": self.choices,
            "words": self.words,
            "notices": self.notices,
            "uploads": self.uploads,
            "links": self.links,
            "pages": self.pages,
            "forms": self.forms,
        }


async def fuzz(office: Office, *, seed: int, seconds: float) -> dict[str, Harvest]:
    """Knock at every door in turn for a while; the same seed asks the same."""
    crowd = [await office.browser(f"127.1.{number}.1") for number in range(STRANGERS)]
    doors = Doors(office, random.Random(seed), crowd).all()
    harvest = {name: Harvest() for name in doors}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, knock in doors.items():
            began = time.monotonic()
            try:
                what, answer = await knock()
            except httpx.HTTPError as error:
                harvest[name].faults.append(f"{type(error).__name__}: no answer")
                continue
            harvest[name].note(what, answer.status_code, time.monotonic() - began)
    return harvest
