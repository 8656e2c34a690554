"""How many replies a chat had reworded by a model in a day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    chat = sa.ForeignKey("chats.chat_id", ondelete="CASCADE")
    op.create_table(
        "wordings",
        sa.Column("chat_id", sa.Text(), chat, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("wordings")
