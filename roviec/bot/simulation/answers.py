"""What citizens answer: levels drawn from one seed, kept as a finished survey is."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.surveys.finish import keep_response
from roviec.survey.questionnaire import Kind, Questionnaire

LEVELS = (1, 2, 3, 4, 5)
MOOD = (2, 5, 18, 45, 30)
"""Of a hundred answers so many are of each level."""
SKIPPED = 0.03


def scales(form: Questionnaire) -> Sequence[str]:
    """Return the questions that a level answers."""
    return [item.id for item in form.items if item.kind is Kind.SCALE]


def drawn(dice: random.Random, items: Iterable[str]) -> dict[str, int]:
    """Return one citizen's levels; a question is skipped now and then."""
    return {item: dice.choices(LEVELS, MOOD)[0] for item in items if dice.random() > SKIPPED}


@dataclass(frozen=True)
class Desk:
    """Where people answer: a campaign at a unit, with its form and the fewest people that a figure shows."""

    campaign: int
    unit: int
    form: Questionnaire
    minimum_cell: int

    async def answer(self, session: AsyncSession, dice: random.Random, now: datetime) -> None:
        """Let one citizen answer."""
        given = drawn(dice, scales(self.form))
        await keep_response(
            session,
            campaign_id=self.campaign,
            unit_id=self.unit,
            form=self.form,
            answers=given,
            found=(),
            minimum_cell=self.minimum_cell,
            today=now.date(),
            now=now,
        )
