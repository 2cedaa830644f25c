"""A browser without scripts: it follows links, fills in forms and presses buttons as HTML says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

SPACES = " "


@dataclass
class Control:
    """A button, or a link where `href` is set."""

    label: str
    name: str = ""
    value: str = ""
    form: str = ""
    href: str = ""


@dataclass
class Form:
    """What a form would send by itself."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Reading(HTMLParser):
    """Reads a page: its words, forms, buttons and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: dict[str, Form] = {}
        self.controls: list[Control] = []
        self.refresh = ""
        self._form, self._open, self._area, self._skip = "", None, "", 0  # type: ignore[var-annotated]
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {key: value or "" for key, value in attrs}
        if tag in ("style", "script") or (tag == "button" and "hidden" in at):
            # What only a script would show is not there.
            self._skip, self._within = self._skip + 1, tag
            return
        if tag == "form":
            self._form = at.get("id") or f"form{len(self.forms)}"
            self.forms[self._form] = Form(at.get("action", ""), at.get("method", "get"))
        if tag == "meta" and at.get("http-equiv") == "refresh":
            self.refresh = at["content"]
        if tag == "input" and self._form and at.get("name"):
            if at.get("type", "text") in ("radio", "checkbox") and "checked" not in at:
                return
            self.forms[self._form].fields.append((at["name"], at.get("value", "")))
        if tag == "textarea":
            self._area = at.get("name", "")
            self.forms[self._form].fields.append((self._area, ""))
        if tag == "button":
            form = at.get("form") or self._form
            self._open = Control("", at.get("name", ""), at.get("value", ""), form)
        if tag == "a":
            self._open = Control("", href=at.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._skip and tag == self._within:
            self._skip -= 1
            return
        if tag in ("button", "a") and self._open is not None:
            self._open.label = SPACES.join(self._open.label.split())
            self.controls.append(self._open)
            self._open = None
        if tag == "form":
            self._form = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        if self._area:
            self.forms[self._form].fields[-1] = (self._area, data)
        if self._open is not None:
            self._open.label += data
        self.words.append(data)


class Reader:
    """One person with such a browser."""

    def __init__(self, app: Starlette, site: str = "http://localhost", **headers: str) -> None:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(
            transport=transport,
            base_url=site,
            headers={"sec-fetch-site": "same-origin", "accept": "text/html", **headers},
            follow_redirects=True,
        )
        self.response: httpx.Response | None = None
        self.page = Reading("")

    async def opens(self, path: str) -> str:
        """Open an address; return the words of the page."""
        return self._got(await self.client.get(path))

    def _got(self, response: httpx.Response) -> str:
        self.response, self.page = response, Reading(response.text)
        return self.words

    @property
    def words(self) -> str:
        """The words of the page."""
        return SPACES.join(SPACES.join(self.page.words).split())

    @property
    def path(self) -> str:
        """Where the page is."""
        assert self.response is not None
        return self.response.url.path

    @property
    def status(self) -> int:
        """What the answer was."""
        assert self.response is not None
        return self.response.status_code

    def sees(self, *words: str) -> None:
        """Check that all of these stand on the page."""
        for one in words:
            assert one in self.words, (one, self.words)

    def does_not_see(self, *words: str) -> None:
        """Check that none of these stands on the page."""
        for one in words:
            assert one not in self.words, (one, self.words)

    def control(self, label: str) -> Control:
        """Return the button or link that is, or holds, `label`."""
        exact = [one for one in self.page.controls if one.label == label]
        found = exact or [one for one in self.page.controls if label in one.label]
        assert found, (label, [one.label for one in self.page.controls])
        return found[0]

    async def presses(self, label: str, **filled: Any) -> str:
        """Press a button or follow a link; `filled` are fields by name, dots as two underlines, lists for several."""
        control = self.control(label)
        if control.href:
            assert self.response is not None
            return await self.opens(str(self.response.url.join(control.href)))
        form = self.page.forms[control.form]
        wanted = {name.replace("__", "."): value for name, value in filled.items()}
        fields = [(key, value) for key, value in form.fields if key not in wanted]
        for key, value in wanted.items():
            fields += [(key, str(one)) for one in (value if isinstance(value, list) else [value])]
        if control.name:
            fields.append((control.name, control.value))
        return await self.posts(form.action, fields)

    async def posts(self, action: str, fields: list[tuple[str, str]]) -> str:
        """Send a form."""
        from urllib.parse import urlencode

        body = urlencode(fields)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert urlsplit(action).netloc == ""
        return self._got(await self.client.post(action, content=body, headers=kind))

    async def close(self) -> None:
        """Close it."""
        await self.client.aclose()
