"""Subscriptions, what was sent unasked, and its place in the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_UNSENT = "sent_at IS NULL AND failure IS NULL"


def upgrade() -> None:
    """Go to this version."""
    op.add_column("outbox", sa.Column("shard", sa.SmallInteger()))
    op.add_column("outbox", sa.Column("not_before", _MOMENT))
    op.drop_index("ix_outbox_unsent", "outbox")
    _index_outbox("ix_outbox_unsent", ["id"], f"{_UNSENT} AND shard IS NULL")
    _index_outbox("ix_outbox_unasked", ["shard", "id"], f"{_UNSENT} AND shard IS NOT NULL")
    op.create_table(
        "subscriptions",
        _chat(),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("shard", sa.SmallInteger(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("next_day", sa.Date(), nullable=False),
        sa.Column("review_day", sa.Date(), nullable=False),
    )
    op.create_index("ix_subscriptions_due", "subscriptions", ["shard", "next_at", "chat_id"])
    op.create_table(
        "dispatches",
        _chat(),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("period", sa.Text(), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before; what waits to be sent unasked is dropped."""
    for table in ("dispatches", "subscriptions"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE shard IS NOT NULL")
    for name in ("ix_outbox_unasked", "ix_outbox_unsent"):
        op.drop_index(name, "outbox")
    for column in ("not_before", "shard"):
        op.drop_column("outbox", column)
    _index_outbox("ix_outbox_unsent", ["id"], _UNSENT)


def _chat() -> sa.Column[str]:
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    return sa.Column("chat_id", sa.Text(), chat, primary_key=True)


def _index_outbox(name: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, "outbox", columns, sqlite_where=only, postgresql_where=only)
