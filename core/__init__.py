"""What Evenkeel knows and computes: pure values in, values out, no I/O and no clock."""
