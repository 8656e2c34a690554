"""Fitting and judging the intent classifier; nothing here is needed to run the bot."""
