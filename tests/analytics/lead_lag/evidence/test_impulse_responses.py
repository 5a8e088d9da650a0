"""The log-likelihoods of impulse responses agree with exact Gaussian densities by frequency."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.evidence.autoregression import (
    autoregressions,
    autoregressive_spectrum,
)
from dashboard.analytics.lead_lag.evidence.impulse_responses import (
    LINK_CORRELATIONS,
    MAX_COHERENCE,
    RESPONSES,
    SECOND_EFFECT_PROBABILITY,
    Autoregressions,
    Response,
    own_autoregressions,
    responses_linked,
)
from dashboard.analytics.lead_lag.evidence.spectra import (
    LagSet,
    Spectra,
    near_and_far_lags,
    spectra,
)
from dashboard.analytics.typing import Complexes, Floats
from tests.analytics.lead_lag.evidence.waves import linked, wave

N = 12
FREQUENCY = np.pi * np.arange(1, N) / N
LONGEST = 3
EVERY_LAG = LagSet(LONGEST, LONGEST, slice(0, 7), np.zeros(7, dtype=bool), np.ones(7), np.ones(7))


def drawn(seed: int) -> tuple[Complexes, Spectra]:
    """The transforms of two sides, (2, f), and their powers and cross-spectrum."""
    rng = np.random.default_rng(seed)
    sides = (rng.standard_normal((2, N - 1)) + 1j * rng.standard_normal((2, N - 1))) / 2**0.5
    kpi, outcome = sides
    weight = np.full(N - 1, 1 / (N - 1))
    powers = (np.abs(kpi) ** 2, np.abs(outcome) ** 2, np.conj(kpi) * outcome)
    return sides, Spectra(*powers, weight, N - 1.0)


def transfer(weights: dict[int, float]) -> Complexes:
    """The transfer function of an impulse response with these weights, of mean square 1."""
    delays, sizes = np.array([*weights]), np.array([*weights.values()])
    shape = np.exp(-1j * np.outer(FREQUENCY, delays)) @ sizes
    return np.asarray(shape / np.sqrt((np.abs(shape) ** 2).mean()))


def shape_of(response: Response) -> Complexes:
    decay = response.decay
    if response.kind == "two_sided":
        return transfer({delay: decay ** abs(delay) for delay in range(-60, 61)})
    shape = transfer({delay: decay**delay for delay in range(600)})
    if response.kind == "stock":
        return np.asarray(shape / np.abs(shape))
    return shape


def log_ratio(sides: Complexes, shape: Complexes, link: float) -> float:
    """The log-likelihood ratio of this cross-spectrum, of either sign, for white sides."""
    cross = shape * np.minimum(link, MAX_COHERENCE / np.abs(shape))
    ratios = []
    for sign in (1, -1):
        total = 0.0
        for x, c in zip(sides.T, sign * cross, strict=True):
            # E conj(kpi) outcome = c, and so E kpi conj(outcome) is its conjugate.
            square = np.array([[1, np.conj(c)], [c, 1]])
            apart = float((np.abs(x) ** 2).sum())
            together = float((np.conj(x) @ np.linalg.solve(square, x)).real)
            total += apart - together - float(np.linalg.slogdet(square)[1])
        ratios.append(total)
    return float(np.log(np.mean(np.exp(ratios))))


def log_ratio_at(sides: Complexes, shape: Complexes, lag: int, link: float) -> float:
    """The same where the outcome responds at this lag, or the KPI where the lag is negative."""
    if lag < 0:
        return log_ratio_at(sides[::-1], shape, -lag, link)
    return log_ratio(sides, shape * np.exp(-1j * FREQUENCY * lag), link)


def mean_over(gains: list[tuple[float, float]]) -> float:
    """The logarithm of the weighted mean of likelihood ratios; pairs of weight and logarithm."""
    weight = np.array([weight for weight, _ in gains])
    return float(np.log((weight / weight.sum()) @ np.exp([gain for _, gain in gains])))


def over(responses: list[Response], sides: Complexes, lag: int) -> float:
    return mean_over(
        [
            (response.weight, log_ratio_at(sides, shape_of(response), lag, link))
            for response in responses
            for link in LINK_CORRELATIONS
        ]
    )


def with_second_effect(sides: Complexes, lag: int) -> float:
    """The log-likelihood ratio of an effect at lag 0 and a second one around a lag."""
    delayed = {abs(lag) + by: 0.5 ** abs(by) for by in range(-60, 61)}
    middle = Response("two_sided", 0.5, 1)
    second = np.exp(-1j * FREQUENCY * abs(lag)) * shape_of(middle)
    assert second == pytest.approx(transfer(delayed))
    shape = 1 + second
    shape = shape / np.sqrt((np.abs(shape) ** 2).mean())
    ordered = sides if lag > 0 else sides[::-1]
    return mean_over([(1.0, log_ratio(ordered, shape, link)) for link in LINK_CORRELATIONS])


FLAT = Autoregressions(np.ones(N - 1), np.ones(N - 1), 0.0)
BUMPS = [response for response in RESPONSES if response.kind == "two_sided"]
ONE_SIDED = [response for response in RESPONSES if response.kind != "two_sided"]


@pytest.mark.parametrize("lag", [-3, -2, 2, 3])
def test_a_link_at_a_lag_is_averaged_over_responses_with_or_without_an_effect_at_lag_0(
    lag: int,
) -> None:
    sides, pair = drawn(10 + lag)
    gain = responses_linked(pair, FLAT, EVERY_LAG, 1.0)[LONGEST + lag]
    once, delayed = over(list(RESPONSES), sides, lag), with_second_effect(sides, lag)

    assert gain == pytest.approx(
        np.log(
            (1 - SECOND_EFFECT_PROBABILITY) * np.exp(once)
            + SECOND_EFFECT_PROBABILITY * np.exp(delayed)
        )
    )


def test_a_link_at_lag_0_is_two_sided_or_one_sided() -> None:
    sides, pair = drawn(9)
    gain = responses_linked(pair, FLAT, EVERY_LAG, 1.0)

    assert gain[LONGEST] == pytest.approx(
        np.log(1 - SECOND_EFFECT_PROBABILITY) + over(BUMPS, sides, 0)
    )
    assert gain[-2] == pytest.approx(over(ONE_SIDED, sides[::-1], 0))
    assert gain[-1] == pytest.approx(over(ONE_SIDED, sides, 0))


def test_the_prior_probabilities_of_the_responses_sum_to_1() -> None:
    assert sum(response.weight for response in RESPONSES) == pytest.approx(1)


def test_a_white_side_has_a_flat_spectrum_at_its_mean_power() -> None:
    values = np.random.default_rng(5).standard_normal((80, 2))
    pair = spectra(values, np.ones(79), 40)
    own = own_autoregressions(values, pair)

    assert own.kpi == pytest.approx(np.full(79, pair.kpi.mean()))
    expected = -40 * (np.log(pair.kpi.mean()) + np.log(pair.outcome.mean()))
    assert own.log_unlinked == pytest.approx(expected)


def test_an_autoregression_has_a_penalty_of_half_log_n_for_each_coefficient() -> None:
    values = np.column_stack([wave(3, 90, 0.7), np.random.default_rng(5).standard_normal(90)])
    pair = spectra(values, np.ones(89), 45)
    own, fits = own_autoregressions(values, pair), autoregressions(values)
    coefficients = sum(len(each) for each in fits)
    shape = autoregressive_spectrum(fits[0], 90)
    fit = -45 * (np.log(own.kpi).mean() + np.log(own.outcome).mean())

    assert coefficients >= 1
    assert own.kpi == pytest.approx(shape * (pair.kpi / shape).mean())
    assert own.log_unlinked == pytest.approx(fit - coefficients * np.log(90) / 2)


def evidence_of(values: Floats, longest: int = 8) -> Floats:
    values = values - values.mean(axis=0)
    n = len(values)
    pair = spectra(values, np.ones(n - 1), n / 2)
    own = own_autoregressions(values, pair)
    lag_set = near_and_far_lags(np.zeros(values.shape, dtype=bool), longest)
    return np.asarray(responses_linked(pair, own, lag_set, 1.0) - own.log_unlinked)


@pytest.mark.parametrize("lead", [-6, -1, 0, 3, 8])
def test_the_lag_of_a_link_is_the_likeliest(lead: int) -> None:
    gain = evidence_of(linked(3, 156, lead))

    assert gain.argmax() - 8 == lead
    assert gain.max() > 10


@pytest.mark.parametrize("decay", [0.7, 0.85])
def test_an_effect_that_decays_from_lag_0_differs_from_one_at_lag_0_alone(
    decay: float,
) -> None:
    cause = np.random.default_rng(4).standard_normal(206)
    effect = np.convolve(cause, decay ** np.arange(40))[:206]
    effect = effect / effect.std() + 0.5 * np.random.default_rng(5).standard_normal(206)
    sides = np.column_stack([cause, effect])[50:]

    assert evidence_of(sides).argmax() == 18
    assert evidence_of(sides[:, ::-1]).argmax() == 17


@given(seed=st.integers(0, 2**31), n=st.integers(72, 120), longest=st.integers(1, 6))
def test_swapping_the_sides_reverses_the_lags(seed: int, n: int, longest: int) -> None:
    values = linked(seed, n, 1)
    forward, swapped = evidence_of(values, longest), evidence_of(values[:, ::-1], longest)

    assert swapped[:-2] == pytest.approx(forward[:-2][::-1], abs=1e-6)
    assert swapped[-2:] == pytest.approx(forward[-2:][::-1], abs=1e-6)


@given(seed=st.integers(0, 2**31), kpi=st.floats(1e-3, 1e3), outcome=st.floats(-1e3, -1e-3))
def test_neither_scale_nor_sign_matters(seed: int, kpi: float, outcome: float) -> None:
    values = linked(seed, 80, 2)

    assert evidence_of(values * [kpi, outcome]) == pytest.approx(evidence_of(values), abs=1e-5)
