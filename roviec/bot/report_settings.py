"""The section of config.toml about the Word drafts of reports: who writes, to whom, who signs."""

from pathlib import Path

from pydantic import Field

from roviec.reports.letterhead import Letterhead
from roviec.sections import Section


class Report(Section):
    """What a report bears; what is left empty is left for the pen."""

    template: str = ""
    authority: str = Field(default="", max_length=200)
    symbol: str = Field(default="BC-UBND", max_length=40)
    place: str = Field(default="", max_length=60)
    on_behalf: str = Field(default="", max_length=200)
    position: str = Field(default="", max_length=200)
    signer: str = Field(default="", max_length=100)
    recipients: tuple[str, ...] = ()

    @property
    def letterhead(self) -> Letterhead:
        """Return the same as reports know it."""
        values = self.model_dump(exclude={"template"})
        return Letterhead(**values, template=Path(self.template) if self.template else None)
