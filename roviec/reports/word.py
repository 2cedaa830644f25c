"""The Word draft of a report: a template, the office's own or ours, filled with the words of a digest.

The layout is that of a template (`word_template.py` makes ours after NĐ 30/2020/NĐ-CP); a report is an official
document and therefore in Vietnamese, whoever reads it.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from roviec.errors import PersonError
from roviec.reports.letterhead import Letterhead
from roviec.reports.model import Digest
from roviec.reports.word_body import body
from roviec.reports.word_template import cover, shipped
from roviec.tasks.reading.errors import DocumentError
from roviec.tasks.reading.guard import check_package
from roviec.texts import Texts, catalogue

log = logging.getLogger(__name__)
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold."""
_EPOCH = (2020, 3, 5, 0, 0, 0)


class TemplateBroken(PersonError):
    """Mẫu Word {path} chưa dùng được: {why}. Ông/Bà sửa mẫu, hoặc bỏ trống report.template để dùng mẫu có sẵn."""


@dataclass(frozen=True)
class Letter:
    """A document: its kind, what it is about, and what its template may call by name."""

    about: str
    written: date
    parts: Mapping[str, Any]


def draft(digest: Digest, head: Letterhead) -> bytes:
    """Return the .docx of a digest; where the office's own template can't be filled, ours is, and the log says why."""
    letter = letter_of(digest)
    try:
        return filled(letter, head, digest.office)
    except TemplateBroken as error:
        log.error("%s", error)
        return _filled(shipped(), _context(letter, head, digest.office))


def letter_of(digest: Digest) -> Letter:
    """Return the report that a digest makes."""
    say = catalogue("vi")
    parts = body(digest, say)
    return Letter(parts["trich_yeu"], digest.now.date(), parts)


def filled(letter: Letter, head: Letterhead, office: str) -> bytes:
    """Return the .docx of a letter; raise `TemplateBroken` for a template of the office that can't be filled."""
    context = _context(letter, head, office)
    if head.template is None:
        return _filled(shipped(), context)
    from jinja2 import TemplateError

    try:
        template = head.template.read_bytes()
        check_package(template, head.template.name)
        return _filled(template, context)
    except (DocumentError, OSError, BadZipFile, KeyError, ValueError, TemplateError) as error:
        raise TemplateBroken(path=head.template, why=str(error) or type(error).__name__) from error


def filled_cover(letter: Letter, head: Letterhead, office: str) -> bytes:
    """Return the .docx of the list that lies on top of a dossier."""
    return _filled(cover(), _context(letter, head, office))


def _filled(template: bytes, context: Mapping[str, Any]) -> bytes:
    from docxtpl import DocxTemplate  # with lxml 9 MB, for a few drafts a month
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(BytesIO(template))
    # A file from outside: it may name what it is given and nothing else.
    document.render(_clean(context), SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    out = BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _context(letter: Letter, head: Letterhead, office: str) -> dict[str, Any]:
    say = catalogue("vi")
    return {
        **letter.parts,
        "co_quan_chu_quan": head.authority.upper(),
        "co_quan": office.upper(),
        "ky_hieu": head.symbol,
        "dia_danh": head.place or "……",
        "ngay_thang": written(letter.written, say),
        "noi_nhan": list(head.recipients),
        "thay_mat": head.on_behalf.upper(),
        "chuc_vu": head.position.upper(),
        "nguoi_ky": head.signer,
    }


def written(day: date, say: Texts) -> str:
    """Write a date as NĐ 30/2020 has it: days below 10 and the months 1 and 2 with a 0 before them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return say("word.date", day=f"{day.day:02d}", month=month, year=day.year)


def _clean(value: Any) -> Any:
    """Return values without what XML can't hold."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def _undated(data: bytes) -> bytes:
    """Return the same archive without the time at which it was written: the same letter gives the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _EPOCH), old.read(name), ZIP_DEFLATED)
    return out.getvalue()
