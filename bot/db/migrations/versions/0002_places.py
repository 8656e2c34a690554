"""Where in a chat a reply belongs, who blocked the bot, and replies that outlive their chat."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _columns() -> list[tuple[str, sa.Column[object]]]:
    return [
        ("outbox", sa.Column("reply_to", sa.BigInteger())),
        ("outbox", sa.Column("thread_id", sa.BigInteger())),
        (
            "outbox",
            sa.Column("is_last", sa.Boolean(), nullable=False, server_default=sa.false()),
        ),
        ("chats", sa.Column("blocked_at", sa.DateTime(timezone=True))),
    ]


def upgrade() -> None:
    """Go to this version."""
    for table, column in _columns():
        op.add_column(table, column)
    op.create_index("ix_inbox_chat_id", "inbox", ["chat_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_inbox_chat_id", "inbox")
    for table, column in _columns():
        op.drop_column(table, column.name)
