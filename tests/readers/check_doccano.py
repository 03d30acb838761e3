"""doccano's JSON Lines, imported by doccano itself into a database of its own (doccano_import.py)."""

import functools
import json
import os
import subprocess
from collections import Counter
from pathlib import Path

from run import same

FORMATS = ["doccano"]


def utf16(text, at):
    return len(text[:at].encode("utf-16-le")) // 2


@functools.cache
def imported(root):
    """What doccano has of every case, by folder: it is started once."""
    python = os.environ.get("DOCCANO_PYTHON")
    assert python, "DOCCANO_PYTHON names no Python with doccano; script/readers installs one"
    paths = sorted(Path(root).glob("*/*.jsonl"))
    script = Path(__file__).with_name("doccano_import.py")
    run = subprocess.run([python, script, *paths], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    return {path.parent.name: json.loads(line) for path, line in zip(paths, run.stdout.splitlines(), strict=True)}


def check_doccanos_import(case):
    found = imported(case.folder.parent)[case.folder.name]
    same(found["errors"], [], "what doccano refused")
    same(found["texts"], [case.text], "the text")
    same(found["meta"][0]["title"], case.title, "the title")
    same(found["meta"][0]["offset_unit"], "UTF-16", "the unit")
    places, first = [], {}
    for annotation in case.annotations:
        parts = [(utf16(case.text, start), utf16(case.text, end), annotation["label"]) for start, end in annotation["spans"]]
        places += parts
        first[annotation["id"]] = parts[0]
        assert len(parts) == 1 or case.lost(annotation, "parts"), annotation
    same(Counter(map(tuple, found["spans"])), Counter(places), "spans")
    links = Counter((first[link["from"]], first[link["to"]], link["type"]) for link in case.links)
    same(Counter((tuple(a), tuple(b), kind) for a, b, kind in found["relations"]), links, "relations")


def check_nothing_is_lost_on_doccanos_encoding_guess(case):
    assert case.path(".jsonl").read_bytes().isascii()


def check_the_labels_fit_doccanos_model(case):
    labels = json.loads(case.path("label_config.json").read_text(encoding="utf-8"))
    for label in labels:
        assert set(label) <= {"text", "suffix_key", "background_color", "text_color"}, label
        assert label.get("suffix_key", "0") in "0123456789abcdefghijklmnopqrstuvwxyz", label
        assert 0 < len(label["text"]) <= 100, label
    assert {a["label"] for a in case.annotations} <= {label["text"] for label in labels}
