"""Files up and down: counted while they stream, shown only to the chat that they belong to."""

import asyncio
import errno
import hashlib
import unicodedata
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_house import CHAT, PNG, House, visitor

from roviec.messages.outgoing import FileOut
from roviec.web.uploads import file_name

ID = {"id": "0123456789abcdef", "text": "ảnh hiện trường"}


def part(data: bytes, name: str = "anh.png", mime: str = "image/png") -> tuple[str, tuple[str, bytes, str]]:
    return ("files", (name, data, mime))


@pytest.fixture(autouse=True)
async def _awaited(house: House) -> None:
    await house.awaits_a_file()


async def test_a_photo_is_stored_and_told_to_the_road(page: httpx.AsyncClient, house: House):
    answer = await page.post("/chat/file", data=ID, files=[part(PNG)])
    assert answer.status_code == 202
    sha256 = hashlib.sha256(PNG).hexdigest()
    (row,), (line,) = await house.inbox(), await house.lines()
    ref = {"ref": sha256, "name": "anh.png", "mime": "image/png", "size": len(PNG)}
    assert row.payload == {"kind": "file", "text": "ảnh hiện trường", "files": [ref]}
    assert line.body["files"] == [{"sha256": sha256, "name": "anh.png", "mime": "image/png"}]
    assert house.deps.files.read(sha256) == PNG
    shown = await page.get(f"/chat/file/{sha256}")
    assert shown.content == PNG
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]


async def test_the_same_upload_twice_is_one(page: httpx.AsyncClient, house: House):
    for _ in range(2):
        assert (await page.post("/chat/file", data=ID, files=[part(PNG)])).status_code == 202
    assert len(await house.inbox()) == len(await house.lines()) == 1


async def test_equal_files_at_the_same_moment_do_not_disturb_each_other(
    page: httpx.AsyncClient, house: House
):
    data = b"x" * 100_000
    posts = (page.post("/chat/file", data={"id": f"upload-{n}"}, files=[part(data)]) for n in range(8))
    assert {a.status_code for a in await asyncio.gather(*posts)} == {202}
    assert len(await house.inbox()) == 8


async def test_what_is_no_picture_is_only_ever_downloaded(page: httpx.AsyncClient):
    page_of_evil = b"<script>alert(1)</script>"
    files = [part(page_of_evil, "x.html", "text/html"), part(page_of_evil + b" ", "y.png", "image/png")]
    assert (await page.post("/chat/file", data=ID, files=files)).status_code == 202
    for data in (page_of_evil, page_of_evil + b" "):
        answer = await page.get(f"/chat/file/{hashlib.sha256(data).hexdigest()}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] != "image/png"


async def test_a_file_of_the_limit_passes_and_a_byte_more_does_not(page: httpx.AsyncClient, house: House):
    limit = house.deps.max_file
    both = [part(b"a" * limit, "a.pdf"), part(b"b" * limit, "b.pdf")]
    assert (await page.post("/chat/file", data=ID, files=both)).status_code == 202
    answer = await page.post(
        "/chat/file", data={"id": "another-id"}, files=[part(b"c" * (limit + 1), "c.pdf")]
    )
    assert answer.status_code == 413
    assert "195 KB" in answer.json()["error"]
    assert len(await house.inbox()) == 1


async def test_a_large_upload_is_refused_before_it_has_arrived(page: httpx.AsyncClient):
    sent = 0

    async def endless():
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
        for _ in range(10_000):
            sent += 65536
            yield b"a" * 65536

    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert (await page.post("/chat/file", content=endless(), headers=headers)).status_code == 413
    assert sent < 1_000_000


async def test_eleven_files_are_too_many(page: httpx.AsyncClient):
    answer = await page.post("/chat/file", data=ID, files=[part(b"%d" % n) for n in range(11)])
    assert answer.status_code == 413
    assert "10 tệp" in answer.json()["error"]


@pytest.mark.parametrize("files", [[], [part(b"")]])
async def test_an_upload_without_a_file_is_refused(page: httpx.AsyncClient, files: list[object]):
    assert (await page.post("/chat/file", data=ID, files=files)).status_code == 400  # type: ignore[arg-type]


async def test_broken_multipart_is_refused(page: httpx.AsyncClient):
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert (await page.post("/chat/file", content=b"nonsense", headers=headers)).status_code == 400


async def test_a_full_disk_asks_to_try_again(
    page: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
):
    def full(_: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(house.deps.files, "keep", full)
    answer = await page.post("/chat/file", data=ID, files=[part(PNG)])
    assert answer.status_code == 503
    assert await house.inbox() == []


async def test_a_file_of_another_chat_does_not_exist_here(page: httpx.AsyncClient, house: House):
    await page.post("/chat/file", data=ID, files=[part(PNG)])
    sha256 = hashlib.sha256(PNG).hexdigest()
    async with visitor(house, "another-secret") as other:
        for forged in (sha256, "0" * 64, sha256.upper(), "..%2f..%2fetc%2fpasswd", "Ａ" * 64):
            assert (await other.get(f"/chat/file/{forged}")).status_code == 404


async def test_a_file_that_the_office_sent_keeps_its_name(page: httpx.AsyncClient, house: House):
    sha256 = house.deps.files.keep(b"docx")
    file = FileOut(sha256, "Báo cáo tuần.docx", "application/msword")
    await house.hears("Báo cáo", "out/1", files=(file,))
    answer = await page.get(f"/chat/file/{sha256}")
    assert answer.content == b"docx"
    assert "B%C3%A1o%20c%C3%A1o" in answer.headers["content-disposition"]


async def test_a_file_erased_from_disk_is_not_found(page: httpx.AsyncClient, house: House):
    sha256 = house.deps.files.keep(b"gone")
    await house.hears("", "out/1", chat=CHAT, files=(FileOut(sha256, "a.pdf", "application/pdf"),))
    Path(house.deps.files.path(sha256)).unlink()
    assert (await page.get(f"/chat/file/{sha256}")).status_code == 404


@given(st.text(max_size=300))
def test_a_file_name_never_holds_a_path(name: str):
    kept = file_name(name)
    assert 0 < len(kept) <= 120
    assert not set('/\\<>:"|?*\r\n\x00') & set(kept)
    assert kept not in {".", ".."}


def test_a_file_name_is_composed_and_keeps_its_ending():
    assert file_name(unicodedata.normalize("NFD", "C:\\ảnh\\Biên bản.pdf")) == "Biên bản.pdf"
    assert file_name("a" * 300 + ".pdf") == "a" * 100 + ".pdf"
