"""Duties: who does what one process at a time may do. What is claimed row by row needs no lease of its own any more."""

import sqlalchemy as sa
from alembic import op

revision = "0022_duties"
down_revision = "0021_campaigns"
branch_labels = None
depends_on = None

LEASED = ("outbox", "importdraft", "reportrequest")


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty")),
    )
    for table in LEASED:
        op.drop_column(table, "lease_until")


def downgrade() -> None:
    for table in LEASED:
        op.add_column(table, sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_table("duty")
