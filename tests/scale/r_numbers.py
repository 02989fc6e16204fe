"""The random numbers of R (since 3.6), so that examples in the documentation of R packages can be worked through here.

`set.seed` fills a Mersenne twister by a linear congruence; `sample` takes the leading bits of its numbers and rejects what is too
large (R Core Team, "RNG", in the manual of R's base package; sample.kind "Rejection").
"""

import numpy as np


class R:
    def __init__(self, seed: int) -> None:
        """As `set.seed(seed)`."""
        for _ in range(50):
            seed = (69069 * seed + 1) % 2**32
        words = []
        for _ in range(625):
            seed = (69069 * seed + 1) % 2**32
            words.append(seed)
        self._twister = np.random.MT19937()
        # The first word is R's position in the state, which starts used up.
        self._twister.state = {
            "bit_generator": "MT19937",
            "state": {"key": np.array(words[1:], dtype=np.uint32), "pos": 624},
        }

    def below(self, many: int) -> int:
        """A whole number from 0 to `many` - 1 (at most 2**16)."""
        bits = (many - 1).bit_length()
        while (drawn := (int(self._twister.random_raw()) >> 16) % 2**bits) >= many:
            pass
        return drawn

    def sample(self, many: int, size: int) -> list[int]:
        """As `sample(0:(many - 1), size, replace = TRUE)`."""
        return [self.below(many) for _ in range(size)]

    def choose(self, many: int, size: int) -> list[int]:
        """As `sample(many, size) - 1`: without replacement."""
        left, chosen = list(range(many)), []
        for _ in range(size):
            place = self.below(len(left))
            chosen.append(left[place])
            left[place] = left[-1]
            left.pop()
        return chosen

    def matrix(self, many: int, rows: int, columns: int) -> np.ndarray:
        """As `matrix(sample(0:(many - 1), rows * columns, replace = TRUE), nrow = rows)`: filled column by column."""
        return np.array(self.sample(many, rows * columns)).reshape(columns, rows).T
