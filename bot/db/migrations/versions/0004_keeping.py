"""What people keep: holdings and preferences."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _chat() -> sa.Column[str]:
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    return sa.Column("chat_id", sa.Text(), chat, primary_key=True)


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "people",
        _chat(),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "holdings",
        _chat(),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("venue", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text()),
    )


def downgrade() -> None:
    """Go back to the version before."""
    for table in ("holdings", "people"):
        op.drop_table(table)
