"""The facts of the last answer, apart from the state that every turn reads and writes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    op.create_table(
        "facts",
        sa.Column("chat_id", sa.Text(), chat, primary_key=True),
        sa.Column("facts", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("facts")
