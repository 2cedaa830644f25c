"""The bytes of files, for an office of several hosts that keeps them in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0023_file_contents"
down_revision = "0022_duties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filecontent",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_filecontent")),
    )


def downgrade() -> None:
    op.drop_table("filecontent")
