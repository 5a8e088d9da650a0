"""The data files of the demo workspace, as its sources would deliver them on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.demo.quarter import Quarter
from dashboard.demo.series import daily_series, monthly_series, weekly_series
from dashboard.domain.kpi import Grain
from dashboard.domain.periods import last_complete_period

STALE_FOR: Final = dt.timedelta(weeks=3)
"""How long ago the export of the app stores stopped."""

_PRODUCT: Final = {"website-visitors": "visitors", "session-duration": "session_minutes"}
_BILLING: Final = {
    "new-paid-subscriptions": "new_paid_subscriptions",
    "customer-churn-rate": "churn_rate",
    "customer-retention-rate": "retention_rate",
    "annual-recurring-revenue": "arr_mnok",
    "gross-margin": "gross_margin",
}
_SUPPORT: Final = {
    "ticket-resolution-time": "resolution_hours",
    "support-response-time": "response_hours",
    "first-contact-resolution": "first_contact_share",
    "repeat-contacts": "repeat_share",
    "self-service-share": "self_service_share",
    "help-articles-renewed": "articles_renewed",
}
_SURVEYS: Final = {
    "customer-satisfaction": "csat",
    "test-user-satisfaction": "test_users",
    "survey-completion": "survey_completion",
}
_STORES: Final = {"app-store-rating": "rating", "app-store-rating-change": "rating_change"}
_MARKETS: Final = {
    "potential-regions": "regions_identified",
    "new-region-customers": "new_customers",
}
_FINANCE: Final = {
    "net-revenue-retention": "net_revenue_retention",
    "net-promoter-score": "net_promoter_score",
}
_COUNTS: Final = {
    "visitors",
    "new_paid_subscriptions",
    "articles_renewed",
    "regions_identified",
    "new_customers",
    "net_promoter_score",
}


def write_data_files(folder: Path, quarter: Quarter, today: dt.date) -> None:
    """Writes every data file with exactly the periods that are complete on `today`."""
    weekly = _until(weekly_series(quarter), today, Grain.WEEK)
    stale = _until(weekly, today - STALE_FOR, Grain.WEEK)
    monthly = _until(monthly_series(quarter), today, Grain.MONTH)
    daily = _until(daily_series(quarter), today, Grain.DAY)
    _write_parquet(folder / "product-analytics.parquet", _delivered(daily, _PRODUCT))
    _write_csv(folder / "billing.csv", _delivered(weekly, _BILLING), sep=";", decimal=",")
    _write_csv(folder / "support-desk.csv", _delivered(weekly, _SUPPORT))
    _write_csv(folder / "surveys.csv", _long(_delivered(weekly, _SURVEYS)))
    _write_csv(folder / "app-stores.csv", _delivered(stale, _STORES))
    _write_csv(folder / "market-entry.csv", _delivered(weekly, _MARKETS))
    _write_csv(folder / "finance-close.csv", _delivered(monthly, _FINANCE))


def _until(frame: pd.DataFrame, day: dt.date, grain: Grain) -> pd.DataFrame:
    return frame.loc[: pd.Timestamp(last_complete_period(day, grain))]


def _delivered(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """The named KPIs under the source's column names, counts as integers, without empty rows."""
    chosen = frame[list(columns)].rename(columns=dict(columns)).dropna(how="all")
    return chosen.astype({column: "Int64" for column in chosen if column in _COUNTS})


def _long(wide: pd.DataFrame) -> pd.DataFrame:
    """One row per week and KPI, in the columns `kpi` and `value`."""
    tall = wide.melt(var_name="kpi", ignore_index=False).sort_index(kind="stable")
    return tall.dropna()


def _write_csv(path: Path, frame: pd.DataFrame, *, sep: str = ",", decimal: str = ".") -> None:
    frame.to_csv(
        path,
        sep=sep,
        decimal=decimal,
        date_format="%Y-%m-%d",
        lineterminator="\n",
        encoding="utf-8",
    )


def _write_parquet(path: Path, frame: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(frame.reset_index(), preserve_index=False)
    day = table.schema.get_field_index("day")
    table = table.set_column(day, "day", table.column("day").cast(pa.date32()))
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd")
