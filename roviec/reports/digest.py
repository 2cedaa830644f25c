"""The digest: gather it, tell it, draw it, hand over its files."""

from roviec.reports.annex import annex
from roviec.reports.gather import gather
from roviec.reports.index_words import index_table, index_text
from roviec.reports.letterhead import Letterhead
from roviec.reports.model import Digest
from roviec.reports.picture import picture
from roviec.reports.satisfaction import gather_index
from roviec.reports.word import MIME as DOCX
from roviec.reports.word import draft
from roviec.reports.wording import text
from roviec.reports.workbook import MIME as XLSX
from roviec.texts import Texts

__all__ = ["Digest", "gather", "gather_index", "index_table", "index_text", "render", "text"]


def render(digest: Digest, say: Texts, head: Letterhead | None = None) -> list[tuple[str, str, bytes]]:
    """Return the files of a digest as (name, MIME type, bytes): the picture, the Excel annex, the Word draft."""
    return [
        (f"{digest.name}.png", "image/png", picture(digest, say)),
        (f"{digest.name}.xlsx", XLSX, annex(digest, say)),
        (f"{digest.name}.docx", DOCX, draft(digest, head or Letterhead())),
    ]
