"""The evidence dossier of a plan: one zip with the files by component, a manifest with checksums, a cover list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from roviec.db.files import FileStore
from roviec.db.plans.dossier import Material, Proof
from roviec.folding import fold, nfc
from roviec.reports.csv_out import csv_bytes
from roviec.reports.letterhead import Letterhead
from roviec.reports.word import Letter, filled_cover
from roviec.reports.workbook import Cell
from roviec.texts import Texts
from roviec.texts.shapes import day, moment, number

MANIFEST, SUMS, COVER = "danh-muc.csv", "SHA256SUMS", "bia-ho-so.docx"
_ODD = re.compile(r"[^a-z0-9]+")
_UNSAFE = re.compile(r"[\x00-\x1f<>:\"/\\|?*]+")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """One file of the dossier; `is_there` is False for one that the disk has lost."""

    path: str
    component: str
    task: str
    number: int
    proof: Proof
    is_there: bool


@dataclass(frozen=True)
class Dossier:
    """A plan's material with the place of each file."""

    material: Material
    entries: Sequence[Entry]


async def gather(material: Material, files: FileStore) -> None:
    """Have every file of a plan on this host, wherever it is kept."""
    for sha256 in [*(sha256 for _, sha256 in _documents(material)), *(one.sha256 for one in material.proofs)]:
        await files.here(sha256)


def arranged(material: Material, files: FileStore, say: Texts) -> Dossier:
    """Return a dossier: components in the order of the plan, in each its tasks, in each its files as they came."""
    proofs: dict[int, list[Proof]] = defaultdict(list)
    for proof in material.proofs:
        proofs[proof.task_id].append(proof)
    components = list(dict.fromkeys(row.task.component for row in material.tasks))
    entries = []
    for place, component in enumerate(components, 1):
        name = component or say("dossier.no_component")
        for row in material.tasks:
            if row.task.component == component:
                folder = f"{place:02d}-{slug(name)}/{row.task.id}-{slug(row.task.title)}"
                for n, proof in enumerate(proofs[row.task.id or 0], 1):
                    path, is_there = (
                        f"{folder}/{n:02d}-{safe(proof.name)}",
                        files.path(proof.sha256).is_file(),
                    )
                    entries.append(Entry(path, name, row.task.title, row.task.id or 0, proof, is_there))
    return Dossier(material, entries)


def slug(words: str) -> str:
    """Return words for a folder's name: plain letters, short enough for every system."""
    return _ODD.sub("-", fold(words)).strip("-")[:40].strip("-") or "khac"


def safe(name: str) -> str:
    """Return a file's name that every system takes, its ending kept."""
    stem, dot, ending = _UNSAFE.sub("_", nfc(name)).strip(" .").rpartition(".")
    return f"{(stem or ending)[:80]}{dot if stem else ''}{ending[:10] if stem else ''}" or "tep"


def write(
    target: IO[bytes],
    made: Dossier,
    files: FileStore,
    *,
    say: Texts,
    head: Letterhead,
    office: str,
    now: datetime,
    zone: tzinfo,
) -> None:
    """Write the zip to a file; times are told on the office's clock."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        sums: list[tuple[str, str]] = []
        for path, sha256 in [*_documents(made.material), *_proofs(made)]:
            if files.path(sha256).is_file():
                archive.write(files.path(sha256), path)
                sums.append((sha256, path))
        lines = "".join(f"{sha256}  {path}\n" for sha256, path in sums)
        added(archive, SUMS, lines.encode())
        added(archive, MANIFEST, manifest(made, say, zone))
        added(archive, COVER, _cover(made, say, head, office, now.astimezone(zone).date(), zone))


def added(archive: ZipFile, path: str, data: bytes) -> None:
    """Add what was made here, without the time of making."""
    archive.writestr(ZipInfo(path, _EPOCH), data, ZIP_DEFLATED)


def _documents(material: Material) -> Iterator[tuple[str, str]]:
    """Yield the plan's own document in each of its versions."""
    for n, version in enumerate(material.versions, 1):
        yield f"00-van-ban/{n:02d}-{safe(version.name)}", version.sha256
    if not material.versions and material.plan.sha256:
        yield "00-van-ban/01-van-ban", material.plan.sha256


def _proofs(made: Dossier) -> Iterator[tuple[str, str]]:
    return ((entry.path, entry.proof.sha256) for entry in made.entries)


def manifest(made: Dossier, say: Texts, zone: tzinfo) -> bytes:
    """Return the CSV of every file: where it lies, what it proves, who sent it when, its checksum; tasks without any."""
    rows: list[list[Cell]] = [_row(entry, say, zone) for entry in made.entries]
    proven = {entry.number for entry in made.entries}
    for row in made.material.tasks:
        if row.task.id not in proven:
            name = row.task.component or say("dossier.no_component")
            rows.append(["", name, row.task.id, row.task.title, *[""] * 7, say("dossier.nothing")])
    return csv_bytes(say("dossier.manifest").split("|"), rows)


def _row(entry: Entry, say: Texts, zone: tzinfo) -> list[Cell]:
    proof = entry.proof
    at = proof.at.astimezone(zone).replace(tzinfo=None)
    state = "" if entry.is_there else say("dossier.lost")
    return [
        *(entry.path, entry.component, entry.number, entry.task, proof.name, proof.note),
        *(proof.by, proof.unit, at, proof.size, proof.sha256, state),
    ]


def _cover(made: Dossier, say: Texts, head: Letterhead, office: str, today: date, zone: tzinfo) -> bytes:
    plan = made.material.plan
    about = say("dossier.about", subject=plan.subject, number=plan.number or "…")
    proven = {entry.number for entry in made.entries}
    tasks = len(made.material.tasks)
    opening = [
        say(
            "dossier.opening",
            files=number(len(made.entries)),
            proven=len(proven),
            tasks=tasks,
            day=day(today),
        ),
        say("dossier.check", sums=SUMS, manifest=MANIFEST),
    ]
    parts: dict[str, list[dict[str, str]]] = {}
    for place, entry in enumerate(made.entries, 1):
        parts.setdefault(entry.component, []).append(_line(place, entry, say, zone))
    listed: list[dict[str, Any]] = [{"ten": name, "tep": rows} for name, rows in parts.items()]
    context = {"trich_yeu": about, "mo_dau": opening, "thanh_phan": listed}
    return filled_cover(Letter(about, today, context), head, office)


def _line(place: int, entry: Entry, say: Texts, zone: tzinfo) -> dict[str, str]:
    proof = entry.proof
    return {
        "so": str(place),
        "nhiem_vu": f"{entry.number}. {entry.task}",
        "tep": proof.name if entry.is_there else f"{proof.name} ({say('dossier.lost')})",
        "nguoi_gui": f"{proof.by} ({proof.unit})",
        "gui_luc": moment(proof.at.astimezone(zone)),
        "ma": proof.sha256[:12],
    }
