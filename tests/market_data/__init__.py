"""Clients of the providers, over loopback."""
