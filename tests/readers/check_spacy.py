"""spaCy's JSON Lines, read with srsly into spaCy's own Doc, its span groups and a DocBin."""

from collections import Counter

import spacy
import srsly
from run import same
from spacy.tokens import Doc, DocBin, Span

FORMATS = ["spacy"]

nlp = spacy.blank("xx")


def document(line):
    """A Doc made of the line's tokens alone."""
    tokens = line["tokens"]
    return Doc(nlp.vocab, words=[token["text"] for token in tokens], spaces=[token["ws"] for token in tokens])


def line_of(case):
    lines = list(srsly.read_jsonl(case.path(".jsonl")))
    same(len(lines), 1, "lines")
    return lines[0]


def expected(case):
    return Counter((start, end, a["label"]) for a in case.annotations for start, end in a["spans"])


def check_tokens_rebuild_the_text(case):
    line = line_of(case)
    same(line["text"], case.text, "the text")
    doc = document(line)
    same(doc.text, case.text, "the text of the tokens")
    for token, written in zip(doc, line["tokens"], strict=True):
        same((token.idx, token.i), (written["start"], written["id"]), "the place of a token")
        same(case.text[written["start"] : written["end"]], written["text"], "a token")


def check_spans_by_characters_and_by_tokens(case):
    line = line_of(case)
    doc = document(line)
    found = Counter()
    for written in line["spans"]:
        span = doc.char_span(written["start"], written["end"], label=written["label"], alignment_mode="strict")
        assert span is not None, f"no tokens for {written}"
        same((span.start, span.end - 1), (written["token_start"], written["token_end"]), "the tokens of a span")
        found[span.start_char, span.end_char, span.label_] += 1
    same(found, expected(case), "spans")
    for annotation in case.annotations:
        assert len(annotation["spans"]) == 1 or case.lost(annotation, "parts"), annotation


def check_a_docbin_keeps_them(case):
    line = line_of(case)
    doc = document(line)
    doc.spans["sc"] = [
        Span(doc, span["token_start"], span["token_end"] + 1, label=span["label"]) for span in line["spans"]
    ]
    kept = next(DocBin().from_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes()).get_docs(nlp.vocab))
    same(kept.text, case.text, "the text")
    same(Counter((s.start_char, s.end_char, s.label_) for s in kept.spans["sc"]), expected(case), "spans")


def check_relations_name_tokens_of_their_spans(case):
    line = line_of(case)
    doc = document(line)
    first = {a["id"]: (a["spans"][0][0], a["spans"][0][1], a["label"]) for a in case.annotations}
    expected_links = Counter((first[link["from"]], first[link["to"]], link["type"]) for link in case.links)
    found = Counter()
    for relation in line["relations"]:
        ends = []
        for end in ("head", "child"):
            span = relation[f"{end}_span"]
            same(relation[end], span["token_end"], "the last token")
            read = doc[span["token_start"] : span["token_end"] + 1]
            ends.append((read.start_char, read.end_char, span["label"]))
        found[(*ends, relation["label"])] += 1
    same(found, expected_links, "relations")


def check_extra_keys_hold_what_people_said(case):
    said = {span["id"]: span for span in line_of(case)["spans"] if span.get("part", 1) == 1}
    for annotation in case.annotations:
        span = said[annotation["id"]]
        for name, empty in (("note", ""), ("attributes", {}), ("creator", ""), ("created", "")):
            same(span.get(name, empty), annotation[name], name)
