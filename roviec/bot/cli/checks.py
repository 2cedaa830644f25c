"""What `roviec doctor` looks at in the surroundings: configuration, disk, clock, fonts, channels."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from roviec.bot.cli.look import say
from roviec.bot.settings import Settings
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
    yield _disk(settings.database.files)
    yield _clock(settings, now)
    yield _fonts()
    yield _holidays(now.astimezone(settings.office.zone).year)
    yield from _channels(settings)


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


def _channels(settings: Settings) -> Iterator[Finding]:
    yield finding(
        "public_url",
        not (settings.telegram.enabled or settings.zalo_bot.enabled or settings.zalo_oa.enabled)
        or settings.public_url.startswith("https://"),
        settings.public_url,
    )
    web = settings.web
    hidden = web.public_url.startswith("https://") and not web.trusted_proxies
    yield finding("proxies", not hidden, ", ".join(web.trusted_proxies) or web.host)
    secrets = {
        "telegram": settings.telegram.enabled and [settings.telegram.token],
        "zalo_bot": settings.zalo_bot.enabled and [settings.zalo_bot.token],
        "zalo_oa": settings.zalo_oa.enabled
        and [SecretStr(settings.zalo_oa.app_id), settings.zalo_oa.app_secret, settings.zalo_oa.oa_secret],
    }
    for channel, needed in secrets.items():
        if needed:
            ready = all(secret.get_secret_value() for secret in needed)
            yield finding("token", ready, say(f"cli.channel.{channel}"), variable=_VARIABLES[channel])


_VARIABLES = {
    "telegram": "ROVIEC_TELEGRAM__TOKEN",
    "zalo_bot": "ROVIEC_ZALO_BOT__TOKEN",
    "zalo_oa": "ROVIEC_ZALO_OA__APP_ID, ROVIEC_ZALO_OA__APP_SECRET, ROVIEC_ZALO_OA__OA_SECRET",
}
