"""Deadlines that a change of the office's days off may have moved, until their people have heard."""

import sqlalchemy as sa
from alembic import op

revision = "0025_shifts"
down_revision = "0024_loop"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_shift_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_shift")),
    )


def downgrade() -> None:
    op.drop_table("shift")
