"""How does a series continue? `forecast` is the entry point for notebooks and benchmarks."""

from dashboard.analytics.forecast.univariate import Forecast, TooShort, forecast

__all__ = ["Forecast", "TooShort", "forecast"]
