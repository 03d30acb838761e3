"""Checks an annotation file as docs/annotation-file.md has it, and prints its annotations as [[label, [quote, ...]], ...]."""

import hashlib
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as source:
    file = json.load(source)

text = file["document"]["text"]
assert "\r" not in text and not text.startswith("\ufeff"), "line ends and byte order mark"
assert hashlib.sha256(text.encode("utf-8")).hexdigest() == file["document"]["sha256"], "the text's hash"

labels = {label["id"] for label in file["labels"]}
order = []
for annotation in file["annotations"]:
    spans = annotation["spans"]
    assert annotation["label"] in labels, annotation
    assert spans, annotation
    for span in spans:
        assert span["start"] < span["end"], span
        assert text[span["start"] : span["end"]] == span["quote"], span
    for before, after in zip(spans, spans[1:]):
        assert before["end"] <= after["start"], spans
    order.append((spans[0]["start"], -spans[-1]["end"]))
assert order == sorted(order), "annotations are in text order, the longer first"

json.dump([[a["label"], [s["quote"] for s in a["spans"]]] for a in file["annotations"]], sys.stdout)
