"""Open any of the known formats."""

from roviec.tasks.reading.errors import EmptyDocument, TooLarge
from roviec.tasks.reading.guard import form_of
from roviec.tasks.reading.scanned import Recognise, nobody
from roviec.tasks.reading.source import Document
from roviec.tasks.reading.text import MAX_CHARACTERS, read_text
from roviec.tasks.reading.word import read_word


def _read(form: str, data: bytes, name: str, recognise: Recognise) -> Document:
    # The libraries behind Excel and PDF weigh 30 MB: a process that reads none does without them.
    if form == "xlsx":
        from roviec.tasks.reading.excel import read_excel

        return read_excel(data, name)
    if form == "pdf":
        from roviec.tasks.reading.pdf import read_pdf

        return read_pdf(data, name, recognise)
    return read_word(data, name) if form == "docx" else read_text(data, name)


def open_document(data: bytes, name: str, recognise: Recognise = nobody) -> Document:
    """Open the document `data` that came as the file `name`; raises a DocumentError with what to do."""
    document = _read(form_of(data, name), data, name, recognise)
    if not document.text.strip():
        raise EmptyDocument(name=name)
    if len(document.text) > MAX_CHARACTERS:
        raise TooLarge(name=name, what="quá dài")
    return document
