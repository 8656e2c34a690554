"""Splitting what is longer than a message: at paragraphs, with tags balanced in every part."""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple

LONGEST_TEXT = 4096
"""Of a message, in UTF-16 units of what is read, tags not counted."""
LONGEST_CAPTION = 1024

_PIECE = re.compile(r"<(?P<close>/?)(?P<tag>[a-z][a-z0-9-]*)(?P<rest>[^<>]*)>|&[#\w]+;|(?s:.)")
_BREAKS = ("\n\n", "\n", " ")
"""Where a text is cut, best first."""


class _Atom(NamedTuple):
    """A character as it is read, and the tags that are open around it."""

    character: str
    tags: tuple[str, ...]


def split_text(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Return a text in parts that are no longer; blank space between them is dropped.

    >>> split_text("One.\\n\\nTwo and three.", 10)
    ['One.', 'Two and', 'three.']
    """
    return [text[part] for part in _parts(text, longest)]


def split_html(markup: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Return HTML in parts, each with its own tags closed.

    >>> split_html("<b>One &amp; two</b>", 6)
    ['<b>One &amp;</b>', '<b>two</b>']
    """
    if len(markup) * 2 <= longest:  # no character counts for more than two
        return [markup]
    atoms = list(_atoms(markup))
    shown = "".join(atom.character for atom in atoms)
    parts = list(_parts(shown, longest))
    return [markup] if len(parts) < 2 else [_written(atoms[part]) for part in parts]


def units(text: str) -> int:
    """Return a length as Telegram counts it: a character beyond the first plane is two.

    >>> units("a😀")
    3
    """
    return len(text) + sum(character > "\uffff" for character in text)


def _parts(text: str, longest: int) -> Iterator[slice]:
    begin, end = _trimmed(text, 0, len(text))
    while begin < end:
        cut = begin + _fitting(text[begin:end], longest)
        if cut < end:
            cut = _break_before(text, begin, cut)
        yield slice(*_trimmed(text, begin, cut))
        begin, _ = _trimmed(text, cut, end)


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    part = text[begin:end]
    return begin + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _fitting(text: str, longest: int) -> int:
    """Return how many characters fit."""
    fitting = min(len(text), longest)
    while units(text[:fitting]) > longest:
        fitting -= max(1, (units(text[:fitting]) - longest) // 2)
    return fitting


def _break_before(text: str, begin: int, cut: int) -> int:
    """Return the last good place to cut; one that leaves a scrap is none."""
    for mark in _BREAKS:
        if text.startswith(mark, cut):
            return cut
        at = text.rfind(mark, begin + (cut - begin) // 2, cut)
        if at > 0:
            return at
    return cut


def _atoms(markup: str) -> Iterator[_Atom]:
    tags: tuple[str, ...] = ()
    for piece in _PIECE.finditer(markup):
        if piece["tag"]:
            tags = tags[:-1] if piece["close"] else (*tags, piece[0])
        else:
            for character in unescape(piece[0]):
                yield _Atom(character, tags)


def _written(atoms: list[_Atom]) -> str:
    """Return atoms as HTML, every tag closed in its order."""
    written: list[str] = []
    before: tuple[str, ...] = ()
    for tags, run in groupby(atoms, key=lambda atom: atom.tags):
        same = _shared(before, tags)
        written += [_closing(tag) for tag in reversed(before[same:])]
        written += tags[same:]
        written.append(escape("".join(atom.character for atom in run), quote=False))
        before = tags
    return "".join([*written, *(_closing(tag) for tag in reversed(before))])


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many tags two places have in common, from the outside."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _closing(tag: str) -> str:
    return f"</{tag[1:-1].split()[0]}>"
