"""WebAnno TSV 3.3, read by web-anno-tsv (PyPI): spans only, of the second feature, a sentence at a time.

INCEpTION's own reader is Java and no part of this check.
"""

import re
from collections import Counter

from run import same
from web_anno_tsv import open_web_anno_tsv, web_anno_tsv

FORMATS = ["webanno-tsv"]

ESCAPES = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b", "\\": "\\"}


def unescape(text):
    return re.sub(r"\\([tnfrb\\\x00-\x07\x0e-\x1f])", lambda found: ESCAPES.get(found[1], found[1]), text)


# Its own undoes an escape only where another backslash stands before it, which INCEpTION does not write.
web_anno_tsv.un_escape_text = unescape


def trimmed(text, start, end):
    """A span without white space at its ends; None when nothing is left."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    return (start, end) if start < end else None


def check_web_anno_tsv(case):
    found = Counter()
    with open_web_anno_tsv(case.path(".tsv")) as file:
        header = file.header.split("\n")
        same(header[:2], ["#FORMAT=WebAnno TSV 3.3", "#T_SP=custom.Span|attestId|label|note"], "the header")
        sentences = list(file)
    place = 0
    for sentence in sentences:
        # The reader gives places in the sentence; sentences stand one line break apart, and then blanks.
        place = case.text.find(sentence.text, place) if sentence.text else place
        assert place >= 0, f"the text has no {sentence.text!r} behind the one before"
        for mark in sentence.annotations:
            found[mark.label, place + mark.start, place + mark.stop] += 1
            same(mark.text, case.text[place + mark.start : place + mark.stop], "the words of a span")
        place += len(sentence.text)
    expected = Counter()
    for annotation in case.annotations:
        for span in (trimmed(case.text, *span) for span in annotation["spans"]):
            if span:
                expected[annotation["label"], *span] += 1
    same(found, expected, "spans")
    words = "".join("".join(sentence.text.split()) for sentence in sentences)
    same(words, "".join(case.text.split()), "the text without white space")
