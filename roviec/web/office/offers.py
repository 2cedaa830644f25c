"""What a person may do with a task: the buttons that the chat would show them, each as a form with the fields it needs.

Which buttons there are is the chat's rule alone. Here stands only which words a button asks for, so that a page can ask
for them at once, and what is chosen from a list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from roviec.db import people
from roviec.db.feedback.find import of_task
from roviec.errors import PersonError
from roviec.handlers.choices import decisions as decide
from roviec.handlers.choices import tasks as work
from roviec.handlers.choices.feedback import FeedbackRoute, FeedbackTo
from roviec.handlers.frame.acting import Acting, pressed
from roviec.handlers.frame.choices import Action
from roviec.handlers.frame.packing import Unfit
from roviec.messages.outgoing import Choice, Outgoing

FIELDS: dict[type[Action], tuple[str, ...]] = {
    work.TaskAccept: (),
    work.TaskProgress: ("percent",),
    work.TaskDone: (),
    work.TaskBlock: ("obstacle",),
    work.TaskExtend: ("day", "reason"),
    work.TaskRefuse: ("reason",),
    work.TaskUndo: (),
    decide.TaskConfirm: (),
    decide.TaskBack: ("missing",),
    decide.TaskSuspend: ("reason",),
    decide.TaskResume: ("directive",),
    decide.TaskCancel: ("reason",),
    decide.TaskInsist: ("reason",),
    decide.TaskDirect: ("directive",),
    decide.TaskGiveTo: (),
    decide.EditAsk: ("value", "reason"),
    decide.EditUnit: ("reason",),
    decide.EditLeader: ("reason",),
    decide.ExtendGrant: (),
    decide.ExtendOther: ("day",),
    decide.ExtendTerms: ("terms",),
    decide.ExtendDeny: ("reason",),
    decide.BlockAnswer: ("removal",),
    FeedbackTo: (),
}
"""What a form of a task may do, and the words that it asks for, in the order in which the chat would."""
SHORT = frozenset(("percent", "day", "result", "goal"))
_ASKS = (decide.TaskGive, FeedbackRoute)
"""What leads to a list of who may be chosen."""
_GRAVE = (decide.TaskCancel, decide.ExtendDeny, work.TaskRefuse)


@dataclass(frozen=True)
class Offer:
    """A form: its label, the choice it makes or those to choose from, the words it asks for."""

    label: str
    choice: str = ""
    options: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    is_grave: bool = False
    parts: tuple["Offer", ...] = field(default=())
    """The forms that it opens instead."""


def action_of(packed: str) -> Action | None:
    """Return the choice that a form makes, None for what no form of a task does."""
    kind = next((one for one in FIELDS if one.verb == packed.partition(":")[0]), None)
    try:
        return kind.unpack(packed) if kind else None
    except Unfit:
        return None


@dataclass(frozen=True)
class Offers:
    """What a task's page offers to one person; `acting` begins anew for each question."""

    acting: Callable[[], Acting]

    async def card(self, task_id: int) -> tuple[Outgoing, list[Offer]]:
        """Return the task's card as the chat shows it, and its buttons as forms; raise where it may not be seen."""
        card = await self._asked(work.TaskOpen(task_id))
        offers = await self._all(card)
        if await of_task(self.acting().session, task_id) is not None:
            # Done means answered here: the chat asks for the answer that the citizen reads.
            done = work.TaskDone(task_id).pack()
            offers = [replace(one, fields=("answer",)) if one.choice == done else one for one in offers]
        return card, offers

    async def of_request(self, choice: Action) -> list[Offer]:
        """Return what may be done with an extension or an obstacle; nothing for who does not decide about it."""
        try:
            return await self._all(await self._asked(choice))
        except PersonError:
            return []

    async def _asked(self, choice: Action) -> Outgoing:
        return (await self.acting().ask([pressed(choice)]))[-1]

    async def _all(self, message: Outgoing) -> list[Offer]:
        found = [await self._offer(choice) for choice in message.choices]
        return [one for one in found if one is not None]

    async def _offer(self, choice: Choice) -> Offer | None:
        verb = choice.action.partition(":")[0]
        if verb == decide.TaskEdit.verb:
            parts = await self._all(await self._asked(decide.TaskEdit.unpack(choice.action)))
            return Offer(choice.label, parts=tuple(parts))
        asks = next((kind for kind in _ASKS if kind.verb == verb), None)
        if asks is not None:
            who = await self._asked(asks.unpack(choice.action))
            return Offer(choice.label, options=_options(who)) if who.choices else None
        action = action_of(choice.action)
        if isinstance(action, decide.EditAsk):
            return await self._edit(choice, action)
        if action is None:
            return None
        return Offer(choice.label, choice.action, (), FIELDS[type(action)], isinstance(action, _GRAVE))

    async def _edit(self, choice: Choice, action: decide.EditAsk) -> Offer:
        if action.what is decide.Field.lead:
            units = await people.units_with_staff(self.acting().session)
            options = [(decide.EditUnit(action.task, action.what, u.id or 0).pack(), u.name) for u in units]
            return Offer(choice.label, "", tuple(options), FIELDS[decide.EditUnit])
        if action.what is decide.Field.leader:
            leaders = await self._asked(action)
            return Offer(choice.label, "", _options(leaders), FIELDS[decide.EditLeader])
        fields = (f"value_{action.what}", "reason")
        return Offer(choice.label, choice.action, (), fields)


def _options(message: Outgoing) -> tuple[tuple[str, str], ...]:
    return tuple((one.action, one.label) for one in message.choices if action_of(one.action) is not None)


def shown(offer: Offer, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what a template needs of a form, with what was typed into it before a refusal."""
    was_sent = bool(typed) and typed["choice"] in (offer.choice, *(packed for packed, _ in offer.options))
    words = typed["words"] if was_sent else []
    parts = [shown(part, typed) for part in offer.parts]
    return {
        "label": offer.label,
        "choice": offer.choice,
        "options": offer.options,
        "chosen": typed["choice"] if was_sent else "",
        "fields": [
            {"name": name, "is_short": name in SHORT, "value": words[n] if n < len(words) else ""}
            for n, name in enumerate(offer.fields)
        ],
        "is_grave": offer.is_grave,
        "is_open": was_sent or any(part["is_open"] for part in parts),
        "parts": parts,
    }
