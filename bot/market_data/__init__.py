"""Where market figures come from."""
