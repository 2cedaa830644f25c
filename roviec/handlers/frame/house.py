"""What every handler may lean on beside the database: calendar, settings, links, files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from roviec.channels.webchat.registration import page_of
from roviec.db.calendar import OfficeDays
from roviec.db.files import FileStore
from roviec.db.keeping import Retention
from roviec.db.sessions import Life
from roviec.db.surveys.traces import Traces
from roviec.handlers.frame.pace import Pace
from roviec.messages.allowance import Allowance
from roviec.messages.capabilities import Capabilities
from roviec.reports.letterhead import Letterhead
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings
from roviec.tasks.feedback.rules import Rules
from roviec.tasks.ladder import Ladder


@dataclass(frozen=True)
class House:
    """The settings that the rooms need, in their own words; calendar and name follow the office while it runs."""

    named: str
    """The office's name as config.toml has it."""
    zone: ZoneInfo
    calendar: Callable[[], Calendar]
    ladder: Ladder
    deadlines: DeadlineSettings
    headline: str
    minimum_cell: int
    paused_survey_days: int
    max_file: int
    files: FileStore
    channels: Mapping[str, Capabilities]
    links: Callable[[str], Mapping[str, str]]
    """Return one address per channel that opens it with a code."""
    days: OfficeDays = field(default_factory=OfficeDays)
    """What keeps `calendar` up to date."""
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    """What each channel that counts its messages carries in a month."""
    feedback: Rules = field(default_factory=Rules)
    traces: Traces = field(default_factory=dict)
    """What each channel must erase itself of an answered survey or a forgotten chat."""
    keep: Retention = field(default_factory=Retention)
    public_url: str = "http://localhost:8080"
    """Where the pages are, without a slash at its end."""
    sessions: Life = field(default_factory=Life)
    """How long a browser's session lives."""
    hour: time = time(8, 0)
    """When the day's reminder comes to whoever has chosen no hour of their own."""
    wrong_codes: Pace = field(default_factory=lambda: Pace(10, 3600))
    """How often a chat may try codes that are none."""

    letterhead: Letterhead = field(default_factory=Letterhead)
    """What the Word drafts of reports bear."""
    mails: bool = False
    """Whether officials with a mailbox are told by mail that something waits in the web chat."""
    public_results: bool = False
    """Whether everybody may open the page of results."""
    names_untold: bool = True
    """Whether digests name those whom nothing tells of it."""

    @property
    def office(self) -> str:
        """The office's name: as it calls itself on its pages, else as configured."""
        return self.days.name or self.named

    def page(self, code: str) -> str:
        """Return the address of the office's own pages that opens with a code."""
        return page_of(self.public_url, code)

    def form(self, code: str) -> str:
        """Return the address of the pages of a survey's form."""
        return f"{self.public_url.rstrip('/')}/phieu/{code}"
