"""Recovery phrases and private keys are recognised however they are written; prose is not."""

from datetime import UTC, datetime

import pytest
from mnemonic import Mnemonic

from core.nlu.parser import understand
from core.nlu.secrets import holds_secret
from core.nlu.utterance import Context, Intent

ENGLISH = Mnemonic("english")
PHRASES = [ENGLISH.to_mnemonic(bytes(range(size))) for size in (16, 20, 24, 28, 32)]
KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "my words are: {} please keep them",
        "is this safe?\n{}\nthanks",
        "{} 🙂",
    ],
)
def test_phrases_of_every_length_are_recognised(phrase: str, form: str) -> None:
    """A phrase of 12 to 24 words is a secret, alone or inside a message."""
    assert holds_secret(form.format(phrase))


@pytest.mark.parametrize("join", [", ", "\n", "  ", " - ", ",", " | "])
def test_separators_do_not_hide_a_phrase(join: str) -> None:
    """Commas, lines and numbers between the words change nothing."""
    words = PHRASES[0].split()
    assert holds_secret(join.join(words))
    assert holds_secret(join.join(f"{n}. {word}" for n, word in enumerate(words, 1)))


def test_disguises_do_not_hide_a_phrase() -> None:
    """Capitals, zero-width marks, a missing word and a wrong checksum change nothing."""
    words = PHRASES[0].split()
    assert holds_secret(" ".join(words).upper())
    assert holds_secret("\u200b".join(PHRASES[0]))
    assert holds_secret(" ".join(words[:11]))
    assert holds_secret(" ".join(reversed(words)))


@pytest.mark.parametrize("seed", range(20))
def test_slips_and_abbreviations_do_not_hide_a_phrase(seed: int) -> None:
    """Two misspelt words, or words cut to the four letters that tell them apart, still count."""
    words = ENGLISH.to_mnemonic(bytes((31 * seed + 7 * n * n) % 256 for n in range(16))).split()
    missing = [w[:2] + w[3:] if n in {3, 8} and len(w) > 4 else w for n, w in enumerate(words)]
    added = [words[0] + "e", *words[1:6], words[6] + "q", *words[7:]]
    cut = [word[:4] for word in words]
    for written in (missing, added, cut):
        assert holds_secret(" ".join(written))


@pytest.mark.parametrize(
    "text",
    [
        f"my key is {KEY}",
        f"0x{KEY}",
        KEY.upper(),
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU"
        "3TGtRBeJgk33yuGBxrMPHi",
        str(list(range(64))),
    ],
)
def test_private_keys_are_recognised(text: str) -> None:
    """A bare key in any of the usual forms is a secret."""
    assert holds_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        f"tx hash 0x{KEY}",
        f"what happened to transaction {KEY}?",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "I would like to know what happens when people follow others and never learn about risk",
        "what about your garden this year, will they ever have enough water there for any tree",
        "How much do I need to retire early with stable income from staking and lending?",
        "when people want more money they often move into risk assets then learn about crash cycle",
        "stable coins lending versus staking rewards compare yields fees risks taxes safety speed",
        "can someone explain which staking pools have lower risks when markets crash hard soon",
        "please show weekly income report including staking rewards lending interest price changes",
        "",
        "9" * 4096,
    ],
)
def test_ordinary_messages_hold_no_secret(text: str) -> None:
    """Prose, addresses and transaction hashes are not secrets."""
    assert not holds_secret(text)


def test_a_secret_is_refused_and_marked() -> None:
    """The parser marks the message to be erased and reads nothing else from it."""
    utterance = understand(
        f"I have 300k, {PHRASES[0]}", Context(at=datetime(2026, 9, 2, tzinfo=UTC))
    )
    assert (utterance.intent, utterance.secret) == (Intent.REFUSE, True)
    assert utterance.slots.named() == ()
