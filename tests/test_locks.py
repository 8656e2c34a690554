"""The locks of the providers' packages: the main lock, and what they add, all of it hashed."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
EXTRAS = ("anthropic", "ollama", "openai")
_ENTRY = re.compile(r"^([a-z0-9][\w.-]*(?:\[[\w,]+\])?==\S+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Return what a lock says of each package: everything up to the next one."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    parts = _ENTRY.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_changes_nothing_of_what_is_locked(extra: str) -> None:
    """An extra's lock holds the whole main lock, version for version, and its own packages."""
    main, own = locked("requirements.lock"), locked(f"requirements-{extra}.lock")
    assert main.keys() < own.keys()
    assert any(entry.startswith(f"langchain-{extra}==") for entry in own)


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_package_of_an_extra_is_hashed(extra: str) -> None:
    """No package without a hash, and no host of an index."""
    for entry, rest in locked(f"requirements-{extra}.lock").items():
        assert "--hash=sha256:" in rest, entry
        assert "://" not in rest, entry
