"""Coverage-guided fuzzing; `make fuzz` runs it, the suite does not."""
