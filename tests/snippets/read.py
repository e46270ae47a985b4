"""What docs/snippets/read_report.py reads of a report, as tab-separated text for a program to compare.

Arguments: the address of the line, the report, its period. The token is in WARMLINE_REPORT_TOKEN.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "docs", "snippets"))
sys.dont_write_bytecode = True

from read_report import read_report  # noqa: E402

base, report, period = sys.argv[1:]
figures = read_report(base, os.environ["WARMLINE_REPORT_TOKEN"], report, period)
assert figures["few"].dtype == "bool" and figures["definition_version"].dtype == "int64"
assert str(figures["as_of"].dtype) == "datetime64[ns, UTC]" and figures["as_of"].notna().all()
assert (figures["value"].isna() == (figures["value_status"] != "shown")).all()
figures["few"] = figures["few"].map({True: "true", False: "false"})
columns = ["by", "level", "group", "statistic", "value", "value_status", "low", "high", "n", "missing", "few"]
figures[columns].to_csv(sys.stdout, sep="\t", index=False)
