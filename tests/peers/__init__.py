"""Stand-ins for the services the bot talks to, stricter than the originals."""
