"""The conversation as one pure function over an explicit state."""
