"""What the demo page works with: the sample people, and the clock that carries the scheduler along."""

import hashlib
import secrets
from collections import Counter
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.demo.clock import DemoClock
from roviec.bot.demo.sample import sample
from roviec.bot.demo.seed import address
from roviec.bot.process import Process
from roviec.db import people, reminders, sessions
from roviec.db.models import Address, Fact
from roviec.scheduler.clock import Scheduler
from roviec.texts import catalogue
from roviec.texts.shapes import weekday
from roviec.web.demo import Persona, PersonaKind, Step
from roviec.web.identity import chat_of

SECRET = "demo.secret"
FAR = timedelta(days=200)


class Show:
    """A running demonstration, as web/demo.py wants it."""

    def __init__(self, process: Process, scheduler: Scheduler, clock: DemoClock, secret: str) -> None:
        self.process, self.scheduler, self.clock, self._secret = process, scheduler, clock, secret

    @classmethod
    async def open(cls, process: Process, scheduler: Scheduler, clock: DemoClock) -> "Show":
        """Return the demonstration with every persona's chat linked."""
        async with process.parts.db.write() as session:
            fact = await session.get(Fact, SECRET) or Fact(name=SECRET, value={"key": secrets.token_hex(16)})
            session.add(fact)
            show = cls(process, scheduler, clock, fact.value["key"])
            for persona in show.everyone():
                person = None
                if persona.kind is not PersonaKind.citizen:
                    person = await people.person_named(session, f"{persona.name}, {persona.unit}")
                chat = chat_of(show.chat_secret(persona.id))
                place = await address(session, chat=chat, person=person, now=clock())
                await show.let_in(session, persona.id, place)
        return show

    def people(self) -> list[Persona]:
        """Return whom the visitor can become: those of the roster with a hint, then the citizens."""
        return [persona for persona in self.everyone() if persona.hint]

    def everyone(self) -> list[Persona]:
        """Return everybody with a chat, so that no reminder is lost on somebody without a hint."""
        staff, citizens = sample()["people"], sample()["citizens"]
        return [
            *(
                Persona(
                    f"p{n}", r["name"], r["position"], r["unit"], PersonaKind(r["role"]), r.get("persona", "")
                )
                for n, r in enumerate(staff)
            ),
            *(
                Persona(f"c{n}", c["name"], "Người dân", "", PersonaKind.citizen, c["hint"])
                for n, c in enumerate(citizens)
            ),
        ]

    def chat_secret(self, persona_id: str) -> str:
        """Return the chat cookie's value of a persona."""
        return hashlib.sha256(f"{self._secret}/{persona_id}".encode()).hexdigest()

    async def let_in(self, session: AsyncSession, persona_id: str, place: Address) -> None:
        """Let the browser in as a persona: its secret is made here."""
        life = self.process.parts.house.sessions
        await sessions.end_chat(session, place.chat)
        secret = self.chat_secret(persona_id)
        await sessions.begin(
            session, secret, chat=place.chat, person_id=place.person_id, now=self.clock(), life=life
        )

    def now(self) -> datetime:
        """Return the demonstration's time in the office's zone."""
        return self.clock().astimezone(self.process.parts.house.zone)

    async def move(self, step: Step) -> str:
        """Move the clock through every moment at which something may be sent; say what was."""
        start, before = self.now(), await self._notices()
        until = start + {"day": timedelta(days=1), "week": timedelta(days=7), "next": FAR}[step]
        for moment in self.scheduler.due_times(start, until):
            self.clock.put(moment)
            await self.scheduler.tick(moment)
            if step == "next" and (await self._notices())["reminder"] > before["reminder"]:
                until = moment
                break
        self.clock.put(until)
        await self.process.settle()
        await self.clock.remember(self.process.parts.db)
        sent = await self._notices() - before
        say = catalogue("vi")
        return say(
            "demo.moved", day=weekday(self.now().date()), reminders=sent["reminder"], digests=sent["digest"]
        )

    async def _notices(self) -> Counter[str]:
        """Count what has been said by kind."""
        async with self.process.parts.db.read() as session:
            return Counter(await reminders.said_by_kind(session))
