"""Who does what they may not."""

import json

from tests.attack.office import Office
from tests.attack.registry import CUT, attack, given, refusal, state_of
from tests.fakes.push_service import Browser


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
        headers = {"origin": "null", **headers}
        code = await refusal(
            one.client.post("/chat/say", json={"id": "0123456789", "text": "/viec"}, headers=headers)
        )
        assert code in (CUT, 403), code
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


@attack("who received a link", "the page of a plan by guessing its number and link")
async def plan_by_guess(office: Office) -> None:
    one = await office.browser()
    for path in (
        "/trang/van-ban/1",
        "/trang/van-ban/" + "9" * 5000,
        "/trang/vao?ma=" + "0" * 32 + "&toi=/trang/van-ban/1",
    ):
        answer = await one.client.get(path)
        assert answer.status_code in (400, 401, 403, 404, 414), f"{path[:30]}: {answer.status_code}"
    await one.close()


@attack("an official", "a push service inside our own network")
async def push_inside(office: Office) -> None:
    binh = office.seats["Trần Thị Bình"]
    here = office.address
    for endpoint in (
        here,
        f"{here}/healthz",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
    ):
        said = {"subscription": Browser().subscription(endpoint)}
        code = await refusal(binh.client.post("/chat/push", json=said))
        # A name is taken for what it is; where it leads is seen at the connection.
        assert code in (CUT, 400) or "localhost" in endpoint, f"{endpoint} was taken: {code}"
    await binh.client.post("/chat/push", json={"subscription": None})
    stranger = await office.browser()
    said = {"subscription": Browser().subscription("https://push.example/1")}
    assert await refusal(stranger.client.post("/chat/push", json=said)) in (CUT, 403)
    await stranger.close()
