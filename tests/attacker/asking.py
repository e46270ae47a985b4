"""Asks an evaluator's questions: every one that is permitted, in every form, and many that are not."""

import csv
import hashlib
import http.client
import io
import itertools
import json
import os
import re
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from threading import local

HOLD = local()


def get(url, path):
    """One answer: status, ETag, bytes. Whoever asks too often waits."""
    host = urllib.parse.urlsplit(url).netloc
    headers = {"Authorization": "Bearer " + os.environ["WARMLINE_TOKEN"]}
    while True:
        try:
            if getattr(HOLD, "line", None) is None:
                HOLD.line = http.client.HTTPConnection(host, timeout=120)
            HOLD.line.request("GET", path, headers=headers)
            answer = HOLD.line.getresponse()
            body = answer.read()
        except (http.client.HTTPException, ConnectionError):
            HOLD.line = None
            continue
        if answer.status == 429:
            time.sleep(float(answer.headers.get("Retry-After", "1")))
            continue
        return answer.status, answer.headers.get("ETag"), body


def get_all(url, paths):
    with ThreadPoolExecutor(6) as pool:
        return dict(zip(paths, pool.map(lambda path: get(url, path), paths)))


def questions(listed):
    for report in listed["items"]:
        for by in [None, *report["breakdowns"]]:
            yield report["name"], by


def path(report, period, by=None, **more):
    query = {"period": period, **({"by": by} if by else {}), **more}
    return f"/api/v1/reports/{report}?{urllib.parse.urlencode(query)}"


def ranges(months, all_of_them):
    """Ranges of whole months; of the many a few of every length, unless all are wanted."""
    spans = [f"{first}..{last}" for first, last in itertools.combinations(months, 2)]
    return spans if all_of_them else spans[::9]


FORBIDDEN = [
    "volume", "volume?period=", "volume?period=2025-05-01", "volume?period=2025-W20", "volume?period=2025-05-01..2025-05-31",
    "volume?period=2025-05..2025-04", "volume?period=2024-05", "volume?period=2031", "volume?period=2025-05&period=2025-06",
    "volume?period=2025-05&by=peer", "volume?period=2025-05&by=caller_code", "volume?period=2025-05&by=channel&by=contact_type",
    "volume?period=2025-05&by=channel,contact_type", "volume?period=2025-05&by=hour_of_week", "volume?period=2025-05&from=2025-05-02",
    "volume?period=2025-05&until=2025-05-20", "volume?period=2025-05&zone=UTC", "volume?period=2025-05&channel=voice",
    "volume?period=2025-05&not_channel=voice", "volume?period=2025-05&reason=sleep", "volume?period=2025-05&limit=5",
    "volume?period=2025-05&format=xml", "volume?period=2025-05&withhold_under=1", "volume?period=2025-05&unsuppressed=true",
    "reach?period=2025-05&by=channel", "reach?period=2025-05&by=age_band&gender=woman", "reasons?period=2025-05&by=age_band",
    "escalation?period=2025-05&by=region", "diversion?period=2025-05&by=channel", "isolation-change?period=2025-05&by=race_ethnicity",
    "isolation-change?period=2025-05&by=region", "callers?period=2025-05&by=caller_code", "data-quality?period=2025-05&by=peer",
    "secrets?period=2025-05", "volume?period=2025-05&compare=2025-04", "volume?period=FY2025-05", "volume?period=2025-13",
]


def ask(url, all_ranges):
    """Every answer by its path."""
    status, _, body = get(url, "/api/v1/reports")
    assert status == 200, body
    listed = json.loads(body)
    months = sorted(period for period in listed["periods"] if re.fullmatch(r"\d{4}-\d\d", period))
    permitted = []
    for report, by in questions(listed):
        for period in listed["periods"]:
            permitted.append(path(report, period, by))
            permitted.append(path(report, period, by, format="csv"))
        permitted.append(path(report, listed["periods"][0], by, compare="both"))
        permitted += [path(report, period, by) for period in ranges(months, all_ranges)]
    last_year = [period for period in listed["periods"] if re.fullmatch(r"\d{4}", period)][:1] or months[:1]
    files = [path("volume", last_year[0], "channel", format="xlsx"), path("volume", last_year[0], format="datapackage")]
    files += [f"/api/v1/reports/funder-pack?period={last_year[0]}&format={form}" for form in ("xlsx", "zip")]
    answers = get_all(url, permitted + files)
    twice = get_all(url, files)
    differ = [one for one in files if twice[one] != answers[one]]
    refused = get_all(url, ["/api/v1/reports/" + query for query in FORBIDDEN])
    allowed = [one for one, answer in refused.items() if answer[0] != 422]
    return listed, answers, differ, allowed


def same_rows(document, table):
    """Whether a CSV holds the figures of a JSON document, and no more."""
    number = lambda text: None if text == "" else float(text)
    rows = [(row["group"], row["by"] or None, row["level"].lstrip("'") or None, row["statistic"], number(row["value"]),
             row["value_status"], number(row["low"]), number(row["high"]), number(row["n"]), number(row["missing"]))
            for row in csv.DictReader(io.StringIO(table))]
    value = lambda figure: figure["value"] if figure else None
    figures = [(one["group"], one["by"], one["level"], one["statistic"], one["value"], one["status"], one["low"], one["high"],
                value(one["n"]), value(one["missing"])) for one in document["figures"]]
    return rows == figures


def digest(answers):
    """What an answer was, to the byte."""
    # A refusal bears the id of its request, so only that it is one can stay the same.
    return {one: [status, etag, hashlib.sha256(body).hexdigest() if status == 200 else ""]
            for one, (status, etag, body) in answers.items()}
