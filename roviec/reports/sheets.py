"""Paper that leads to the office: QR codes, codes to type, and the address that a phone elsewhere must be able to open."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno

from roviec.errors import PersonError
from roviec.reports.typeset import render
from roviec.texts import Texts, catalogue

GROUP = 4


class OnlyHere(PersonError):
    """Địa chỉ {url} chỉ mở được trên chính máy này nên không in. Ông/Bà đặt web.public_url trong config.toml rồi in lại."""


@dataclass(frozen=True)
class Invited:
    """Somebody with the code that links a chat of theirs, and the address that carries it."""

    name: str
    position: str
    unit: str
    code: str
    link: str


@dataclass(frozen=True)
class Poster:
    """What hangs at the counters of a unit: the desk, the code and the address of each."""

    office: str
    unit: str
    url: str
    doors: tuple[tuple[str, str, str], ...]


def check_reachable(url: str) -> None:
    """Raise `OnlyHere` for an address that a phone elsewhere can't open."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        if host in ("", "localhost") or host.endswith(".localhost"):
            raise OnlyHere(url=url) from None
        return
    if address.is_loopback or address.is_unspecified or address.is_link_local:
        raise OnlyHere(url=url)


def in_groups(code: str) -> str:
    """Return a code as people read it: "ABCD-EFGH-2345"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def drawn(link: str) -> str:
    """Return the QR code of a link as SVG."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(border=2, omitsize=True)
    return drawn


def invitations(invited: Sequence[Invited], *, say: Texts, office: str, url: str, until: str) -> bytes:
    """Return sheets of A4 with an invitation for each, to be cut and handed out; raise `OnlyHere`."""
    check_reachable(url)
    data = {
        "language": say.language,
        "office": office,
        "heading": say("sheets.invitation"),
        "scan": say("sheets.scan"),
        "type": say("sheets.type", address=url.removeprefix("https://").removeprefix("http://").rstrip("/")),
        "once": say("sheets.once", until=until),
        "sheets": [
            {
                "name": one.name,
                "post": ", ".join(part for part in (one.position, one.unit) if part),
                "letters": in_groups(one.code),
                "code": drawn(one.link),
            }
            for one in invited
        ],
    }
    return render("invitations", data, "pdf")


def posters(made: Poster, size: str) -> bytes:
    """Return a page for each counter, as PDF; citizens read them, so they are in Vietnamese."""
    say = catalogue("vi")
    data = {
        "language": say.language,
        "size": size,
        "office": made.office,
        "heading": say("cli.poster.heading"),
        "scan": say("cli.poster.scan"),
        "type": say("cli.poster.type"),
        "address": f"{made.url.removeprefix('https://').removeprefix('http://')}/phieu",
        "anonymous": say("cli.card.anonymous"),
        "sheets": [
            {
                "desk": " – ".join(part for part in (desk, made.unit) if part and part != made.office),
                "letters": in_groups(code),
                "code": drawn(page),
            }
            for desk, code, page in made.doors
        ],
    }
    return render("poster", data, "pdf")
