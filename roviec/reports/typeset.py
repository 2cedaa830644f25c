"""Lay out a template of this room with data: typst breaks the lines, draws the charts and writes the file."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from roviec.folding import nfc

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = Path(__file__).parent / "templates"
Format = Literal["png", "svg", "pdf"]
PHONE = 216.0
"""Dots per inch at which 360 points, the width of a phone, are 1080 pixels."""


def render(template: str, data: Mapping[str, Any], format: Format, *, ppi: float = PHONE) -> bytes:  # noqa: A002
    """Return the file that `templates/<template>.typ` makes of JSON-able `data`; `ppi` is for PNG alone.

    The template finds its data in `style.typ` and its language in `data["language"]`. The same data always gives
    the same bytes, and no font of the system is used. A PNG or SVG is of one page.
    """
    import typst  # 7 MB, for one picture a week

    words = nfc(json.dumps(data, ensure_ascii=False))
    compiler = typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=fonts())
    made = compiler.compile(format=format, ppi=ppi, sys_inputs={"data": words})
    assert isinstance(made, bytes)
    return made


@cache
def fonts() -> "typst.Fonts":
    """Return the fonts that come with the project."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
