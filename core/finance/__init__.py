"""Money computed: yields, blends, verdicts; every function pure and free of I/O."""
