"""The installed command in front of a platform in another process: connect, be written to, answer, die, go on."""

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.fakes.zalo_oa.remote import RemoteZaloOA, spawn
from tests.ports import free_port

UID = "246845883529197922"
PUBLIC = "https://roviec.example.vn"


def environment(folder: Path, about: dict[str, str], port: int) -> dict[str, str]:
    """Return the settings of an office in `folder`."""
    values = {
        "DATABASE__URL": f"sqlite+aiosqlite:///{folder}/roviec.db",
        "DATABASE__FILES": f"{folder}/files",
        "WEB__PORT": str(port),
        "WEB__PUBLIC_URL": PUBLIC,
        "ZALO_OA__ENABLED": "true",
        "ZALO_OA__SIGNATURE": "enforce",
        **{f"ZALO_OA__{key.upper()}": about[key] for key in ("app_id", "app_secret", "oa_secret")},
        **{f"ZALO_OA__{key.upper()}": about[key] for key in ("openapi_url", "oauth_url", "business_url")},
    }
    return os.environ | {f"ROVIEC_{key}": value for key, value in values.items()}


@asynccontextmanager
async def roviec(folder: Path, about: dict[str, str], port: int, *words: str):
    """Run the command; its two outputs go to one file."""
    with (folder / "log.txt").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from roviec.bot.cli import main; main()", *words,
            env=environment(folder, about, port), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def answering(port: int) -> None:
    """Return when the web server answers."""
    async with asyncio.timeout(60), httpx.AsyncClient() as http:
        while True:
            try:
                await http.get(f"http://127.0.0.1:{port}/healthz")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
            else:
                return


async def heard(platform: RemoteZaloOA, count: int) -> list[str]:
    """Return what An heard, once there is so much."""
    async with asyncio.timeout(30):
        while len(texts := [one["text"] for one in await platform.perform("heard", uid=UID)]) < count:
            await asyncio.sleep(0.05)
    return texts


async def test_the_command_connects_answers_and_survives_a_kill(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "config.toml").write_text("", "utf-8")
    config = ("--config", str(tmp_path / "config.toml"))
    async with spawn("--time-scale", "0.005") as platform:
        about = platform.about
        async with roviec(tmp_path, about, port, *config, "zalo", "connect") as command:
            assert await command.wait() == 0
        link = (tmp_path / "log.txt").read_text("utf-8").splitlines()[0]
        here = f"http://127.0.0.1:{port}"
        async with roviec(tmp_path, about, port, *config, "run") as first:
            await answering(port)
            async with httpx.AsyncClient(headers={"accept": "text/html"}) as http:
                page = (await http.get(link.replace(PUBLIC, here))).text
                address = re.search(r'href="(http[^"]+permission[^"]+)"', page)[1].replace("&amp;", "&")
                back = await platform.perform("allows", address=address)
                done = (await http.get(back.replace(PUBLIC, here))).text
                assert "Đã kết nối" in done
            path = urlsplit(re.search(rf"{PUBLIC}\S+?(?=<)", done)[0]).path
            assert await platform.perform("webhook", url=f"{here}{path}")
            await platform.perform("person", uid=UID, name="An")
            await platform.perform("say", uid=UID, text="/start")
            assert "Kính chào Ông/Bà" in (await heard(platform, 1))[0]
            first.kill()
            await first.wait()
        await platform.perform("say", uid=UID, text="/giup")  # nobody is there; the platform tries again
        async with roviec(tmp_path, about, port, *config, "run"):
            await answering(port)
            # What was in flight at the kill may come twice, and nothing is missing.
            before = await heard(platform, 2)
            while "/dulieu" not in before[-1]:
                before = await heard(platform, len(before) + 1)
            assert len(before) in (2, 3)
            await platform.perform("press", uid=UID, label="Trả lời khảo sát")
            assert len(await heard(platform, len(before) + 1)) == len(before) + 1
    written = (tmp_path / "log.txt").read_text("utf-8")
    assert not [about[key] for key in ("app_secret", "oa_secret") if about[key] in written]
    assert "Traceback" not in written
