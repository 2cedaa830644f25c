"""The addresses of lists: every filter stands in them, so that a list can be kept, sent and printed again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request

from roviec.db.tasks.lists import By, Tab
from roviec.db.tasks.office import Look
from roviec.handlers.frame.packing import HIGHEST
from roviec.web.errors import Refused
from roviec.web.payload import clean

LISTS = "/trang/viec"
MOST_PAGES = 1000
_FILTERS = {By.unit: "unit", By.leader: "leader", By.plan: "plan", By.component: "component"}


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a tab, what narrows it, the words looked for, and a page counted from 1."""

    tab: Tab = Tab.open
    unit: int | None = None
    leader: int | None = None
    plan: int | None = None
    component: str | None = None
    words: str = ""
    page: int = 1

    @property
    def look(self) -> Look:
        """What narrows the list, for the database."""
        return Look(
            self.tab.which, unit=self.unit, leader=self.leader, plan=self.plan, component=self.component
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return replace(self, tab=Tab.open, page=1) != Asked()

    def path(self, at: str = LISTS, **changes: object) -> str:
        """Return the address of a list that differs by some fields."""
        query = replace(self, **changes).query()  # type: ignore[arg-type]
        return f"{at}?{urlencode(query)}"

    def query(self) -> Mapping[str, str]:
        """Return the fields of the address, those that say nothing left out."""
        narrow = {str(by): getattr(self, name) for by, name in _FILTERS.items()}
        found = {"muc": self.tab, **narrow, "tim": self.words, "trang": self.page if self.page > 1 else ""}
        return {name: str(value) for name, value in found.items() if value not in (None, "")}


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read an address; what is no number or no tab is left out."""
    tab = query.get("muc", "")
    return Asked(
        tab=Tab(tab) if tab in set(Tab) else Tab.open,
        unit=number(query.get(By.unit)),
        leader=number(query.get(By.leader)),
        plan=number(query.get(By.plan)),
        component=clean(query.get(By.component, ""), 200) or None,
        words=clean(query.get("tim", ""))[:120],
        page=min(max(number(query.get("trang")) or 1, 1), MOST_PAGES),
    )


def number(text: str | None) -> int | None:
    """Return an id that was written in digits, None for anything else."""
    is_one = text is not None and text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST))
    found = int(text) if text is not None and is_one else None
    return found if found is not None and found <= HIGHEST else None


def id_in(request: Request, name: str = "id") -> int:
    """Return the number in a path; raise `Refused` for what is none."""
    found = number(request.path_params[name])
    if found is None:
        raise Refused
    return found
