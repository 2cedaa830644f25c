"""Read a document: bytes in, header, targets and tasks out. Pure and offline; no clock."""

from dataclasses import replace

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.by_cells import says_what
from roviec.tasks.reading.dates import Dating
from roviec.tasks.reading.directives import Reader
from roviec.tasks.reading.errors import TooLarge
from roviec.tasks.reading.header import read_header
from roviec.tasks.reading.model import Reading, ReadingSettings, ReadTask
from roviec.tasks.reading.opening import open_document
from roviec.tasks.reading.outline import MAX_PARAGRAPH, MAX_PARAGRAPHS, outline
from roviec.tasks.reading.rebuilt import NOTE
from roviec.tasks.reading.scanned import SCANNED, Recognise, nobody
from roviec.tasks.reading.source import Document, Paragraph
from roviec.tasks.reading.stacked import gathered
from roviec.tasks.reading.tables import Grid, unfolded
from roviec.tasks.reading.targets import targets_of
from roviec.tasks.reading.text import from_text
from roviec.tasks.reading.torn import marked, torn_at

NO_TASK = "Không thấy nhiệm vụ nào được giao trong văn bản."
LONG_PARAGRAPH = "Có đoạn dài bất thường; chỉ phần đầu của đoạn đó được đọc."
NO_DATE = "Văn bản không ghi ngày ban hành; các hạn không ghi năm cần được kiểm tra."
UNKNOWN_TABLE = "Bảng có dòng «{words}…» chưa rõ các cột; Ông/Bà xem lại từng dòng của bảng này."
# Orders in so many cells make a table of tasks.
_SEVERAL = 3


def read(
    data: bytes,
    name: str,
    *,
    calendar: Calendar,
    settings: ReadingSettings | None = None,
    recognise: Recognise = nobody,
) -> Reading:
    """Read the file `data` that came as `name`; raises a DocumentError that says what to do.

    `recognise` reads pages that are pictures.
    """
    return read_document(open_document(data, name, recognise), calendar=calendar, settings=settings)


def read_pasted(text: str, *, calendar: Calendar, settings: ReadingSettings | None = None) -> Reading:
    """Read text pasted into a chat."""
    return read_document(from_text(text, "văn bản dán"), calendar=calendar, settings=settings)


def read_document(
    document: Document, *, calendar: Calendar, settings: ReadingSettings | None = None
) -> Reading:
    """Read an opened document."""
    settings = settings or ReadingSettings()
    blocks = unfolded(document)
    if len(blocks) > MAX_PARAGRAPHS:
        raise TooLarge(name=document.name, what="quá nhiều đoạn")
    header = read_header(document, blocks)
    root = gathered(outline(blocks))
    dating = Dating.of(header, calendar, settings)
    tasks = Reader(document, header, dating).tasks(root)
    if document.form == "scan":
        tasks = [_recognised(task) for task in tasks]
    torn = torn_at(document)
    if torn is not None:
        tasks = [marked(task, torn) for task in tasks]
    notes = [*document.notes, *([NOTE] if torn is not None and NOTE not in document.notes else [])]
    notes += [UNKNOWN_TABLE.format(words=words)] if (words := _in_unknown_table(blocks)) else []
    notes += [LONG_PARAGRAPH] if _has_long_paragraph(document) else []
    notes += [NO_TASK] if not tasks else []
    notes += [NO_DATE] if dating.issued is None else []
    return Reading(
        name=document.name,
        form=document.form,
        text=document.text,
        header=header,
        targets=tuple(targets_of(document, header, root)),
        tasks=tuple(tasks),
        notes=tuple(notes),
    )


def _in_unknown_table(blocks: list[Paragraph | Grid]) -> str:
    """Return how the first of several orders begins that stand in a table nobody could read, "" where none do."""
    loose = [one.text for one in blocks if isinstance(one, Paragraph) and one.loose and says_what(one.text)]
    return " ".join(loose[0].split()[:6]) if len(loose) >= _SEVERAL else ""


def _recognised(task: ReadTask) -> ReadTask:
    """Return `task` with every field that was recognised from a picture marked so."""
    fields = {"title": task.title, "lead": task.lead, "partners": task.partners, "due": task.due_quote}
    known = dict(task.unsure)
    marks = {field: SCANNED for field, value in fields.items() if value and field not in known}
    return replace(task, unsure=(*known.items(), *marks.items()))


def _has_long_paragraph(document: Document) -> bool:
    return any(isinstance(block, Paragraph) and len(block.text) > MAX_PARAGRAPH for block in document.blocks)
