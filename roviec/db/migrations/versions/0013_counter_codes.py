"""One-time codes that are handed out at the counter, and campaigns that take nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0013_counter_codes"
down_revision = "0012_consent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "countercode",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_countercode_campaign_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_countercode_unit_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_countercode")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("countercode") as table:
        table.create_index(op.f("ix_countercode_campaign_id"), ["campaign_id"])
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("by_code", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("campaign") as table:
        table.alter_column("by_code", server_default=None)
    with op.batch_alter_table("surveyrun") as table:
        table.add_column(sa.Column("code_hash", sa.String(), nullable=True))
        table.create_index(op.f("ix_surveyrun_code_hash"), ["code_hash"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("surveyrun") as table:
        table.drop_index(op.f("ix_surveyrun_code_hash"))
        table.drop_column("code_hash")
    with op.batch_alter_table("campaign") as table:
        table.drop_column("by_code")
    op.drop_table("countercode")
