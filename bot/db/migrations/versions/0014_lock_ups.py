"""A holding may say until when it is locked."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("holdings", sa.Column("unlocks", sa.Date()))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("holdings", "unlocks")
