"""CSV, read by Python's csv module in strict mode and by pandas."""

import csv
from collections import Counter

import pandas
from run import same

FORMATS = ["csv"]


def text_of(case):
    with open(case.path(".txt"), encoding="utf-8", newline="") as file:
        return file.read()


def table_of(case):
    (table,) = (path for path in case.paths(".csv") if not path.name.endswith(".relations.csv"))
    return table


def expected(case):
    rows = Counter()
    for annotation in case.annotations:
        for part, (start, end) in enumerate(annotation["spans"], 1):
            attributes = tuple(sorted((name, value) for name, value in annotation["attributes"].items() if value))
            facts = annotation["id"], annotation["label"], part, start, end, case.text[start:end], annotation["note"]
            rows[(*facts, annotation["creator"], annotation["origin"], annotation["created"], attributes)] += 1
    return rows


def check_rows(case, rows):
    found = Counter()
    text = text_of(case)
    same(text, case.text, "the text")
    utf16, utf8 = text.encode("utf-16-le"), text.encode("utf-8")
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        same(text[start:end], row["text"], "the words at a span's code points")
        start_16, end_16 = int(row["start_utf16"]), int(row["end_utf16"])
        same(utf16[2 * start_16 : 2 * end_16].decode("utf-16-le"), row["text"], "the words at its UTF-16 offsets")
        same(utf8[int(row["start_byte"]) : int(row["end_byte"])].decode(), row["text"], "the words at its bytes")
        attributes = tuple(
            sorted((name.removeprefix("attribute."), value) for name, value in row.items() if name.startswith("attribute.") and value)
        )
        facts = row["id"], row["label"], int(row["part"]), start, end, row["text"], row["note"]
        found[(*facts, row["creator"], row["origin"], row["created"], attributes)] += 1
    same(found, expected(case), "rows")


def check_links(case, rows):
    found = Counter((row["id"], row["type"], row["from"], row["to"]) for row in rows)
    same(found, Counter((link["id"], link["type"], link["from"], link["to"]) for link in case.links), "links")


def check_python(case):
    with open(table_of(case), encoding="utf-8", newline="") as file:
        check_rows(case, list(csv.DictReader(file, strict=True)))
    for path in case.paths(".relations.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            check_links(case, csv.DictReader(file, strict=True))


def check_pandas(case):
    # Without keep_default_na, the words NA and null would be no words to pandas.
    read = lambda path: pandas.read_csv(path, keep_default_na=False, dtype=str).to_dict("records")
    check_rows(case, read(table_of(case)))
    for path in case.paths(".relations.csv"):
        check_links(case, read(path))


def check_no_formula_in_the_spreadsheet_variant(case):
    raw = case.path(".csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    with open(case.path(".csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    same(len(rows) - 1, sum(len(annotation["spans"]) for annotation in case.annotations), "rows")


check_no_formula_in_the_spreadsheet_variant.formats = ["spreadsheet"]
