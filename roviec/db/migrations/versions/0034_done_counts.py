"""Tasks that are done are counted once; the database notes which of them change."""

import sqlalchemy as sa
from alembic import op

from roviec.db.models.done import DERIVED, triggers

revision = "0034_done_counts"
down_revision = "0033_slots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "donechange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donechange")),
    )
    op.create_table(
        "donecount",
        sa.Column("task_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leads", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_donecount")),
    )
    op.create_table(
        "donetally",
        sa.Column("leads", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("leads", "late", "moved", name=op.f("pk_donetally")),
    )
    # Sums that an office had before it went back to an older version are gone.
    op.execute("DELETE FROM fact WHERE name = 'done_counted'")
    for words in triggers(op.get_bind().dialect.name):
        op.execute(words)


def downgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for table, what in (("task", "task"), ("taskunit", "lead")):
        for change in ("insert", "update", "delete"):
            name = f"done_{what}_{change}"
            op.execute(f"DROP TRIGGER {name}{f' ON {table}' if is_postgres else ''}")
            if is_postgres:
                op.execute(f"DROP FUNCTION {name}()")
    for name in DERIVED:
        op.drop_table(name)
