"""To which words somebody agreed whose address is kept with a feedback, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0012_consent"
down_revision = "0011_setbacks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.add_column(sa.Column("consent", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("consented_on", sa.Date(), nullable=True))
    with op.batch_alter_table("feedback") as table:
        table.alter_column("consent", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("feedback") as table:
        table.drop_column("consented_on")
        table.drop_column("consent")
