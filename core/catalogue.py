"""The packaged data as frozen values: read once, here and nowhere else."""

