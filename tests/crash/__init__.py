"""The bot killed at every step, with a full disk and with a database that goes away."""
