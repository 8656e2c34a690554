"""What people keep: plans, income received, alerts, and files that wait to be confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _chat() -> sa.Column[str]:
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    return sa.Column("chat_id", sa.Text(), chat, primary_key=True)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Go to this version."""
    op.create_table("plans", _chat(), _number(), sa.Column("plan", sa.Text(), nullable=False))
    op.create_table(
        "receipts",
        _chat(),
        _number(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("worth", sa.Text()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("venue", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "alerts",
        _chat(),
        _number(),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("watched", sa.Text(), nullable=False),
        sa.Column("below", sa.Text()),
        sa.Column("above", sa.Text()),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("by_default", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("crossed", sa.Boolean(), nullable=False),
    )
    op.create_table("imports", _chat(), sa.Column("pending", sa.Text(), nullable=False))


def downgrade() -> None:
    """Go back to the version before."""
    for table in ("imports", "alerts", "receipts", "plans"):
        op.drop_table(table)
