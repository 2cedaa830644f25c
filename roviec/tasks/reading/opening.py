"""Open any of the known formats."""

from roviec.tasks.reading.errors import EmptyDocument, TooLarge
from roviec.tasks.reading.excel import read_excel
from roviec.tasks.reading.guard import form_of
from roviec.tasks.reading.pdf import read_pdf
from roviec.tasks.reading.source import Document
from roviec.tasks.reading.text import MAX_CHARACTERS, read_text
from roviec.tasks.reading.word import read_word

_READERS = {"docx": read_word, "xlsx": read_excel, "pdf": read_pdf, "text": read_text}


def open_document(data: bytes, name: str) -> Document:
    """Open the document `data` that came as the file `name`; raises a DocumentError with what to do."""
    document = _READERS[form_of(data, name)](data, name)
    if not document.text.strip():
        raise EmptyDocument(name=name)
    if len(document.text) > MAX_CHARACTERS:
        raise TooLarge(name=name, what="quá dài")
    return document
