"""The hour at which a task was said to be done, and an index by which the digest counts with hours."""

import sqlalchemy as sa
from alembic import op

revision = "0030_done_hour"
down_revision = "0029_hours"
branch_labels = None
depends_on = None

DAYS = ("state", "completed_on", "due", "original_due", "created_at")
HOURS = ("hour", "hour_on", "completed_hour")


def upgrade() -> None:
    op.add_column("task", sa.Column("completed_hour", sa.Time(), nullable=True))
    _index(*DAYS, *HOURS)


def downgrade() -> None:
    _index(*DAYS)
    op.drop_column("task", "completed_hour")


def _index(*columns: str) -> None:
    op.drop_index("ix_task_counted", table_name="task")
    op.create_index("ix_task_counted", "task", list(columns))
