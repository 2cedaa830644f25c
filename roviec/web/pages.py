"""Templates, and what every page needs: texts, language, addresses of scripts."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from roviec.texts import Texts, catalogue
from roviec.web.deps import office_of, texts_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
_TEMPLATES = Jinja2Templates(directory=HERE / "templates")
# A template is as it was installed: its file is not asked for its age at every page.
_TEMPLATES.env.auto_reload = False


@cache
def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


@cache
def _script_keys() -> tuple[str, ...]:
    return tuple(key for key in catalogue("vi").sentences if key.startswith("web.js."))


def script_texts(texts: Texts) -> dict[str, str]:
    """Return the sentences that the page's script shows, keyed without their "web.js." prefix."""
    return {key.removeprefix("web.js."): texts.raw(key) for key in _script_keys()}


def template(request: Request, name: str, values: dict[str, Any], *, status: int = 200) -> Response:
    """Return a page in the person's language; a language asked for is remembered."""
    texts = texts_of(request)
    common = {
        "t": texts,
        "lang": texts.language,
        "office": office_of(request),
        "asset": asset,
        "script_texts": script_texts(texts),
    }
    response: Response = _TEMPLATES.TemplateResponse(request, name, common | values, status_code=status)
    if request.query_params.get("lang") == texts.language:
        response.set_cookie("rv_lang", texts.language, max_age=365 * 24 * 3600, samesite="lax", path="/")
    return response


def fragment(name: str, values: dict[str, Any]) -> str:
    """Return a piece of a page, escaped like the page itself."""
    return _TEMPLATES.get_template(name).render(values)
