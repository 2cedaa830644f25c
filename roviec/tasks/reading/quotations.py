"""The words of a law that a document quotes: nobody's tasks."""

import re
from collections.abc import Sequence

from roviec.tasks.reading.source import Paragraph

_OPENS_QUOTE = re.compile(r"\s*[“\"]\s*\S")
_CLOSES_QUOTE = re.compile(r"[”\"]\s*[.;,]?\s*\Z")
# A law is quoted by articles, not by chapters: what never closes is no quotation.
_LONGEST_QUOTE = 60


def quoted_in(blocks: Sequence[object]) -> set[int]:
    """Return which paragraphs are the words of a law: from an opening mark after a colon to the closing one."""
    inside: set[int] = set()
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        if at in inside or not isinstance(block, Paragraph) or not isinstance(before, Paragraph):
            continue
        if (
            not before.text.rstrip().endswith(":")
            or not _OPENS_QUOTE.match(block.text)
            or not _is_open(block.text)
        ):
            continue
        for end in range(at + 1, min(at + _LONGEST_QUOTE, len(blocks))):
            following = blocks[end]
            if not isinstance(following, Paragraph):
                break
            if _CLOSES_QUOTE.search(following.text):
                inside |= set(range(at, end + 1))
                break
    return inside


def _is_open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1
