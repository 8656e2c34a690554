"""The market as it was last read, and what pools paid day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "market_snapshot",
        sa.Column("id", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
    )
    op.create_table(
        "yield_days",
        sa.Column("pool", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("size", sa.Text()),
    )


def downgrade() -> None:
    """Go back to the version before."""
    for table in ("yield_days", "market_snapshot"):
        op.drop_table(table)
