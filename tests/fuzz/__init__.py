"""Coverage-guided fuzzing; `make fuzz-nlu` runs it, the suite does not."""
