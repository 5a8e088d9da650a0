"""The methods that a chance can come from, by the names that snapshots and `status --json` use."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a chance was computed."""

    SMOOTHING = "averaged exponential smoothing"
    SEASONAL_SMOOTHING = "averaged exponential smoothing with season"
    SMOOTHING_WITH_LEADS = "averaged exponential smoothing, led"
    SEASONAL_SMOOTHING_WITH_LEADS = "averaged exponential smoothing with season, led"
    STEP_RATE = "steps at the rate at which they were done"
    FINAL = "fact"

    @property
    def is_smoothing(self) -> bool:
        """Whether it is an ensemble forecast, with or without a season or leading KPIs."""
        return self not in (Method.STEP_RATE, Method.FINAL)

    @property
    def has_season(self) -> bool:
        """Whether a yearly season is part of the forecast."""
        return self in (Method.SEASONAL_SMOOTHING, Method.SEASONAL_SMOOTHING_WITH_LEADS)

    @property
    def with_leads(self) -> Method:
        """The same ensemble forecast, adjusted by leading KPIs; other methods stay as they are."""
        return _WITH_LEADS.get(self, self)


_WITH_LEADS = {
    Method.SMOOTHING: Method.SMOOTHING_WITH_LEADS,
    Method.SEASONAL_SMOOTHING: Method.SEASONAL_SMOOTHING_WITH_LEADS,
}


def method_named(name: str | None) -> Method | None:
    """The method of that name; `None` without a name, or for the name of another version."""
    return next((method for method in Method if method == name), None)
