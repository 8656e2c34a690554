"""The pace of all who send."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "paces",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("paces")
