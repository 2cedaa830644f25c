"""Which questionnaire a word of the command line means: a file, or the code of one that ships."""

from pathlib import Path

from roviec.bot.cli.common import read_bytes
from roviec.errors import PersonError
from roviec.survey.load import NotText, shipped_names, shipped_text


class FormMissing(PersonError):
    """Không có tệp phiếu «{form}». Ông/Bà ghi đường dẫn tới tệp .toml hoặc một phiếu có sẵn: {shipped}."""


def form_text(form: str) -> str:
    """Return the text of a form; raise `FormMissing`, `FileUnreadable` or `NotText`."""
    path = Path(form)
    if not path.exists():
        if form in shipped_names():
            return shipped_text(form)
        raise FormMissing(form=form, shipped=", ".join(shipped_names()))
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText(name=path.name) from None
