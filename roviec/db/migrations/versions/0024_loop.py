"""What closes the loop: an invitation's dossier, sums by the year, and what became of a criterion that fell."""

import sqlalchemy as sa
from alembic import op

revision = "0024_loop"
down_revision = "0023_file_contents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("surveyrun", sa.Column("dossier", sa.String(), nullable=True))
    op.create_table(
        "received",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_received_campaign_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_received_unit_id")),
        sa.PrimaryKeyConstraint("campaign_id", "unit_id", "on", name=op.f("pk_received")),
        sqlite_with_rowid=False,
    )
    op.execute(
        'INSERT INTO received (campaign_id, unit_id, "on", responses) '
        'SELECT campaign_id, unit_id, "on", count(*) FROM response GROUP BY campaign_id, unit_id, "on"'
    )


def downgrade() -> None:
    op.drop_table("received")
    op.drop_column("surveyrun", "dossier")
