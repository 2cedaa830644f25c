"""A part in a task says whether the task is open, so that somebody's open tasks are not looked for among all they did."""

import sqlalchemy as sa
from alembic import op

revision = "0032_open_parts"
down_revision = "0031_owners"
branch_labels = None
depends_on = None

WHOSE = ("unit_id", "person_id")
CLOSED = "UPDATE taskunit SET is_open = :no WHERE task_id IN (SELECT id FROM task WHERE state IN ('done', 'cancelled'))"


def upgrade() -> None:
    op.add_column("taskunit", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.get_bind().execute(sa.text(CLOSED).bindparams(sa.bindparam("no", False, sa.Boolean())))
    with op.batch_alter_table("taskunit") as table:
        table.alter_column("is_open", server_default=None)
    for name in WHOSE:
        op.drop_index(f"ix_taskunit_{name}", table_name="taskunit")
        op.create_index(f"ix_taskunit_{name}", "taskunit", [name, "is_open"])


def downgrade() -> None:
    for name in WHOSE:
        op.drop_index(f"ix_taskunit_{name}", table_name="taskunit")
        op.create_index(f"ix_taskunit_{name}", "taskunit", [name])
    op.drop_column("taskunit", "is_open")
