"""`make audit`: are the pinned dependencies named in a list of known vulnerabilities?

Asked is the file that ADVISORIES names (the archive of a list in the OSV format), else the service of osv.dev, with one
question for everything. Where neither can be had, that is said in one line and is no failure: the code is not at fault.
"""

import json
import os
import re
import signal
import sys
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE = 15
"""Seconds for the whole question."""
LISTS = ("requirements.txt", "requirements-dev.txt")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
Found = list[tuple[str, str, str]]
"""(package, version, advisory)."""


def pinned(texts: Iterable[str]) -> dict[str, str]:
    """Return every pinned package with its version, by its normalised name."""
    return {_normal(name): version for text in texts for name, version in _PIN.findall(text)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def in_archive(path: Path, pins: Mapping[str, str]) -> Found:
    """Return what an archive of advisories says of these versions."""
    with zipfile.ZipFile(path) as archive:
        entries = (json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json"))
        return sorted(hit for entry in entries for hit in _hits(entry, pins))


def _hits(entry: Mapping[str, Any], pins: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if entry.get("withdrawn"):
        return
    for affected in entry.get("affected", ()):
        package = affected.get("package", {})
        name = _normal(package.get("name", ""))
        if package.get("ecosystem") == "PyPI" and name in pins and _is_affected(affected, pins[name]):
            yield name, pins[name], entry["id"]


def _is_affected(affected: Mapping[str, Any], version: str) -> bool:
    ranges = [one["events"] for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM"]
    return version in affected.get("versions", ()) or any(_within(events, version) for events in ranges)


def _within(events: Sequence[Mapping[str, str]], version: str) -> bool:
    """Tell whether a version lies behind an event that brings the fault in and before the one that ends it."""
    mine, inside = Version(version), False
    for event in events:
        ((kind, at),) = event.items()
        try:
            point = Version(at)
        except InvalidVersion:
            continue
        if kind == "introduced" and mine >= point:
            inside = True
        elif (kind == "fixed" and mine >= point) or (kind == "last_affected" and mine > point):
            inside = False
    return inside


def from_service(url: str, pins: Mapping[str, str]) -> Found:
    """Ask a service about all versions at once."""
    names = sorted(pins)
    queries = [{"package": {"name": n, "ecosystem": "PyPI"}, "version": pins[n]} for n in names]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        results = json.load(answer)["results"]
    pairs = zip(names, results, strict=True)
    return [(n, pins[n], vuln["id"]) for n, result in pairs for vuln in result.get("vulns", ())]


def ask(pins: Mapping[str, str], archive: str, service: str) -> tuple[str, Found]:
    """Return who was asked and what was found; raise OSError or ValueError where nothing could be asked."""
    if archive:
        return archive, in_archive(Path(archive), pins)
    return service, from_service(service, pins)


def main(archive: str, service: str, texts: Sequence[str]) -> int:
    """Say what was found; return 1 where a dependency is named."""
    pins = pinned(texts)
    try:
        _at_most(PATIENCE)
        source, found = ask(pins, archive, service)
    except (OSError, ValueError, zipfile.BadZipFile, KeyError) as error:
        asked = archive or service
        print(f"Dependencies NOT audited: {asked} could not be asked ({type(error).__name__}).")
        return 0
    finally:
        signal.alarm(0)
    for name, version, advisory in found:
        print(f"{name} {version}: {advisory}")
    print(f"{len(pins)} dependencies audited against {source}: {len(found)} advisories.")
    return 1 if found else 0


def _at_most(seconds: int) -> None:
    """Give up after some seconds, whatever the network makes of its own limits."""

    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)


if __name__ == "__main__":
    lists = [Path(name).read_text("utf-8") for name in LISTS]
    sys.exit(main(os.environ.get("ADVISORIES", ""), os.environ.get("ADVISORY_SERVICE", SERVICE), lists))
