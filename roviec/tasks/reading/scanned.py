"""Pages that are pictures: read by whoever can, every field marked."""

from collections.abc import Callable, Sequence
from typing import Any

SCANNED = "từ bản quét"
READ_BY_MACHINE = "Văn bản là bản quét; chữ do máy nhận dạng nên mọi nội dung đều cần đối chiếu với bản gốc."
CUT = "Bản quét dài: mới đọc {done} trên {count} trang."
Recognise = Callable[[Sequence[Any]], list[str]]
"""Return the text of the first pages (pdfplumber's), as many as could be read; [] where nothing can read them."""


def nobody(_pages: Sequence[Any]) -> list[str]:
    """Read no picture."""
    return []
