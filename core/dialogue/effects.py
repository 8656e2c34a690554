"""What a turn changes beside its own state: values that the shell applies in its transaction."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EraseMessage:
    """Overwrite the stored message, which held a recovery phrase or a private key."""


@dataclass(frozen=True, slots=True)
class ForgetChat:
    """Delete all that is kept about the chat; the turn's state begins it anew."""


Effect = EraseMessage | ForgetChat
