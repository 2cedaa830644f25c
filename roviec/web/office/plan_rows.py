"""The form of a row, as the steps by which a chat would write the same: one field after another, only what differs."""

from dataclasses import dataclass

from roviec.folding import nfc
from roviec.handlers.choices.plans import PlanAlias, PlanDue, PlanField, PlanLead, PlanTake
from roviec.handlers.frame.acting import Step, pressed, written
from roviec.tasks.plans import fields
from roviec.tasks.plans.edit import NO_DUE
from roviec.tasks.plans.roster import Roster
from roviec.tasks.plans.rows import Row
from roviec.web.office.forms import Form
from roviec.web.office.plan_views import values

MARK, ROW = "dau", "dong"
"""The fields that say in what state a row or a draft was shown, and which row is written."""
NAMES = {
    fields.Field.what: "noi-dung",
    fields.Field.partners: "phoi-hop",
    fields.Field.leader: "lanh-dao",
    fields.Field.product: "san-pham",
}
LEAD, DUE, KNOWN = "chu-tri", "han", "nho"


@dataclass(frozen=True)
class Written:
    """A field that was written otherwise: the steps that write it, and whether it is a lead."""

    steps: list[Step]
    is_lead: bool = False


def written_anew(draft: int, row: Row, roster: Roster, form: Form) -> list[Written]:
    """Return what the form of a row changes, the leads last: they may be given to other rows too."""
    shown = values(row, roster)
    found: list[Written] = []
    for field, name in NAMES.items():
        words = form.one(name)
        if name in form.fields and _other(words, shown[field]):
            found.append(Written([pressed(PlanField(draft, row.n, field)), written(words or fields.NONE[0])]))
    if DUE in form.fields and _other(form.one(DUE), shown["due_words"]):
        found.append(Written([pressed(PlanDue(draft, row.n)), written(form.one(DUE) or NO_DUE[0])]))
    return found + _leads(draft, row, shown["lead_words"], form)


def _leads(draft: int, row: Row, shown: list[str], form: Form) -> list[Written]:
    found, known = [], form.all(KNOWN)
    for place, words in enumerate(form.all(LEAD)[: len(shown) + 1]):
        was = shown[place] if place < len(shown) else ""
        if not _other(words, was):
            continue
        if not words:
            found.append(Written([pressed(PlanTake(draft, row.n, place, "none"))], is_lead=True))
            continue
        steps = [pressed(PlanLead(draft, row.n, place)), written(words)]
        more = [pressed(PlanAlias(draft, row.n, place))] if str(place) in known else []
        found.append(Written(steps + more, is_lead=True))
    return found


def _other(words: str, shown: str) -> bool:
    """Tell whether a field was written otherwise than it was shown; spaces do not count."""
    return " ".join(nfc(words).split()) != " ".join(nfc(shown).split())
