"""A kept file, sent to whoever may see it: a picture is shown, anything else saved, and nothing in it runs."""

from pathlib import Path

from starlette.responses import FileResponse

from roviec.web.uploads import PICTURES


def file_response(path: Path, name: str, mime: str) -> FileResponse:
    """Return the response that carries a file under its name."""
    return FileResponse(
        path,
        media_type=mime,
        filename=name,
        content_disposition_type="inline" if mime in PICTURES.values() else "attachment",
        headers={"content-security-policy": "default-src 'none'; sandbox", "cache-control": "no-store"},
    )
