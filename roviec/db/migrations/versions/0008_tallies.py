"""Figures kept as they come, bursts by day."""

import sqlalchemy as sa
from alembic import op

revision = "0008_tallies"
down_revision = "0007_nothing_that_counts"
branch_labels = None
depends_on = None


def _place() -> list[sa.Column[int]]:
    return [
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
    ]


def _to(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_{table}_{name}_id"))
        for name in ("campaign", "unit")
    ]


def upgrade() -> None:
    op.create_table(
        "tally",
        *_place(),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        *(sa.Column(f"n{level}", sa.Integer(), nullable=False) for level in range(1, 6)),
        *_to("tally"),
        sa.PrimaryKeyConstraint("campaign_id", "unit_id", "flagged", "part", "on", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "burst",
        *_place(),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        *_to("burst"),
        sa.PrimaryKeyConstraint("campaign_id", "unit_id", "on", name=op.f("pk_burst")),
    )


def downgrade() -> None:
    op.drop_table("burst")
    op.drop_table("tally")
