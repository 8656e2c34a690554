"""Where in a chat a reply belongs, who blocked the bot, and replies that outlive their chat."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = {
    "outbox": (
        sa.Column("reply_to", sa.BigInteger()),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("is_last", sa.Boolean(), nullable=False, server_default=sa.false()),
    ),
    "chats": (sa.Column("blocked_at", sa.DateTime(timezone=True)),),
}


def upgrade() -> None:
    """Go to this version."""
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.add_column(table, column.copy())
    op.create_index("ix_inbox_chat_id", "inbox", ["chat_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_inbox_chat_id", "inbox")
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)
