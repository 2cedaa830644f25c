"""Which questionnaire a word of the command line means: a file, TOML or Excel, or the code of one that ships."""

from pathlib import Path

from roviec.bot.cli.common import read_bytes
from roviec.errors import PersonError
from roviec.survey.authoring.toml import to_toml
from roviec.survey.load import BadForm, NotText, shipped_names, shipped_text
from roviec.tasks.reading.guard import form_of


class FormMissing(PersonError):
    """Không có tệp phiếu «{form}». Ông/Bà ghi đường dẫn tới tệp .toml, .xlsx hoặc một phiếu có sẵn: {shipped}."""


class NoWorkbook(PersonError):
    """Không đọc được tệp {name} như một bảng tính. Ông/Bà lưu lại thành Excel .xlsx rồi thử lại."""


def form_text(form: str) -> str:
    """Return the text of a form; raise `FormMissing`, `FileUnreadable`, `NotText`, `NoWorkbook` or `BadForm`."""
    path = Path(form)
    if not path.exists():
        if form in shipped_names():
            return shipped_text(form)
        raise FormMissing(form=form, shipped=", ".join(shipped_names()))
    data = read_bytes(path)
    if data.startswith(b"PK") or path.suffix.lower() in (".xlsx", ".xls"):
        return _from_excel(data, path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText(name=path.name) from None


def _from_excel(data: bytes, name: str) -> str:
    """Return a form that was written in Excel as the file that the product keeps."""
    # Two libraries that no other command waits for.
    from roviec.survey.authoring.xlsform import NotExcel, read_xlsform

    form_of(data, name)
    try:
        written = read_xlsform(data)
    except NotExcel:
        raise NoWorkbook(name=name) from None
    if written.problems:
        raise BadForm(written.problems)
    return to_toml(written.data)
