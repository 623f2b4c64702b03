"""The real hasher with the fewest rounds that bcrypt has, and one that counts."""

from typing import ClassVar

from django.contrib.auth.hashers import BCryptSHA256PasswordHasher


class QuickHasher(BCryptSHA256PasswordHasher):
    """bcrypt with 4 rounds: tests that are not about hashing need not wait for it."""

    rounds = 4


class CountingHasher(QuickHasher):
    """Counts how often bcrypt runs."""

    runs: ClassVar[list[int]] = []

    def encode(self, password: str, salt: str | bytes) -> str:
        """As the real one, and counted: checking a password encodes it again."""
        self.runs.append(self.rounds)
        return super().encode(password, salt)  # type: ignore[arg-type]  # the stubs say str; bcrypt's salt is bytes
