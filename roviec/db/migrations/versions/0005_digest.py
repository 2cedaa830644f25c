"""Digest: the indexes that it counts by, and who asked for one."""

import sqlalchemy as sa
from alembic import op

revision = "0005_digest"
down_revision = "0004_official_account"
branch_labels = None
depends_on = None

INDEXES = (
    ("task", ("created_at",)),
    ("extension", ("verdict",)),
    ("extension", ("decided_at",)),
    ("obstacle", ("resolved_at",)),
)


def upgrade() -> None:
    columns = ["state", "completed_on", "due", "original_due", "created_at"]
    op.create_index("ix_task_counted", "task", columns)
    for table, names in INDEXES:
        op.create_index(op.f(f"ix_{table}_{names[0]}"), table, list(names))
    op.create_table(
        "reportrequest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name=op.f("fk_reportrequest_address_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reportrequest")),
        sa.UniqueConstraint("address_id", name=op.f("uq_reportrequest_address_id")),
    )


def downgrade() -> None:
    op.drop_table("reportrequest")
    for table, names in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{names[0]}"), table_name=table)
    op.drop_index("ix_task_counted", table_name="task")
