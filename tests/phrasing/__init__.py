"""Wording by a language model."""
