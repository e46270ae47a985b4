"""Holds a funder pack against what it says of itself, and its workbook against its figures.

Argument: the pack. The data package is held against Table Schema by hand, the workbook is read back with openpyxl.
Prints what it counted, as JSON.
"""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile

from openpyxl import load_workbook

TYPES = {
    "string": lambda text: True,
    "integer": lambda text: re.fullmatch(r"-?\d+", text),
    "number": lambda text: re.fullmatch(r"-?\d+(\.\d+)?", text),
    "boolean": lambda text: text in ("true", "false"),
    "yearmonth": lambda text: re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text),
    "datetime": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text),
}


def figures_as_described(pack):
    """The rows of the CSV, each cell of the type that the data package says."""
    package = json.loads(pack.read("datapackage.json"))
    (resource,) = package["resources"]
    data = pack.read(resource["path"])
    assert len(data) == resource["bytes"], "bytes"
    assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest(), "hash"
    assert resource["schema"]["missingValues"] == [""]
    names = [field["name"] for field in resource["schema"]["fields"]]
    reader = csv.DictReader(io.StringIO(data.decode(resource["encoding"]), newline=""))
    assert reader.fieldnames == names, (reader.fieldnames, names)
    rows = list(reader)
    for row in rows:
        for field in resource["schema"]["fields"]:
            text, constraints = row[field["name"]], field.get("constraints", {})
            if text == "":
                assert not constraints.get("required"), (field["name"], row)
                continue
            assert TYPES[field["type"]](text), (field, text)
            assert text in constraints.get("enum", [text]), (field["name"], text)
        assert (row["value"] == "") == (row["value_status"] != "shown"), row
    return rows


def numbers(workbook):
    """Every number of the sheets, as it stands there."""
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    yield sheet.title, cell.coordinate, float(cell.value)


def held_by_charts(data):
    """Every number that a chart has kept of its cells."""
    book = zipfile.ZipFile(io.BytesIO(data))
    for name in book.namelist():
        if name.startswith("xl/charts/"):
            for cached in re.findall(r"<c:numCache>.*?</c:numCache>", book.read(name).decode(), re.S):
                for number in re.findall(r"<c:v>(.*?)</c:v>", cached):
                    if number:
                        yield name, name, float(number)


def main():
    pack = zipfile.ZipFile(sys.argv[1])
    rows = figures_as_described(pack)
    data = pack.read("workbook.xlsx")
    workbook = load_workbook(io.BytesIO(data))
    assert workbook.sheetnames[0] == "Notes", workbook.sheetnames
    assert all(sheet.sheet_state == "visible" for sheet in workbook.worksheets), "a sheet is hidden"
    shown = {float(row[name]) for row in rows for name in ("value", "low", "high", "n", "missing") if row[name]}
    strange = [
        found for found in [*numbers(workbook), *held_by_charts(data)] if not any(abs(found[2] - one) < 1e-9 for one in shown)
    ]
    assert not strange, strange[:9]
    # A report's marks are where its figures are not shown: figure by figure, in the tables of the whole.
    marks = {"withheld": "[c]", "not_measured": "[z]", "undefined": "[x]", "not_released": "[r]"}
    compared = 0
    for sheet in workbook.worksheets:
        table = [[cell.value for cell in row] for row in sheet.iter_rows()]
        header = table[2] if len(table) > 2 else []
        if "Statistic" not in header or "Value" not in header or "Period" not in header:
            continue
        at = {name: header.index(name) for name in header if name}
        for line in table[3:]:
            group = line[at["Of which"]] or "" if "Of which" in at else ""
            same = [
                row
                for row in rows
                if sheet.title == short(row) and not row["by"] and words(row["group"]) == group
                and words(row["statistic"]) == line[at["Statistic"]]
            ]
            assert same, (sheet.title, line)
            expected = marks.get(same[0]["value_status"]) or float(same[0]["value"])
            assert line[at["Value"]] == expected, (sheet.title, line, expected)
            compared += 1
    sheets = set(workbook.sheetnames)
    lacking = {short(row) for row in rows} - {name.split(" ")[0] for name in sheets}
    assert not lacking, f"no sheet of {lacking}"
    for row in rows:
        if row["by"]:
            assert any(name.startswith(f"{short(row)} by ") for name in sheets), (row["report"], row["by"], sheets)
    dictionary = {cells(line)[0] for line in pack.read("dictionary.md").decode().splitlines() if line.startswith("|")}
    unexplained = sorted({(row["report"], row["statistic"]) for row in rows if row["statistic"] not in dictionary})
    assert not unexplained, f"the dictionary lacks {unexplained}"
    json.dump(
        {
            "figures": len(rows),
            "withheld": sum(row["value_status"] == "withheld" for row in rows),
            "sheets": workbook.sheetnames,
            "compared": compared,
        },
        sys.stdout,
    )


NUMBERS = {
    "volume": 1, "access": 2, "callers": 3, "isolation-change": 4, "isolation-over-time": 5, "reasons": 6, "diversion": 7,
    "escalation": 8, "referrals": 9, "reach": 10, "coverage": 11, "data-quality": 13, "privacy": 14,
}


def short(row):
    return f"R{NUMBERS[row['report']]}"


def words(text):
    return text.replace("_", " ").replace(".", ", ")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


main()
