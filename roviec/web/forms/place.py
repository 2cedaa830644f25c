"""What a request to the pages of a form is about: the code's door, the browser, and where it stands."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from roviec.db import surveys
from roviec.db.models import Address, Person, Role, SurveyRun
from roviec.db.sessions import Here
from roviec.db.surveys.campaigns import committed_form
from roviec.db.surveys.doors import Opened, opened, run_at
from roviec.handlers.codes import bare
from roviec.handlers.frame.house import House
from roviec.survey.modes import Mode
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.session import Session
from roviec.texts import LANGUAGES, PARTIAL, Texts, catalogue
from roviec.web.deps import deps_of
from roviec.web.errors import Refused
from roviec.web.gate import gate_of
from roviec.web.identity import CHAT, session_in

SEAT = "rv_seat"
"""The cookie of one form, where each form is somebody else's."""
LONGEST = 50


class NoSuchForm(Refused):
    """Mã phiếu này không đúng, đã được dùng hoặc đã hết hạn. Ông/Bà kiểm tra lại mã hoặc quét lại mã QR tại quầy."""

    status = 404


class PaperForAdmins(Refused):
    """Chỉ quản trị viên được nhập phiếu giấy. Ông/Bà liên kết trình duyệt này bằng mã mời rồi mở lại đường dẫn."""

    status = 403


@dataclass(frozen=True)
class Place:
    """A door, who stands at it, and the form in that person's language; `state` is there once they have begun."""

    code: str
    door: Opened
    form: Questionnaire
    language: str
    today: date
    chat: str | None = None
    address: Address | None = None
    run: SurveyRun | None = None
    state: Session | None = None

    @property
    def path(self) -> str:
        """Return where the pages of this code begin."""
        return f"/phieu/{self.code}"

    @property
    def is_fresh(self) -> bool:
        """Tell whether each form here has a seat of its own: it is somebody else's, or about another dossier."""
        return self.door.mode.is_fresh or self.door.dossier is not None

    @property
    def cookie(self) -> str:
        """Return the name of the cookie that says whose form it is."""
        return SEAT if self.is_fresh else CHAT

    @property
    def texts(self) -> Texts:
        """Return the sentences of the page."""
        return catalogue(self.language)


def house_of(request: Request) -> House:
    """Return the settings of the house."""
    house = deps_of(request).house
    assert house is not None
    return house


def code_of(request: Request) -> str:
    """Return the code in the path, in letters and digits alone."""
    return bare(str(request.path_params["code"])[:LONGEST])


async def find(session: AsyncSession, request: Request, *, hold: bool = False) -> Place:
    """Return the place of a request; raise `Renewed`, and `NoSuchForm`, which counts against guessing."""
    gate_of(request).wrong_codes.check(request)
    deps, code, here = deps_of(request), code_of(request), await session_in(session, request)
    chat, address = _stands(here)
    door = await opened(session, code, address)
    if door is None:
        gate_of(request).wrong_codes.count(request)
        raise NoSuchForm
    if door.mode is Mode.PAPER and not await _is_admin(session, here):
        raise PaperForAdmins
    if door.mode.is_fresh or door.dossier:
        chat, address = _stands(await session_in(session, request, SEAT))
    run = await run_at(session, door, address, hold=hold) if address is not None else None
    if door.dossier and run is None:
        # The seat that this browser has is another form's.
        chat, address = None, None
    state = surveys.state_of(run) if run is not None else None
    form = await committed_form(session, door.campaign)
    language = language_of(request, form, state, fresh=door.mode.is_fresh)
    return Place(
        code=code,
        door=door,
        # Nothing is final before all answers were seen together.
        form=form.reviewed,
        language=language,
        today=deps.clock().astimezone(house_of(request).zone).date(),
        chat=chat,
        address=address,
        run=run,
        state=replace(state, language=language) if state else None,
    )


def _stands(here: Here | None) -> tuple[str | None, Address | None]:
    return (here.chat, here.address) if here is not None else (None, None)


async def _is_admin(session: AsyncSession, here: Here | None) -> bool:
    person = await session.get(Person, here.person_id) if here is not None and here.person_id else None
    return person is not None and person.role is Role.admin


def languages_of(form: Questionnaire) -> dict[str, str]:
    """Return the languages that both a form and its pages speak, by code, each with its own name."""
    return {code: name for code, name in (LANGUAGES | PARTIAL).items() if code in form.languages}


def language_of(request: Request, form: Questionnaire, state: Session | None, *, fresh: bool = False) -> str:
    """Return the language asked for, else the one the form was begun in, else that of this browser."""
    kept = "" if fresh else request.cookies.get("rv_lang", "")
    begun = state.language if state else ""
    wanted = (request.query_params.get("lang", ""), begun, kept)
    return next((code for code in wanted if code in languages_of(form)), "vi")
