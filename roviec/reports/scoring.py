"""A scoring taken away: as a workbook, and as one zip with what proves each criterion, a manifest and a cover list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from roviec.db.files import FileStore
from roviec.db.scores.look import Proof, Sheet
from roviec.reports import workbook
from roviec.reports.criterion_words import sum_words
from roviec.reports.csv_out import csv_bytes
from roviec.reports.dossier import COVER, MANIFEST, SUMS, added, safe, slug
from roviec.reports.letterhead import Letterhead
from roviec.reports.measured_words import unit_words
from roviec.reports.word import Letter, filled_cover
from roviec.reports.workbook import Cell
from roviec.tasks.criteria.model import Criterion, Group, summed
from roviec.texts import Texts
from roviec.texts.shapes import day, moment, number

SCORES = "bang-diem.xlsx"


@dataclass(frozen=True)
class Entry:
    """One file of the dossier; `is_there` is False for one that the disk has lost."""

    path: str
    group: Group
    criterion: Criterion
    proof: Proof
    is_there: bool


def _unit(sheet: Sheet, say: Texts) -> str:
    return unit_words(sheet.unit, sheet.scoring.former, say)


def as_workbook(sheet: Sheet, say: Texts, *, office: str, made: datetime) -> bytes:
    """Return the scores as a workbook: each criterion in its group, sums below each group and below all."""
    title = say("scores.title", title=sheet.criteria.title, unit=_unit(sheet, say), year=sheet.scoring.year)
    rows: list[list[Cell]] = []
    for group in sheet.criteria.groups:
        rows += [_row(sheet, one) for one in group.criteria]
        rows.append(_sum(sheet, group.criteria, say("scores.of_group", title=group.title)))
    rows.append(_sum(sheet, sheet.criteria.all, say("scores.of_all")))
    under = say("scores.under", office=office, made=moment(made), source=sheet.criteria.source or "–")
    page = workbook.Sheet(say("scores.sheet"), title, under, say("scores.columns").split("|"), rows)
    return workbook.workbook([page], title=title, made=made)


def _row(sheet: Sheet, one: Criterion) -> list[Cell]:
    score = sheet.scores.get(one.id)
    files = "; ".join(proof.row.name for proof in sheet.proofs.get(one.id, []))
    return [
        *(one.id, one.title, one.points, score.points if score else None, score.note if score else ""),
        *(files, score.checked if score else None, score.remark if score else ""),
    ]


def _sum(sheet: Sheet, criteria: tuple[Criterion, ...], title: str) -> list[Cell]:
    own, checked = summed(criteria, sheet.own), summed(criteria, sheet.checked)
    return ["", title, own.highest, own.points, "", "", checked.points, ""]


async def gather(sheet: Sheet, files: FileStore) -> None:
    """Have every file of a scoring on this host, wherever it is kept."""
    for proofs in sheet.proofs.values():
        for proof in proofs:
            await files.here(proof.row.sha256)


def arranged(sheet: Sheet, files: FileStore) -> list[Entry]:
    """Return the place of each file: groups in their order, in each its criteria, in each its files as they came."""
    entries = []
    for place, group in enumerate(sheet.criteria.groups, 1):
        for one in group.criteria:
            folder = f"{place:02d}-{slug(group.title)}/{slug(one.id)}-{slug(one.title)}"
            for n, proof in enumerate(sheet.proofs.get(one.id, []), 1):
                path = f"{folder}/{n:02d}-{safe(proof.row.name)}"
                entries.append(Entry(path, group, one, proof, files.path(proof.row.sha256).is_file()))
    return entries


def write(
    target: IO[bytes],
    sheet: Sheet,
    files: FileStore,
    *,
    say: Texts,
    head: Letterhead,
    office: str,
    now: datetime,
    zone: tzinfo,
) -> int:
    """Write the zip to a file and return how many files prove something; times are told on the office's clock."""
    entries, local = arranged(sheet, files), now.astimezone(zone)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        lines = []
        for entry in entries:
            if entry.is_there:
                archive.write(files.path(entry.proof.row.sha256), entry.path)
                lines.append(f"{entry.proof.row.sha256}  {entry.path}\n")
        added(archive, SUMS, "".join(lines).encode())
        added(archive, MANIFEST, manifest(sheet, entries, say, zone))
        added(archive, SCORES, as_workbook(sheet, say, office=office, made=local))
        added(archive, COVER, _cover(sheet, entries, say, head, office, local, zone))
    return len(entries)


def manifest(sheet: Sheet, entries: Sequence[Entry], say: Texts, zone: tzinfo) -> bytes:
    """Return the CSV of every file: where it lies, what it proves, who sent it when, its checksum; criteria without any."""
    rows: list[list[Cell]] = [_line(sheet, entry, say, zone) for entry in entries]
    proven = {entry.criterion.id for entry in entries}
    for group in sheet.criteria.groups:
        for one in group.criteria:
            if one.id not in proven:
                blank: list[Cell] = [""] * 7
                rows.append(["", group.title, one.id, one.title, *blank, say("dossier.nothing")])
    return csv_bytes(say("scores.manifest").split("|"), rows)


def _line(sheet: Sheet, entry: Entry, say: Texts, zone: tzinfo) -> list[Cell]:
    proof = entry.proof
    at = proof.at.astimezone(zone).replace(tzinfo=None)
    state = "" if entry.is_there else say("dossier.lost")
    return [
        *(entry.path, entry.group.title, entry.criterion.id, entry.criterion.title, proof.row.name),
        *(proof.row.note, proof.by, proof.unit, at, proof.size, proof.row.sha256, state),
    ]


def _cover(
    sheet: Sheet,
    entries: Sequence[Entry],
    say: Texts,
    head: Letterhead,
    office: str,
    now: datetime,
    zone: tzinfo,
) -> bytes:
    about = say("scores.about", title=sheet.criteria.title, unit=_unit(sheet, say), year=sheet.scoring.year)
    own, checked = summed(sheet.criteria.all, sheet.own), summed(sheet.criteria.all, sheet.checked)
    opening = [
        say("scores.opening", files=number(len(entries)), own=sum_words(own, say), day=day(now.date())),
        say("scores.reviewed", checked=sum_words(checked, say)),
        say("dossier.check", sums=SUMS, manifest=MANIFEST),
    ]
    parts: dict[str, list[dict[str, str]]] = {}
    for place, entry in enumerate(entries, 1):
        parts.setdefault(entry.group.title, []).append(_listed(place, entry, say, zone))
    listed: list[dict[str, Any]] = [{"ten": name, "tep": rows} for name, rows in parts.items()]
    context = {"trich_yeu": about, "mo_dau": opening, "thanh_phan": listed}
    return filled_cover(Letter(about, now.date(), context), head, office)


def _listed(place: int, entry: Entry, say: Texts, zone: tzinfo) -> dict[str, str]:
    proof = entry.proof
    return {
        "so": str(place),
        "nhiem_vu": f"{entry.criterion.id}. {entry.criterion.title}",
        "tep": proof.row.name if entry.is_there else f"{proof.row.name} ({say('dossier.lost')})",
        "nguoi_gui": f"{proof.by} ({proof.unit})",
        "gui_luc": moment(proof.at.astimezone(zone)),
        "ma": proof.row.sha256[:12],
    }
