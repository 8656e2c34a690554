"""Broadcasts and answers by one process and by several, some of them killed in the midst."""
