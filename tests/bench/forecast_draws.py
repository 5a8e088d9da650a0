"""What a kind of series is drawn from: noise of every memory, walks, years and holidays."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Draw:
    """What a kind draws from: a generator, how many periods are wanted, and how many make a year."""

    rng: np.random.Generator
    n: int
    season: int

    def between(self, low: float, high: float) -> float:
        """A number, evenly."""
        return float(self.rng.uniform(low, high))

    def about(self, low: float, high: float) -> float:
        """A positive number, evenly in its order of magnitude."""
        return math.exp(self.rng.uniform(math.log(low), math.log(high)))

    def sign(self) -> float:
        """Up or down."""
        return float(self.rng.choice([-1.0, 1.0]))

    @property
    def t(self) -> Values:
        """The periods' numbers, in years."""
        return np.arange(self.n) / self.season

    def noise(self, tails: float | None = None) -> Values:
        """White noise of unit variance; Student's t now and then."""
        df = tails or (math.inf if self.rng.random() < 0.6 else self.between(3.5, 8))
        if math.isinf(df):
            return self.rng.standard_normal(self.n)
        return self.rng.standard_t(df, self.n) / math.sqrt(df / (df - 2))

    def ar(self, low: float, high: float) -> Values:
        """A stationary autoregression of unit variance with a memory between the two."""
        memory = self.between(low, high)
        shocks = self.noise() * math.sqrt(1 - memory**2)
        shocks[0] /= math.sqrt(1 - memory**2)
        return np.asarray(lfilter([1.0], [1.0, -memory], shocks))

    def walk(self, tails: float | None = None) -> Values:
        """A random walk of unit steps."""
        return self.noise(tails).cumsum()

    def year(self, harmonics: int = 3) -> Values:
        """A smooth yearly wave of unit variance."""
        phase = 2 * math.pi * np.arange(self.n) / self.season
        wave = sum(
            self.rng.standard_normal() / k * np.sin(k * phase + self.between(0, 2 * math.pi))
            for k in range(1, harmonics + 1)
        )
        wave = np.asarray(wave) - np.mean(wave)
        return wave / max(float(wave.std()), 1e-9)

    def holidays(self) -> Values:
        """One to four weeks a year that stand out, by now and then different amounts."""
        out = np.zeros(self.n)
        for _ in range(self.rng.integers(1, 5)):
            week, height = self.rng.integers(0, self.season), self.sign() * self.about(1.5, 8)
            width = self.rng.choice([1, 1, 2])
            for start in range(int(week), self.n, self.season):
                out[start : start + width] += height * math.exp(0.2 * self.rng.standard_normal())
        return out
