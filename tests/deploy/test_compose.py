"""The compose file started for real, where a container engine and the base images are at hand."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

FILE = Path(__file__).parents[2] / "deploy" / "compose.yaml"
IMAGES = ("python:3.11-slim", "postgres:16", "caddy:2")
DOMAIN, NAME = "roviec.localhost", "roviec-test"
BESIDE = """
services:
  roviec: { image: roviec-test, env_file: !reset [] }
  proxy: { ports: !override ["127.0.0.1::443"] }
"""
"""No port, image or token of the office itself; a name that Caddy gives a certificate of its own."""


def docker(*words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ROVIEC_DOMAIN": DOMAIN, "ROVIEC_DB_PASSWORD": "abc123"}
    return subprocess.run(
        ["docker", *words], capture_output=True, text=True, timeout=600, check=False, env=environment
    )


def has_compose() -> bool:
    return bool(shutil.which("docker")) and docker("compose", "version").returncode == 0


def missing() -> str:
    """Return what stands against starting it, "" where nothing does."""
    if not has_compose():
        return "no docker compose on this machine"
    if docker("info").returncode:
        return "no container engine runs on this machine"
    if docker("image", "inspect", *IMAGES).returncode:
        return "no base images on this machine"
    return (
        "" if docker("network", "inspect", "roviec_inside").returncode else "an office runs on this machine"
    )


class Office:
    """The three containers."""

    def __init__(self, beside: Path) -> None:
        self.words = ("compose", "-p", NAME, "-f", FILE, "-f", beside)

    def does(self, *words: str) -> str:
        done = docker(*self.words, *words)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def page(self, path: str = "/", **headers: str) -> httpx.Response:
        address = f"https://{self.does('port', 'proxy', '443')}{path}"
        with httpx.Client(verify=False, timeout=20) as client:
            named = headers | {"host": DOMAIN}
            return client.get(address, headers=named, extensions={"sni_hostname": DOMAIN})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if why := missing():
        pytest.skip(why)
    beside = tmp_path_factory.mktemp("compose") / "beside.yaml"
    beside.write_text(BESIDE)
    office = Office(beside)
    try:
        office.does("up", "--detach", "--build", "--wait")
        yield office
    finally:
        docker(*office.words, "down", "--volumes", "--timeout", "20")


def test_the_file_is_valid() -> None:
    if not has_compose():
        pytest.skip("no docker compose on this machine")
    done = docker("compose", "-f", FILE, "config", "--quiet")
    assert done.returncode == 0, done.stderr


def test_the_page_comes_through_the_proxy(office: Office) -> None:
    assert [office.page(path).status_code for path in ("/", "/livez", "/healthz", "/metrics")] == [
        200,
        200,
        200,
        404,
    ]


def test_the_process_is_nobody_and_writes_nowhere_else(office: Office) -> None:
    assert office.does("exec", "-T", "roviec", "id", "-u") == "10001"
    tried = "touch var/a /tmp/a && ! touch /srv/roviec/a 2>&1"
    assert "Read-only" in office.does("exec", "-T", "roviec", "sh", "-c", tried)


def test_the_proxy_alone_says_who_comes(office: Office) -> None:
    seen = [office.page(**{"x-forwarded-for": f"203.0.{n}.7"}).status_code for n in range(32)]
    assert set(seen[:20]) == {200}
    assert seen[-1] == 429


def test_what_was_kept_is_there_after_all_of_it_was_taken_down(office: Office) -> None:
    office.does("exec", "-T", "roviec", "roviec", "backup", "var/backup/mine.backup")
    office.does("down", "--timeout", "20")
    office.does("up", "--detach", "--wait")
    office.does("exec", "-T", "roviec", "roviec", "restore", "var/backup/mine.backup", "--check")
    assert office.page("/healthz").status_code == 200
