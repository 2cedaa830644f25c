"""A list of returned dossiers, CSV or Excel, as rows: number, phone, name."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from roviec.bot.cli.common import read_bytes
from roviec.bot.cli.look import say
from roviec.db.surveys import Dossier
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.roster.check import phone_number
from roviec.handlers.roster.excel import Line, sheets
from roviec.handlers.roster.file import ListTooLarge, NotATable
from roviec.handlers.roster.letters import decoded
from roviec.tasks.reading.errors import EncryptedDocument, SuspiciousDocument, TooLarge

HEADINGS = {
    "number": ("so ho so", "ma ho so", "ma so ho so", "ho so", "dossier"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "phone"),
    "name": ("ho ten", "ho va ten", "nguoi nop", "ten", "name"),
}


class NoDossierHeadings(PersonError):
    """Tệp {path} không có dòng tiêu đề với các cột «số hồ sơ» và «điện thoại». Ông/Bà thêm dòng tiêu đề rồi nhập lại."""


@dataclass(frozen=True)
class Listed:
    """The dossiers of a list by their rows, and by row what is wrong with the others."""

    dossiers: tuple[tuple[int, Dossier], ...]
    problems: tuple[tuple[int, str], ...]


def read_dossiers(path: Path) -> Listed:
    """Read a list; raise what is wrong with it as a table."""
    for lines in _tables(path):
        for at, (_, cells) in enumerate(lines[:20]):
            columns = _columns(cells)
            if {"number", "phone"} <= columns.keys():
                return _listed(columns, lines[at + 1 :])
    raise NoDossierHeadings(path=path)


def _tables(path: Path) -> list[list[Line]]:
    data = read_bytes(path)
    if data.startswith(b"PK"):
        try:
            return [sheet.lines for sheet in sheets(data, path.name)[0]]
        except TooLarge as error:
            raise ListTooLarge(path=path) from error
        except (EncryptedDocument, SuspiciousDocument):
            raise
        except Exception as error:
            # openpyxl raises whatever its parsers do on a broken workbook.
            raise NotATable(path=path) from error
    text = decoded(data)
    if text is None:
        raise NotATable(path=path)
    delimiter = ";" if text.count(";") > text.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[(number, row) for number, row in enumerate(rows, 1)]]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    folded = [fold(cell).strip(" .:") for cell in cells]
    return {
        name: folded.index(heading)
        for name, headings in HEADINGS.items()
        for heading in headings
        if heading in folded
    }


def _listed(columns: dict[str, int], lines: Sequence[Line]) -> Listed:
    good: list[tuple[int, Dossier]] = []
    bad: list[tuple[int, str]] = []
    for row, cells in lines:
        number, phone, name = (_cell(cells, columns.get(key)) for key in ("number", "phone", "name"))
        if not any((number, phone, name)):
            continue
        known = phone_number(phone) if phone else None
        if not number:
            bad.append((row, say("cli.survey.invite.no_number")))
        elif known is None:
            bad.append((row, say("cli.survey.invite.no_phone", value=phone)))
        else:
            good.append((row, Dossier(known, name, number)))
    return Listed(tuple(good), tuple(bad))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
