"""The real process against simulated peers."""
