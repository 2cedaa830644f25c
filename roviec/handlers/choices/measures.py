"""What may be chosen about targets and periodic figures; a period goes by its key: 2026-M06."""

from datetime import timedelta
from typing import Annotated

from roviec.handlers.frame.choices import Action, Dialogue
from roviec.handlers.frame.packing import Letters, Most

Page = Annotated[int, Most(9999)]
Key = Annotated[str, Letters(8)]
Criterion = Annotated[str, Letters(16)]


class TargetsPage(Action, verb="target.list"):
    """See a page of the targets."""

    page: Page


class TargetShow(Action, verb="target.show"):
    """See a target."""

    target: int


class TargetGoal(Action, verb="target.goal"):
    """Correct the goal of a target."""

    target: int


class TargetSay(Action, verb="target.say"):
    """State how far a target is, for the last period or one that is named."""

    target: int
    period: Key | None = None


class TargetOwner(Action, verb="target.owner"):
    """Choose who answers for a target."""

    target: int


class TargetOwnerTo(Action, verb="target.to"):
    """Let somebody answer for a target; 0 is nobody."""

    target: int
    person: int


class TargetUnits(Action, verb="target.units"):
    """Choose which unit answers for a target."""

    target: int


class TargetMeasures(Action, verb="target.measures"):
    """Choose which periodic figure says how far a target is."""

    target: int


class TargetUnitTo(Action, verb="target.unit"):
    """Let a unit answer for a target."""

    target: int
    unit: int


class TargetFollow(Action, verb="target.follow"):
    """Let a periodic figure say how far a target is; 0 is none."""

    target: int
    measure: int


class ScoresShow(Action, verb="score.list"):
    """See the self-scorings with their sums."""


class ScoreShow(Action, verb="score.show"):
    """See a self-scoring by its groups."""

    scoring: int


class ScorePage(Action, verb="score.page"):
    """See a page of the criteria of a self-scoring."""

    scoring: int
    page: Page


class CriterionShow(Action, verb="score.one"):
    """See a criterion of a self-scoring."""

    scoring: int
    criterion: Criterion


class CriterionSay(Action, verb="score.say"):
    """Give a criterion its points."""

    scoring: int
    criterion: Criterion


class CriterionProve(Action, verb="score.prove"):
    """Send what proves a criterion."""

    scoring: int
    criterion: Criterion


class CriterionOwner(Action, verb="score.owner"):
    """Choose who scores a criterion."""

    scoring: int
    criterion: Criterion


class CriterionOwnerTo(Action, verb="score.to"):
    """Let somebody score a criterion; 0 is anybody of the unit."""

    scoring: int
    criterion: Criterion
    person: int


class MeasuresPage(Action, verb="measure.list"):
    """See a page of the periodic figures."""

    page: Page


class MeasureShow(Action, verb="measure.show"):
    """See a periodic figure."""

    measure: int


class MeasureSay(Action, verb="measure.say"):
    """State the value of a figure, for the last period or one that is named."""

    measure: int
    period: Key | None = None


class MeasureValue(Dialogue, name="measure.value"):
    """The value of a figure for a period."""

    measure: int
    period: str


class GoalWords(Dialogue, name="target.goal_words"):
    """The goal that a target is to have."""

    target: int


class GoalWhy(Dialogue, name="target.goal_why"):
    """Why its goal is corrected."""

    target: int
    words: str


class TargetValue(Dialogue, name="target.value"):
    """How far a target is."""

    target: int
    period: str


class ScorePoints(Dialogue, name="score.points", files_too=True):
    """The points of a criterion, perhaps with why; files that prove it may come first."""

    scoring: int
    criterion: str


class ScoreFiles(Dialogue, name="score.files", files_too=True, stale_after=timedelta(hours=1)):
    """Files that prove a criterion."""

    scoring: int
    criterion: str
