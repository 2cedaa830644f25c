"""What a form of a page brings: our own page sent it, in the session that it was made for, not too much of it."""

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from roviec.web import guard
from roviec.web.errors import Refused, TextTooLong
from roviec.web.gate import gate_of
from roviec.web.office.entry import Guest
from roviec.web.payload import clean

LARGEST, FIELDS = 128 * 1024, 400
MOST_WORDS = 4000
TOKEN = "khoa"


class FormOld(Refused):
    """Biểu mẫu này thuộc một phiên đã kết thúc nên chưa có gì thay đổi. Ông/Bà mở lại trang rồi thực hiện lại."""

    status = 409


@dataclass(frozen=True)
class Form:
    """The fields of a form: each may have come several times."""

    fields: dict[str, list[str]]

    def one(self, name: str) -> str:
        """Return the first value of a field, cleaned; "" where there is none."""
        return clean(self.fields.get(name, [""])[0])

    def all(self, name: str) -> list[str]:
        """Return every value of a field, cleaned."""
        return [clean(value) for value in self.fields.get(name, [])]


async def read(request: Request) -> Form:
    """Return what a form of ours brings; raise where another site sent it, or too often or too much."""
    guard.from_here(request)
    gate_of(request).posts.take(request)
    data = await guard.body(request, LARGEST)
    try:
        fields = parse_qs(data.decode("ascii"), max_num_fields=FIELDS, keep_blank_values=True)
    except ValueError as error:
        raise Refused from error
    return Form(fields)


def is_token(form: Form, token: str) -> bool:
    """Tell whether a form carries the token of a session."""
    return secrets.compare_digest(form.one(TOKEN).encode(), token.encode())


async def read_of(request: Request, guest: Guest) -> Form:
    """Return what a form brings that was made for the session of whoever is at the page; raise `FormOld` else."""
    form = await read(request)
    if not is_token(form, guest.token):
        raise FormOld
    if any(len(value) > MOST_WORDS for values in form.fields.values() for value in values):
        raise TextTooLong
    return form
