"""Alembic's scripts: `env.py` connects, `versions/` holds a step a file."""
