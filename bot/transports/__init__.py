"""Doors people come in by; each translates and nothing else."""
