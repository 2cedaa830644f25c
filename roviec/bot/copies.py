"""Copies of the office as its settings want them: where they lie, what they are called, which are too old."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from roviec.bot.build import files_of, open_database
from roviec.bot.settings import Settings
from roviec.db.backup import noted
from roviec.db.backup.archive import Sums
from roviec.db.backup.restoring import trial
from roviec.db.backup.saving import Office, save
from roviec.db.engine import Database

_NAME = "roviec-%Y%m%d-%H%M%S.backup"


def office_of(settings: Settings, db: Database) -> Office:
    """Return what is saved and restored."""
    return Office(db, files_of(settings, db), settings.push_key, settings.office.name)


def path_of(folder: Path, settings: Settings, now: datetime) -> Path:
    """Return where a copy made now lies; what lies there already is left alone."""
    while (path := folder / now.astimezone(settings.office.zone).strftime(_NAME)).exists():
        now += timedelta(seconds=1)
    return path


async def save_to(settings: Settings, path: Path, now: datetime) -> Sums:
    """Save the office into a file."""
    db = open_database(settings)
    office = office_of(settings, db)
    try:
        return await save(office, path, key=settings.backup.secret, now=now)
    finally:
        await office.files.close()
        await db.dispose()


async def nightly(settings: Settings, folder: Path, now: datetime) -> tuple[Path, Sums]:
    """Save the office, restore the copy into a scratch database, remember it, and delete the copies that are too old."""
    path = path_of(folder, settings, now)
    sums = await save_to(settings, path, now)
    await trial(path, key=settings.backup.secret)
    db = open_database(settings)
    try:
        async with db.write() as session:
            await noted.remember(session, name=path.name, size=path.stat().st_size, at=now)
    finally:
        await db.dispose()
    prune(folder, today=now.astimezone(settings.office.zone).date(), keep_days=settings.backup.keep_days)
    return path, sums


def prune(folder: Path, *, today: date, keep_days: int) -> list[Path]:
    """Delete copies of more than `keep_days` ago; the newest always stays. Return what went."""
    made = sorted((found, path) for path in folder.glob("roviec-*.backup") if (found := made_on(path)))
    old = [path for on, path in made[:-1] if today - on.date() > timedelta(days=keep_days)]
    for path in old:
        path.unlink()
    return old


def made_on(path: Path) -> datetime | None:
    """Return when a copy was made, at the office's clock; None for a file of another name."""
    with suppress(ValueError):
        return datetime.strptime(path.name, _NAME)  # noqa: DTZ007
    return None
