"""Replies that take the place of a message that stands already."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("outbox", sa.Column("edits", sa.BigInteger()))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("outbox", "edits")
