"""The attacks that were tried on the running product, each by its kind. One that gets through raises."""

import asyncio
import csv
import io
import json
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.attack.office import UNIT, Office
from tests.messages.test_stripping import SECRET, picture

Attack = Callable[[Office], Awaitable[None]]


@dataclass(frozen=True)
class Known:
    """An attack: who does it, with what, and how."""

    who: str
    what: str
    how: Attack
    slow: bool = False


KNOWN: list[Known] = []


def attack(who: str, what: str, *, slow: bool = False) -> Callable[[Attack], Attack]:
    """Register an attack; a slow one takes half a minute."""

    def register(how: Attack) -> Attack:
        KNOWN.append(Known(who, what, how, slow))
        return how

    return register


async def is_alive(office: Office) -> None:
    """Check that a citizen is still answered, soon."""
    one = await office.browser()
    began = time.monotonic()
    said = await one.says("/giup")
    await one.close()
    assert "/khaosat" in said, f"nobody answers any more: {said!r}"
    assert time.monotonic() - began < 8, "answered late"


def state_of(office: Office, task: int) -> str:
    """Return where a task stands."""
    [(state,)] = office.rows("SELECT state FROM task WHERE id = ?", task)
    return str(state)


async def given(office: Office, title: str) -> int:
    """Give Bình's unit a task."""
    said = await office.type("tasks", "add", "--title", title, "--lead", UNIT, "--due", "2030-06-30")
    return int(said.strip())


# Authority.


@attack("anybody", "a cookie of one letter, one that was never issued")
async def forged_session(office: Office) -> None:
    for secret in ("a", "trinh-duyet-0001", "x" * 43):
        one = office.visitor()
        for name in ("rv_chat", "__Host-rv_chat", "rv_session"):
            one.client.cookies.set(name, secret)
        answer = await one.posts({"text": "/viec"})
        await one.close()
        # 409 tells the page to begin anew, with a secret of ours.
        assert answer.status_code in (401, 403, 409), f"{secret[:20]!r} was let in: {answer.status_code}"


@attack("a page of somebody else", "a post from another site")
async def foreign_post(office: Office) -> None:
    one = await office.browser()
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
    ):
        answer = await one.client.post(
            "/chat/say", json={"id": "0123456789", "text": "/viec"}, headers={"origin": "null", **headers}
        )
        assert answer.status_code == 403, answer.status_code
    await one.close()


@attack("an official", "task.undo with a range that the client chose")
async def undo_of_others(office: Office) -> None:
    task = await given(office, "Rà soát thủ tục hành chính")
    binh, chair = office.seats["Trần Thị Bình"], office.seats["Nguyễn Văn An"]
    for action in (f"task.accept:{task}", f"task.complete:{task}"):
        await binh.acts(action)
    await binh.says("đã xong")
    await chair.acts(f"task.confirm:{task}")
    before = state_of(office, task)
    [(first,)] = office.rows("SELECT min(id) FROM taskevent WHERE task_id = ?", task)
    for last in (99999999, first, first + 1, "x", -1):
        await binh.acts(f"task.undo:{first}:{last}")
        assert state_of(office, task) == before, f"undone up to {last}"


@attack("an official", "buttons that only leaders and admins have")
async def verbs_of_leaders(office: Office) -> None:
    task = await given(office, "Công khai kết quả giải quyết hồ sơ")
    binh = office.seats["Trần Thị Bình"]
    await binh.says("/viec")
    for verb in ("confirm", "back", "cancel", "suspend", "resume", "reopen", "grant", "deny"):
        await binh.acts(f"task.{verb}:{task}")
        await binh.says("không làm nữa")
    assert state_of(office, task) not in ("done", "cancelled", "suspended")
    assert "quản trị viên" in await binh.says("/nhatky")


@attack("a citizen", "commands and buttons of officials")
async def citizen_as_official(office: Office) -> None:
    task = await given(office, "Báo cáo mật của phòng")
    one = await office.browser()
    heard = [await one.says(words) for words in ("/viec", "/duyet", "/giao", "/tuan", "/chiso", "/nhatky")]
    heard += [await one.acts(f"task.{verb}:{task}") for verb in ("open", "log", "accept", "complete")]
    await one.close()
    assert "Báo cáo mật" not in " ".join(heard)
    assert state_of(office, task) == "assigned"


@attack("anybody", "webhooks without the right secret or signature")
async def unsigned_events(office: Office) -> None:
    bodies = {
        office.telegram: {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5}, "text": "/viec"}},
        office.zalo_bot: {"event_name": "message.text.received", "message": {"message_id": "1"}},
        office.zalo_oa: {"event_name": "user_send_text", "sender": {"id": "5"}, "message": {"msg_id": "1"}},
    }
    for post, body in bodies.items():
        for secret in ("", "wrong", "\x00"[:0]):
            answer = await post(json.dumps(body).encode(), secret=secret)
            assert answer.status_code == 403, f"{post.__name__}: {answer.status_code}"


@attack("a citizen", "somebody else's file by its checksum, a path out of the folder")
async def files_of_others(office: Office) -> None:
    binh, one = office.seats["Trần Thị Bình"], await office.browser()
    await binh.sends(b"only for the office", "mat.txt")
    shas = [path.name for path in (office.folder / "var" / "files").glob("??/*")]
    paths = [f"/chat/file/{sha}" for sha in shas]
    paths += ["/chat/file/..%2f..%2fconfig.toml", "/static/..%2f..%2fsettings.py", "/static/%2e%2e/app.py"]
    for path in paths:
        answer = await one.client.get(path)
        assert answer.status_code in (400, 403, 404), f"{path}: {answer.status_code}"
    await one.close()


@attack("who has left the office", "a browser that is still open")
async def who_has_left(office: Office) -> None:
    one = office.seats["Lê Văn Cường"]
    await office.type("people", "leave", "Lê Văn Cường", "--to", "Trần Thị Bình")
    said = await one.says("/viec")
    assert "Việc được giao" not in said
    assert "danh sách" not in said or "mã mời" in said
    one.last = 0
    assert "Lê Văn Cường" not in await one.hears(within=3), "the old conversation can still be read"


@attack("who received a link", "the page of a plan by guessing its number and key")
async def plan_by_guess(office: Office) -> None:
    one = await office.browser()
    for path in ("/plan/1", "/plan/1?key=" + "0" * 32, "/plan/" + "9" * 5000, "/plan/1?key=" + "9" * 5000):
        answer = await one.client.get(path)
        assert answer.status_code in (400, 403, 404, 414), f"{path[:30]}: {answer.status_code}"
    await one.close()


# The office keeps running.


@attack("anybody on a messenger", "a file whose address no library can read")
async def poisoned_file(office: Office) -> None:
    for n, url in enumerate(
        ("https://xn--/", "https://[::/x", "//", "https://a\x00b/", "file:///etc/passwd")
    ):
        event = {
            "event_name": "message.image.received",
            "message": {
                "message_id": f"poison-{n}", "chat": {"id": f"p{n}", "chat_type": "PRIVATE"}, "photo": url,
                "date": 1, "from": {"id": f"p{n}", "display_name": "x", "is_bot": False},
            },
        }  # fmt: skip
        await office.zalo_bot(json.dumps(event).encode())
        image = {
            "event_name": "user_send_image", "app_id": "1234", "sender": {"id": f"p{n}"}, "timestamp": "1",
            "recipient": {"id": "9"}, "user_id_by_app": "1",
            "message": {"msg_id": f"m{n}", "attachments": [{"type": "image", "payload": {"url": url}}]},
        }  # fmt: skip
        await office.zalo_oa(json.dumps(image).encode())
    await asyncio.sleep(3)
    binh = office.seats["Trần Thị Bình"]
    assert (await binh.sends(b"\xff\xd8\xff" + b"0" * 100)).status_code == 202
    assert await binh.hears(), "files of others wait for ever"
    waiting = office.rows("SELECT count(*) FROM inbox WHERE state = 'fetching'")
    assert waiting == [(0,)], f"{waiting} still wait for their files"


@attack("anybody", "5,000 digits in a path, 12,000 in a deadline")
async def many_digits(office: Office) -> None:
    one = await office.browser()
    began = time.monotonic()
    for path in ("/plan/" + "9" * 5000, "/chat/file/" + "9" * 5000, "/?code=" + "9" * 5000):
        answer = await one.client.get(path, timeout=3)
        assert answer.status_code < 500, f"{path[:20]}: {answer.status_code}"
    one.last = int("9" * 18)
    await one.hears(within=1)
    assert time.monotonic() - began < 6
    await one.close()
    binh = office.seats["Trần Thị Bình"]
    began = time.monotonic()
    assert await binh.says("xin lùi đến ngày " + "1" * 11_000)
    assert time.monotonic() - began < 5, "a long number keeps everybody waiting"
    await is_alive(office)


@attack("anybody", "headers that never end, connections that say nothing", slow=True)
async def slow_headers(office: Office) -> None:
    lazy = [await asyncio.open_connection("127.0.0.1", office.port) for _ in range(60)]
    for n, (_, writer) in enumerate(lazy):
        if n % 2:
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
    await is_alive(office)
    try:
        async with asyncio.timeout(40):
            ends = await asyncio.gather(*(reader.read() for reader, _ in lazy), return_exceptions=True)
    except TimeoutError:
        raise AssertionError("silent connections are kept") from None
    finally:
        for _, writer in lazy:
            writer.close()
    assert len(ends) == 60


CUT = 0
"""The connection was cut instead of an answer."""


async def refusal(sending: Awaitable[httpx.Response]) -> int:
    """Return the status of an answer, `CUT` where the office hung up on us."""
    try:
        return (await sending).status_code
    except httpx.TransportError:
        return CUT


@attack("anybody", "bodies and uploads beyond every limit")
async def large_bodies(office: Office) -> None:
    one = await office.browser()
    code = await refusal(one.client.post("/chat/say", content=b'{"id": "' + b"a" * 10_000_000))
    assert code in (CUT, 400, 413), code
    code = await refusal(one.sends(b"0" * 25_000_000))
    assert code in (CUT, 400, 403, 409, 413), code
    for post in (office.telegram, office.zalo_bot, office.zalo_oa):
        assert await refusal(post(b"[" * 5_000_000)) < 500
    await one.close()
    await is_alive(office)


@attack("a stranger", "files that nothing waits for")
async def stored_for_strangers(office: Office) -> None:
    one, kept = await office.browser(), 0
    for n in range(6):
        kept += await refusal(one.sends(bytes([n]) * 2_000_000, f"{n}.jpg")) == 202
    await one.close()
    assert kept <= 2, f"{kept} of 6 files of a stranger were stored"


@attack("one machine", "as many new conversations as it can open", slow=True)
async def many_conversations(office: Office) -> None:
    async def come() -> int:
        one = await office.browser()
        answer = await one.posts({"text": "/giup"})
        await one.close()
        return answer.status_code

    codes = [code for _ in range(10) for code in await asyncio.gather(*(come() for _ in range(20)))]
    assert codes.count(202) < 150, f"{codes.count(202)} of 200 new conversations were let in at once"


@attack("a stranger", "guessing invitation codes", slow=True)
async def guessed_codes(office: Office) -> None:
    one = await office.browser()
    heard = [await one.says(f"/start ABCDEFGH{n:02}") for n in range(25)]
    await one.close()
    assert any("429" in said or "thử lại sau" in said or "quá" in said for said in heard), (
        "25 guesses in a row"
    )


# Anonymity.


@attack("who reads the figures", "the index before and after one citizen", slow=True)
async def figures_subtract(office: Office) -> None:
    await _answer(office, 6)
    before = await _figures(office)
    await _answer(office, 1)
    assert await _figures(office) == before, "one citizen moved the figures"


@attack("who copies every file", "what the tables keep of a chat during its survey", slow=True)
async def times_of_a_run(office: Office) -> None:
    began = time.time()
    chats = await _answer(office, 2)
    stamp = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
    told = [
        f"{table}: {found.group()}"
        for table, row in _every_row(office.folder / "var" / "roviec.db")
        if any(chat in row for chat in chats)
        for found in stamp.finditer(row)
        if _within(found.group(), began)
    ]
    assert not told, f"a chat stands beside the moment of its survey: {told[:3]}"


@attack("who copies every file", "answers, words and chats together")
async def answers_with_chats(office: Office) -> None:
    [chat] = await _answer(office, 1)
    for table, row in _every_row(office.folder / "var" / "roviec.db"):
        if table in ("response", "answer", "spenttoken"):
            assert chat not in row, f"{table} names a chat"
    exported = await office.type("survey", "answers", "--csv")
    assert chat not in exported
    assert not re.search(r"\d\d:\d\d", exported), "the export tells moments"
    assert list(csv.reader(io.StringIO(exported)))


async def _figures(office: Office) -> Any:
    """Return what the index shows, except how many have answered in all."""
    shown = json.loads(await office.type("index", "--json"))
    assert shown["responses"] >= 6, "too few have answered"
    return {name: value for name, value in shown.items() if name != "responses"}


async def _answer(office: Office, count: int) -> list[str]:
    """Let citizens answer the whole survey; return their chats."""
    chats = []
    for _ in range(count):
        one = await office.browser()
        said = await one.says(f"/start {office.token}")
        for _ in range(60):
            if "Xin cảm ơn" in said or "cảm ơn Ông/Bà đã" in said:
                break
            offered = [choice for line in one.lines[-3:] for choice in line["body"].get("choices", ())]
            wanted = next(
                (c for c in offered if any(w in c["label"] for w in ("Gửi", "Tôi đồng ý", "Hài lòng"))),
                offered[0] if offered else None,
            )
            one.lines.clear()
            said = await one.acts(wanted["action"]) if wanted else await one.says("bỏ qua")
        [(chat,)] = office.rows("SELECT chat FROM address ORDER BY id DESC LIMIT 1")
        chats.append(chat)
        await one.close()
    return chats


def _every_row(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [(name, repr(row)) for name in names for row in database.execute(f'SELECT * FROM "{name}"')]
    database.close()
    return rows


def _within(words: str, began: float) -> bool:
    """Tell whether a moment lies in the last seconds, and is told to the minute or closer."""
    from datetime import UTC, datetime

    at = datetime.fromisoformat(words).replace(tzinfo=UTC)
    return at.timestamp() >= began - 1 and (at.minute, at.second) != (0, 0)


# What lies on the disk.


@attack("another user of the machine", "the folder of the data")
async def readable_data(office: Office) -> None:
    folder = office.folder / "var"
    exposed = [str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
    assert not exposed, exposed[:3]


@attack("who reads a photo", "the place where a citizen took it")
async def place_of_a_photo(office: Office) -> None:
    one = await office.browser()
    await one.says("/phananh")
    await one.acts(next(action for action in one.actions() if action.startswith("feedback.")))
    await one.sends(picture("JPEG"), "anh.jpg", "Đường hỏng trước cổng trường")
    await one.close()
    for path in (office.folder / "var" / "files").glob("??/*"):
        assert SECRET not in path.read_bytes(), path.name


@attack("anybody", "words that become a link, a script, a line of ours")
async def words_that_act(office: Office) -> None:
    one = await office.browser()
    for path in ("/?code=<script>alert(1)</script>", "/?code=%22%3E%3Cscript%3E", "/x<script>"):
        page = (await one.opens(path)).text
        assert "<script>alert" not in page
        assert '"><script>' not in page
    headers = (await one.opens()).headers
    assert "default-src" in headers.get("content-security-policy", ""), "no policy"
    await one.close()


@attack("who may write to the database", "a line of the audit log, changed")
async def audit_log_changed(office: Office) -> None:
    await office.type("audit", "verify")
    with sqlite3.connect(office.folder / "var" / "roviec.db", timeout=10) as database:
        [(subject,)] = database.execute("SELECT subject FROM audit WHERE place = 2").fetchall()
        database.execute("UPDATE audit SET subject = 'person/99' WHERE place = 2")
    database.close()
    said = await office.type("audit", "verify", fails=True)
    assert "dòng 2" in said
    with sqlite3.connect(office.folder / "var" / "roviec.db", timeout=10) as database:
        database.execute("UPDATE audit SET subject = ? WHERE place = 2", (subject,))
    database.close()
    await office.type("audit", "verify")
