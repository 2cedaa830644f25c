"""One post of a form's page, as the verbs take it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from roviec.db.models import Address, SurveyRun
from roviec.survey.session import Session
from roviec.web.deps import deps_of
from roviec.web.forms.fields import Fields
from roviec.web.forms.place import Place


@dataclass(frozen=True)
class Post:
    """What is done at a place where a form was begun."""

    request: Request
    place: Place
    fields: Fields

    @property
    def state(self) -> Session:
        """Return where the form stands."""
        assert self.place.state is not None
        return self.place.state

    @property
    def run(self) -> SurveyRun:
        """Return the row that keeps it."""
        assert self.place.run is not None
        return self.place.run

    @property
    def address(self) -> Address:
        """Return whose it is until it is sent."""
        assert self.place.address is not None
        return self.place.address

    @property
    def now(self) -> datetime:
        """Return the time of the post."""
        return deps_of(self.request).clock()


Verb = Callable[[AsyncSession, Post], Awaitable[Response]]
