"""Few members, taken out of those of the average."""

from __future__ import annotations

import numpy as np

from dashboard.analytics.forecast.ensemble.members import Members, plain_members


def chosen(members: Members | None = None, **fields: float) -> Members:
    """The members with these field values, of the plain ones unless given; weights unchanged."""
    members = members or plain_members()
    is_chosen = np.full(len(members), True)
    for name, value in fields.items():
        is_chosen &= np.isclose(getattr(members, name), value, equal_nan=True)
    assert is_chosen.any(), fields
    return Members(**{name: values[is_chosen] for name, values in vars(members).items()})


def level(alpha: float) -> Members:
    return chosen(alpha=alpha, keep=1.0, phi=0.0, slope_gain=0.0, unchanged=np.nan)


def drift(alpha: float, unchanged: float) -> Members:
    return chosen(alpha=alpha, unchanged=unchanged)


def trend(alpha: float, beta: float, phi: float) -> Members:
    return chosen(alpha=alpha, slope_gain=beta, phi=phi)


def reverting(alpha: float, phi: float) -> Members:
    return chosen(alpha=alpha, keep=phi)
