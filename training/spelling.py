"""The words that spelling goes by: those people use here, and those that are no slip of them.

Known is every word of the corpus and of the packaged data, and of `english.txt`: English words that
one slip could make of a word used here, found once among the 60,000 most frequent of wordfreq.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import core
from core.catalogue import data_names, read_toml
from core.nlu.spelling import SPELLING
from training.corpus import HERE, lines

DATA = Path(core.__file__).parent / "data"
_WORD = re.compile(r"[a-z]{4,16}")
_LEAST_LINES = 2


def spelling() -> str:
    """Return the packaged file of words."""
    used, known = used_words(), known_words()
    others = sorted(known.difference(used))
    return (
        "# Written by `make train`: words people use here, the most used first, and words that are"
        f" no slips of them.\n\nused = '''\n{' '.join(used)}\n'''\n"
        f"known = '''\n{' '.join(others)}\n'''\n"
    )


def used_words() -> list[str]:
    """Return the words that stand in several lines of the corpus, in a pattern or in a value."""
    wrong = set(read_toml("grammar/words.toml")["misspellings"])
    counts = Counter(word for _, line in lines() for word in set(_WORD.findall(line.lower())))
    common = {word for word, count in counts.items() if count >= _LEAST_LINES}
    common |= {word for line in _patterns() for word in _WORD.findall(line.lower())}
    return sorted(common - wrong, key=lambda word: (-counts[word], word))


def _patterns() -> Iterator[str]:
    """Yield the phrases of all intents, and the values that the corpus is filled with."""
    about = (read_toml(f"grammar/{name}.toml") for name in data_names("grammar"))
    yield from (block.get("say", "") for one in about for block in one.get("evidence", ()))
    yield (HERE / "values.toml").read_text(encoding="utf-8")


def known_words() -> set[str]:
    """Return all words that are right as they are."""
    english = (HERE / "english.txt").read_text(encoding="utf-8")
    said = [line for _, line in lines()]
    files = [f for f in DATA.rglob("*") if f.suffix in _TEXTS and f.name != SPELLING]
    data = [file.read_text(encoding="utf-8") for file in files]
    return {word for text in (english, *said, *data) for word in _WORD.findall(text.lower())}


_TEXTS = {".toml", ".md"}


def write() -> None:
    """Write the file next to the other packaged data."""
    (DATA / SPELLING).write_text(spelling(), encoding="utf-8")
