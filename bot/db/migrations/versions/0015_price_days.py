"""What coins cost day by day, so that income is valued by the price of the day it came."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "price_days",
        sa.Column("symbol", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("price", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("price_days")
