"""What is sent unasked says of which kind it is, so that one kind can be called off."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("outbox", sa.Column("kind", sa.Text()))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("outbox", "kind")
