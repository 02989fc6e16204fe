"""A hash for keys we made ourselves from 256 random bits.

Slow hashes protect what people choose. A random key cannot be guessed, and a token endpoint that takes a third of a
second per call is a way to stop the service; so one SHA-256 over salt and key, compared in constant time.
"""

import hashlib

from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare


class RandomKeyHasher(BasePasswordHasher):
    algorithm = "random_key"

    def encode(self, password, salt):
        digest = hashlib.sha256(f"{salt}{password}".encode()).hexdigest()
        return f"{self.algorithm}${salt}${digest}"

    def decode(self, encoded):
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password, encoded):
        return constant_time_compare(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded):
        return {"algorithm": self.algorithm}

    def must_update(self, encoded):
        return False

    def harden_runtime(self, password, encoded):
        """Nothing to even out: one hash takes the same time for every key."""
