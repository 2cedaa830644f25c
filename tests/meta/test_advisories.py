"""The audit of dependencies finds what a list names, and says by name when no list could be asked."""

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.advisories import LISTS, main, pinned

TEXT = "starlette==1.10.0 \\\n    --hash=sha256:00\nPython_Multipart==0.0.20 ; python_version > '3'\n"


def entry(name: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    return {
        "id": "X-1",
        "affected": [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges, **more}],
    }


@pytest.mark.parametrize(
    ("advisory", "code"),
    [
        (entry("starlette", {"introduced": "0"}, {"fixed": "1.10.1"}), 1),
        (entry("starlette", {"introduced": "0"}, {"fixed": "1.10.0"}), 0),
        (entry("starlette", {"introduced": "1.9"}, {"last_affected": "1.10.0"}), 1),
        (entry("starlette", {"introduced": "0"}, {"fixed": "0.9"}, {"introduced": "1.2"}), 1),
        (entry("starlette", {"introduced": "2"}), 0),
        (entry("python-multipart", versions=["0.0.20"]), 1),
        (entry("python-multipart", versions=["0.0.19"]), 0),
        (entry("aiohttp", {"introduced": "0"}), 0),
        (entry("starlette", {"introduced": "0"}) | {"withdrawn": "2026-01-01"}, 0),
    ],
)
def test_a_stored_list_is_read(tmp_path: Path, advisory: dict[str, Any], code: int) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("X-1.json", json.dumps(advisory))
    assert main(str(tmp_path / "all.zip"), "", [TEXT]) == code


@pytest.fixture
def service() -> Iterator[tuple[str, list[Any]]]:
    asked: list[Any] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            hits = [
                {"vulns": [{"id": "X-1"}]} if q["package"]["name"] == "starlette" else {}
                for q in asked[0]["queries"]
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": hits}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_service_is_asked_once_about_everything(
    service: tuple[str, list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    url, asked = service
    assert main("", url, [TEXT]) == 1
    assert len(asked) == 1
    assert "starlette 1.10.0: X-1" in capsys.readouterr().out


@pytest.mark.parametrize("where", [("", "http://127.0.0.1:1/"), ("no-such.zip", ""), ("", "no address")])
def test_nobody_to_ask_is_said_by_name_and_no_failure(
    where: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(*where, [TEXT]) == 0
    said = capsys.readouterr().out
    assert "NOT audited" in said
    assert (where[0] or where[1]) in said
    assert len(said.splitlines()) == 1


def test_every_dependency_is_asked_about() -> None:
    pins = pinned(Path(name).read_text("utf-8") for name in LISTS)
    assert {"starlette", "sqlalchemy", "python-telegram-bot", "pytest"} <= pins.keys()
