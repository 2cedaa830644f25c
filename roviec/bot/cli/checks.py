"""What `roviec doctor` looks at in the surroundings: configuration, disk, clock, fonts, channels."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from roviec.bot.cli.look import name_of, say
from roviec.bot.settings import Settings
from roviec.channels.webchat.vapid import Vapid
from roviec.tasks.seed import seed
from roviec.texts.shapes import moment, size

_MINIMUM_DISK = 1024**3
_EARLIEST = 2026
_NEEDED = {
    ("Be Vietnam Pro", 400),
    ("Be Vietnam Pro", 600),
    ("Be Vietnam Pro", 700),
    ("Tinos", 400),
    ("Tinos", 700),
}


@dataclass(frozen=True)
class Finding:
    """What a check found; `advice` says what to do where it is not `ok`."""

    check: str
    ok: bool
    found: str = ""
    advice: str = ""


def finding(check: str, ok: bool, found: str = "", **values: object) -> Finding:
    """Return a finding, with the advice `cli.doctor.<check>.advice` where something is wrong."""
    advice = "" if ok else say.out_of(f"cli.doctor.{check}.advice", values)
    return Finding(check, ok, found, advice)


def surroundings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything that needs no database."""
    yield _files(settings.database.files)
    yield _modes(settings)
    yield _disk(settings.database.files)
    yield _clock(settings, now)
    yield _fonts()
    yield _holidays(now.astimezone(settings.office.zone).year)
    yield _push(settings)
    yield from _channels(settings)


def _is_this_machine(url: str) -> bool:
    """Tell whether an address leads everybody who follows it to their own machine."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _files(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"roviec")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError:
        return finding("files", False, str(folder), folder=folder)
    return Finding("files", True, str(folder))


_OTHERS = stat.S_IRWXO | stat.S_IWGRP
"""What nobody else may do with our data; a group may read, for backups."""


def _modes(settings: Settings) -> Finding:
    """Data that other users of the machine can reach."""
    url = make_url(settings.database.url)
    base = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    ours = [Path(f"{base}{end}") for end in ("", "-wal", "-shm")] if base else []
    open_ = [path for path in (*ours, settings.database.files, settings.push_key) if _exposed(path)]
    folders = " ".join(f"'{path}'" for path in dict.fromkeys(open_))
    return finding("modes", not open_, ", ".join(path.name for path in open_), folders=folders)


def _exposed(path: Path) -> bool:
    """Tell whether others may touch something, in a folder that lets them in."""
    if not path.exists() or not path.stat().st_mode & _OTHERS:
        return False
    return bool(path.parent.stat().st_mode & (stat.S_IXOTH | stat.S_IWGRP))


def _disk(folder: Path) -> Finding:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return finding("disk", free >= _MINIMUM_DISK, size(free), minimum=size(_MINIMUM_DISK))


def _clock(settings: Settings, now: datetime) -> Finding:
    """A clock that starts in the past would send nothing, or everything at once."""
    local = now.astimezone(settings.office.zone)
    return finding("clock", local.year >= _EARLIEST, f"{moment(local)}, {settings.office.timezone}")


def _fonts() -> Finding:
    from roviec.reports.typeset import FONTS, fonts

    known = {(font.family, font.weight) for font in fonts().fonts()}
    return finding("fonts", known >= _NEEDED, FONTS.name)


def _holidays(year: int) -> Finding:
    """Tết is the test: a year without days off in January or February is not covered."""
    covered = [y for y in (year, year + 1) if any(day.month <= 2 and day.day > 1 for day in seed([y])[0])]
    return finding("calendar", len(covered) == 2, ", ".join(map(str, covered)), years=f"{year}, {year + 1}")


def _push(settings: Settings) -> Finding:
    """The key that push services know us by: read, or made at the first look."""
    if not settings.push.enabled:
        return Finding("push", True, say("cli.doctor.push.off"))
    given, path = settings.push.key.get_secret_value(), settings.push_key
    try:
        public = Vapid(path, given=given).public
    except (OSError, ValueError):
        return finding("push", False, path.name, file=path)
    return Finding("push", True, public[:12])


def _channels(settings: Settings) -> Iterator[Finding]:
    """Look at what the channels need that are turned on."""
    on = [one for one in settings.channels if one.section]
    is_open = settings.public_url.startswith("https://")
    yield finding("public_url", is_open or not on, settings.public_url)
    yield finding("loopback", not _is_this_machine(settings.public_url), settings.public_url)
    web = settings.web
    hidden = web.public_url.startswith("https://") and not web.trusted_proxies
    yield finding("proxies", not hidden, ", ".join(web.trusted_proxies) or web.host)
    for one in on:
        if one.secrets:
            ready = not one.lacks_secrets(settings.of(one))
            yield finding("token", ready, name_of(one.name), variable=one.variables)
