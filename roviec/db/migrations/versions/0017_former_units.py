"""Units that were merged: their numbers lead to the unit that they went into."""

import sqlalchemy as sa
from alembic import op

revision = "0017_former_units"
down_revision = "0016_knocks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "formerunit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_formerunit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formerunit")),
    )
    op.create_index(op.f("ix_formerunit_unit_id"), "formerunit", ["unit_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_formerunit_unit_id"), table_name="formerunit")
    op.drop_table("formerunit")
