"""Messages that were read wrong, of nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "misreadings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("read_as", sa.Text(), nullable=False),
        sa.Column("meant", sa.Text()),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("misreadings")
