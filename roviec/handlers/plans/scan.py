"""Scanned pages read by Tesseract with its Vietnamese data, where both are installed; one bounded process a page."""

import io
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

# Short of the ten seconds a document has in all.
SECONDS = 8.0
MAX_PAGES = 20
_DPI = 200


@cache
def installed() -> bool:
    """Tell whether Tesseract and its Vietnamese data are on this machine."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        said = subprocess.run([program, "--list-langs"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in said.stdout.split() + said.stderr.split()


def recognised(pages: Sequence[Any]) -> list[str]:
    """Return the text of the first pages, as many as the time allows; [] where nothing can read them."""
    if not installed():
        return []
    texts: list[str] = []
    until = time.monotonic() + SECONDS
    for page in pages[:MAX_PAGES]:
        left = until - time.monotonic()
        text = _page(page, left) if left > 0.5 else None
        if text is None:
            break
        texts.append(text)
    return texts


def _page(page: Any, seconds: float) -> str | None:
    """Return what Tesseract sees on a page; None when it fails or takes longer than `seconds`."""
    picture = io.BytesIO()
    page.to_image(resolution=_DPI).original.convert("L").save(picture, "PNG")
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "6", "-c", "preserve_interword_spaces=1"]
    try:
        done = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            # Its threads wait for each other: one alone reads a page in a tenth of the time.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
