"""What an office installs with: every setting exists, every proxy overwrites what a client says of itself."""

import json
import re
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from roviec.bot.cli.app import COMMANDS
from roviec.bot.settings import shaped
from roviec.web.pages import STATIC

DEPLOY = Path(__file__).parents[2] / "deploy"
SECTIONS = {name: field.annotation for name, field in shaped().model_fields.items()}


def read(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile", "roviec.service", "nginx.conf"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    found = [(a.lower(), b.lower()) for a, b in re.findall(r"ROVIEC_([A-Z_]+?)__([A-Z_]+)", read(name))]
    found += re.findall(rf"\b({'|'.join(SECTIONS)})\.([a-z_]+) =", read(name))
    for section, key in found:
        assert key in SECTIONS[section].model_fields, f"{section}.{key}"  # type: ignore[union-attr]


def compose() -> Any:
    yaml = pytest.importorskip("yaml", reason="no YAML reader on this machine")
    return yaml.safe_load(read("compose.yaml"))


def test_the_office_trusts_the_proxy_of_the_compose_file_alone() -> None:
    services = compose()["services"]
    (trusted,) = json.loads(services["roviec"]["environment"]["ROVIEC_WEB__TRUSTED_PROXIES"])
    assert services["proxy"]["networks"]["inside"]["ipv4_address"] == trusted
    # Where they met on a second network, the proxy would come from another address.
    assert {*services["proxy"]["networks"]} & {*services["roviec"]["networks"]} == {"inside"}
    assert compose()["networks"]["inside"]["internal"] is True
    assert "ports" not in services["roviec"]
    assert "ports" not in services["database"]


TAKEN = ("172.17.0.0/16", "172.18.0.0/15", "172.20.0.0/14", "172.24.0.0/13", "192.168.0.0/16")
"""Where Docker puts networks that name no addresses: the two others of this file, and those of other programs."""


def test_no_other_network_is_given_the_addresses_of_the_inner_one() -> None:
    (range_,) = compose()["networks"]["inside"]["ipam"]["config"]
    assert not [one for one in TAKEN if ip_network(one).overlaps(ip_network(range_["subnet"]))]


def test_nobody_else_is_given_the_address_of_the_proxy() -> None:
    (range_,) = compose()["networks"]["inside"]["ipam"]["config"]
    proxy = ip_address(compose()["services"]["proxy"]["networks"]["inside"]["ipv4_address"])
    assert proxy in ip_network(range_["subnet"])
    # Addresses are given from the range, and the database starts before the proxy.
    assert proxy not in ip_network(range_["ip_range"])
    assert proxy != ip_address(range_["gateway"])


def test_what_an_office_writes_into_its_own_file_is_not_overwritten() -> None:
    service = compose()["services"]["roviec"]
    assert service["env_file"] == [{"path": "roviec.env", "required": False}]
    # An empty value in the compose file would hold instead of the office's.
    assert not [name for name, value in service["environment"].items() if ":-" in value]


def test_caddy_packs_no_stream() -> None:
    (whole,) = re.findall(r"@whole not path (\S+)", read("Caddyfile"))
    assert re.findall(r"\n\s*encode (.*)", read("Caddyfile")) == ["@whole gzip"]
    assert f'new EventSource("{whole}?' in (STATIC / "chat.js").read_text("utf-8")


def test_the_database_of_the_compose_file_is_the_office_s() -> None:
    services = compose()["services"]
    url, database = (
        services["roviec"]["environment"]["ROVIEC_DATABASE__URL"],
        services["database"]["environment"],
    )
    assert url.startswith(
        f"postgresql+asyncpg://{database['POSTGRES_USER']}:${{ROVIEC_DB_PASSWORD}}@database/"
    )
    assert url.endswith(f"/{database['POSTGRES_DB']}")
    assert services["roviec"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_nginx_overwrites_what_a_client_says_of_itself() -> None:
    said = read("nginx.conf")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in said
    assert "$proxy_add_x_forwarded_for" not in said
    assert "proxy_buffering off;" in said


def test_the_unit_is_understood_and_shut_in(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze on this machine")
    unit = tmp_path / "roviec.service"
    unit.write_text(
        read("roviec.service").replace("/opt/roviec/bin/roviec", shutil.which("true") or "/bin/true")
    )
    verified = subprocess.run(
        [analyze, "verify", unit], capture_output=True, text=True, timeout=60, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    rated = subprocess.run(
        [analyze, "security", "--offline=true", unit], capture_output=True, text=True, timeout=60, check=False
    )
    level = re.search(r"exposure level for roviec\.service: ([\d.]+)", rated.stdout)
    if level is None:
        pytest.skip("this systemd-analyze rates no file")
    assert float(level[1]) <= 1.5


def test_the_script_for_windows_is_what_windows_reads() -> None:
    raw = (DEPLOY / "windows" / "chay-roviec.cmd").read_bytes()
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") > 10
    used = set(re.findall(r"Scripts\\roviec (\w+)", raw.decode()))
    assert used == {"init", "run"} <= COMMANDS.keys()
    labels = set(re.findall(r"goto :(\w+)", raw.decode()))
    assert labels == set(re.findall(r"^:(\w+)", raw.decode(), re.MULTILINE))
