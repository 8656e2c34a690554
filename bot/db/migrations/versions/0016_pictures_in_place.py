"""A reply may take the place of a picture, beside that of a message."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("outbox", sa.Column("picture", sa.BigInteger()))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("outbox", "picture")
