"""Versions of questionnaires: kept as they were written, never changed."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Form
from roviec.errors import PersonError
from roviec.survey.load import load, shipped, shipped_names, shipped_text


class VersionTaken(PersonError):
    """Phiếu «{code}» phiên bản {version} đã được lưu với nội dung khác. Ông/Bà đặt số phiên bản mới rồi lưu lại."""


class FormUnknown(PersonError):
    """Không có phiếu «{code}». Các phiếu dùng được: {known}."""


class VersionUnknown(PersonError):
    """Chưa có đợt khảo sát nào dùng phiếu «{code}» phiên bản {version}. Ông/Bà ghi tên tệp hoặc phiên bản khác."""


async def keep_form(session: AsyncSession, *, source: str) -> Form:
    """Store a version of a questionnaire; raise `VersionTaken` when it stands there with other content."""
    form = load(source)
    same = select(Form).where(Form.code == form.code, Form.version == form.version)
    known = (await session.exec(same)).first()
    if known is None:
        known = Form(
            code=form.code,
            version=form.version,
            title=form.title["vi"],
            checksum=form.checksum,
            source=source,
        )
        session.add(known)
        await session.flush()
    if known.checksum != form.checksum:
        raise VersionTaken(code=form.code, version=form.version)
    return known


async def latest_form(session: AsyncSession, code: str) -> Form:
    """Return the newest stored version of a form; a shipped one is stored at its first use."""
    found = select(Form).where(Form.code == code).order_by(col(Form.id).desc())
    form = (await session.exec(found)).first()
    if form is not None:
        return form
    if code not in shipped_names():
        raise FormUnknown(code=code, known=", ".join(shipped_names()))
    return await keep_form(session, source=shipped_text(code))


async def known_forms(session: AsyncSession) -> list[tuple[str, str]]:
    """Return (code, title) of every form that can be opened: the newest versions that are kept, and the shipped ones."""
    rows = (await session.exec(select(Form.code, Form.title).order_by(col(Form.id)))).all()
    shipped_ones = {code: form.title["vi"] for code, form in shipped().items()}
    return sorted((shipped_ones | dict(rows)).items())


async def stored_text(session: AsyncSession, code: str, version: str) -> str:
    """Return a stored version as it was written; raise `VersionUnknown`."""
    found = select(Form).where(Form.code == code, Form.version == version)
    form = (await session.exec(found)).first()
    if form is None:
        raise VersionUnknown(code=code, version=version)
    return form.source
