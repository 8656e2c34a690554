"""The shell: waits, reads, writes, and leaves every decision to the core."""
