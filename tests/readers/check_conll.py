"""CoNLL-2003 with IOB2 tags, read by spaCy's converter and by seqeval.

The format has no offsets, so places are counted in characters that are no white space.
"""

from collections import Counter

from run import same
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities
from spacy.training.converters import conll_ner_to_docs

FORMATS = ["conll"]


def solid(text):
    """The text without white space, as Python understands it."""
    return "".join(text.split())


def expected(case):
    spans = Counter()
    for annotation in case.annotations:
        for start, end in annotation["spans"]:
            place = len(solid(case.text[:start])), len(solid(case.text[:end]))
            if place[0] < place[1]:
                spans[annotation["label"], *place] += 1
    return spans


def check_spacy(case):
    found = Counter()
    for path in case.paths(".conll"):
        length = 0
        docs = list(conll_ner_to_docs(path.read_text(encoding="utf-8"), no_print=True))
        for doc in docs:
            tokens = [token.text for token in doc]
            starts = [length]
            for token in tokens:
                starts.append(starts[-1] + len(token))
            found.update((entity.label_, starts[entity.start], starts[entity.end]) for entity in doc.ents)
            length = starts[-1]
        same("".join(token.text for doc in docs for token in doc), solid(case.text), "the tokens")
    same(found, expected(case), "spans")


def check_seqeval_strict(case):
    found = Counter()
    for path in case.paths(".conll"):
        blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")[1:]
        sentences = [[row.split() for row in block.split("\n")] for block in blocks]
        for row in (row for sentence in sentences for row in sentence):
            same(len(row), 4, f"columns of {row}")
        entities = Entities([[row[-1] for row in sentence] for sentence in sentences], IOB2).entities
        length = 0
        for sentence, marks in zip(sentences, entities):
            starts = [length]
            for row in sentence:
                starts.append(starts[-1] + len(row[0]))
            found.update((mark.tag, starts[mark.start], starts[mark.end]) for mark in marks)
            lenient = get_entities([row[-1] for row in sentence])
            same(len(lenient), len(marks), "spans in seqeval's lenient mode")
            length = starts[-1]
        same("".join(row[0] for sentence in sentences for row in sentence), solid(case.text), "the tokens")
    same(found, expected(case), "spans")
