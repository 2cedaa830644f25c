"""What proves a plan, row by row: its own documents, tasks and files alone, each in its order, and who sent what."""

from datetime import timedelta

import pytest

from roviec.db.engine import Database
from roviec.db.models import Evidence, PlanVersion, StoredFile
from roviec.db.plans import dossier
from roviec.db.plans.dossier import Proof
from tests.db.furnished import DESK, HOME, NOW, Commune

SENT = (
    ("xong", "Mai", "b", "Có dấu"),
    ("sớm", "Lan", "a", ""),
    ("xong", "Lan", "a", "Bản cuối"),
    ("ở điểm", "Lan", "b", "của văn bản khác"),
)
"""(task, by whom, file, note) as they came; the last is of another plan."""


async def test_a_plan_is_proved_by_what_is_its_own(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        one, other = (plan.id or 0 for plan in commune.plans)
        session.add_all(
            StoredFile(sha256=sha, mime="x", size=n, stored_at=NOW) for n, sha in enumerate("ab", 7)
        )
        for n, plan in enumerate((one, other, one)):
            session.add(PlanVersion(plan_id=plan, sha256=f"{n}", name=f"{n}.docx", at=NOW))
            await session.flush()
        for n, (task, who, sha, note) in enumerate(SENT):
            about = {
                "task_id": commune.id(task),
                "sent_by": commune.id(who),
                "sent_at": NOW + timedelta(hours=n),
            }
            session.add(Evidence(sha256=sha, name=f"{n}.jpg", note=note, **about))
            await session.flush()
        found = await dossier.material(session, one)
        assert found.plan is commune.plans[0]
        assert [version.name for version in found.versions] == ["0.docx", "2.docx"]
        mine = [task for task in commune.tasks.values() if task.plan_id == one]
        assert [row.task for row in found.tasks] == mine
        early, done = commune.id("sớm"), commune.id("xong")
        assert found.proofs == [
            Proof(early, "a", "1.jpg", "", 7, "Lan", DESK, NOW + timedelta(hours=1)),
            Proof(done, "b", "0.jpg", "Có dấu", 8, "Mai", HOME, NOW),
            Proof(done, "a", "2.jpg", "Bản cuối", 7, "Lan", DESK, NOW + timedelta(hours=2)),
        ]
        with pytest.raises(dossier.NoSuchPlan) as unknown:
            await dossier.material(session, 99)
        assert unknown.value.values == {"number": 99}
