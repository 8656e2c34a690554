"""Conversations: inbox, chats and outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_UNSENT = sa.text("sent_at IS NULL AND failure IS NULL")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.Text()),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_index("ix_inbox_state", "inbox", ["state", "update_id"])
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("chat_id", sa.Text(), sa.ForeignKey("chats.chat_id"), nullable=False),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT),
        sa.Column("failure", sa.Text()),
    )
    op.create_index("ix_outbox_chat_id", "outbox", ["chat_id"])
    op.create_index("ix_outbox_update_id", "outbox", ["update_id"], unique=True)
    op.create_index(
        "ix_outbox_unsent", "outbox", ["id"], sqlite_where=_UNSENT, postgresql_where=_UNSENT
    )


def downgrade() -> None:
    """Go back to the version before."""
    for table in ("outbox", "chats", "inbox"):
        op.drop_table(table)
