"""Encrypting what must not be read off the database or a backup of it: Fernet, with keys that can be changed."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnknownKeyError(Exception):
    """It was encrypted with a key that isn't at hand."""


class Keyring:
    """Encrypts with the first of its keys, and reads what was encrypted with any of them. It never shows them."""

    def __init__(self, written: str) -> None:
        self._keys = MultiFernet([Fernet(each) for each in written.replace(",", " ").split()])

    def seal(self, secret: str) -> str:
        """The secret, encrypted with the first key."""
        return self._keys.encrypt(secret.encode()).decode()

    def opened(self, sealed: str) -> str:
        """The secret; UnknownKeyError where none of the keys fits."""
        try:
            return self._keys.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise UnknownKeyError from None

    def sealed_anew(self, sealed: str) -> str:
        """The same secret, encrypted with the first key; UnknownKeyError where none of the keys fits."""
        try:
            return self._keys.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise UnknownKeyError from None


def new_key() -> str:
    """A new random key."""
    return Fernet.generate_key().decode()
