"""What the last summary told."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    op.create_table(
        "summaries",
        sa.Column("chat_id", sa.Text(), chat, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("summaries")
