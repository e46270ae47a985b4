"""Reads a released report of a warm line into a pandas table.

    export WARMLINE_REPORT_TOKEN=wlr_...
    python3 read_report.py https://line.example isolation-change 2026-10 by=reason
"""

import os
import sys
from urllib.parse import urlencode

import pandas as pd

NUMBERS = ["value", "low", "high", "n", "missing"]


def read_report(base, token, report, period, **asked):
    """The figures, one a row. A value that is not shown is NaN; value_status says why."""
    query = urlencode({"period": period, "format": "csv", **asked})
    # Everything is read as text first, and only an empty cell is missing: a level may be called "none".
    figures = pd.read_csv(
        f"{base}/api/v1/reports/{report}?{query}",
        storage_options={"Authorization": f"Bearer {token}"},
        dtype="string",
        keep_default_na=False,
        na_values=[""],
    )
    figures[NUMBERS] = figures[NUMBERS].astype("float64")
    figures["definition_version"] = figures["definition_version"].astype("int64")
    figures["few"] = (figures["few"] == "true").astype("bool")
    figures["as_of"] = pd.to_datetime(figures["as_of"], utc=True)
    return figures


if __name__ == "__main__":
    base, report, period, *rest = sys.argv[1:]
    figures = read_report(base, os.environ["WARMLINE_REPORT_TOKEN"], report, period, **dict(one.split("=") for one in rest))
    withheld = (figures["value_status"] == "withheld").sum()
    print(f"{report} {period}: {len(figures)} figures, {withheld} withheld")
    print(figures[["level", "group", "statistic", "value", "low", "high", "value_status"]].to_string(index=False))
