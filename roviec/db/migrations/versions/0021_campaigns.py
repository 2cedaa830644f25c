"""Campaigns with targets and a course, how much people differ, and what was decided about suspicious days."""

import sqlalchemy as sa
from alembic import op

revision = "0021_campaigns"
down_revision = "0020_answering"
branch_labels = None
depends_on = None


def _place() -> list[sa.Column[int]]:
    return [
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
    ]


def _keys(table: str, *more: str) -> list[sa.Constraint]:
    places = ("campaign", "unit")
    return [
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_{table}_{name}_id"))
            for name in places
        ),
        sa.PrimaryKeyConstraint(*(f"{name}_id" for name in places), *more, name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "campaigntarget",
        *_place(),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("error", sa.Integer(), nullable=False),
        *_keys("campaigntarget"),
    )
    op.create_table(
        "campaigncourse",
        *_place(),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        *_keys("campaigncourse"),
    )
    op.create_table(
        "tallymonth",
        *_place(),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        *(sa.Column(f"n{level}", sa.Integer(), nullable=False) for level in range(1, 6)),
        *_keys("tallymonth", "flagged", "part", "on"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spread",
        *_place(),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        *_keys("spread", "flagged", "on"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dayruling",
        *_place(),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_keys("dayruling", "on"),
    )
    op.create_index(op.f("ix_tally_on"), "tally", ["on"])
    op.drop_index(op.f("ix_response_campaign_id"), table_name="response")
    op.create_index(op.f("ix_response_campaign_id_unit_id_on"), "response", ["campaign_id", "unit_id", "on"])
    with op.batch_alter_table("burst") as table:
        table.add_column(sa.Column("at_night", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("burst") as table:
        table.alter_column("at_night", server_default=None)
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("period", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("services", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("invites", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
    with op.batch_alter_table("campaign") as table:
        for column in ("period", "services", "invites", "paused"):
            table.alter_column(column, server_default=None)
    with op.batch_alter_table("surveyrun") as table:
        table.add_column(sa.Column("reminded", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("surveyrun") as table:
        table.alter_column("reminded", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("surveyrun") as table:
        table.drop_column("reminded")
    with op.batch_alter_table("campaign") as table:
        for column in ("ended_on", "paused", "invites", "services", "period"):
            table.drop_column(column)
    with op.batch_alter_table("burst") as table:
        table.drop_column("at_night")
    op.drop_index(op.f("ix_response_campaign_id_unit_id_on"), table_name="response")
    op.create_index(op.f("ix_response_campaign_id"), "response", ["campaign_id"])
    op.drop_index(op.f("ix_tally_on"), table_name="tally")
    for table_name in ("dayruling", "spread", "tallymonth", "campaigncourse", "campaigntarget"):
        op.drop_table(table_name)
