"""The packaged data files: read once, here and nowhere else."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return a packaged data file as plain values; numbers with a point are Decimal."""
    text = files("core").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def read_bytes(name: str) -> bytes:
    """Return a packaged data file as it is; whoever asks keeps what is made of it."""
    return files("core").joinpath("data", name).read_bytes()


@cache
def data_names(folder: str) -> tuple[str, ...]:
    """Return the names of the data files in a folder, without their ending, sorted."""
    entries = files("core").joinpath("data", folder).iterdir()
    return tuple(sorted(e.name.removesuffix(".toml") for e in entries if e.name.endswith(".toml")))
