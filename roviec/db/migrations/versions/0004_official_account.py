"""Official account."""

import sqlalchemy as sa
from alembic import op

revision = "0004_official_account"
down_revision = "0003_several_channels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oatemplate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("blanks", sa.JSON(), nullable=False),
        sa.Column("by_uid", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oatemplate")),
        sa.UniqueConstraint("purpose", name=op.f("uq_oatemplate_purpose")),
    )
    op.create_table(
        "oatoken",
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("oa_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("obtained_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("app_id", name=op.f("pk_oatoken")),
    )
    op.create_table(
        "oavisitor",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_oavisitor")),
    )


def downgrade() -> None:
    op.drop_table("oavisitor")
    op.drop_table("oatoken")
    op.drop_table("oatemplate")
