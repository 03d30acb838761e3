"""UIMA CAS XMI, read by dkpro-cassis, which turns the UTF-16 offsets of the file into code points."""

from collections import Counter

from cassis import load_cas_from_xmi, load_typesystem
from run import same

FORMATS = ["uima-xmi"]

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"


def sound(text):
    """The text as XML can hold it: each character that it does not have is U+FFFD."""
    is_held = lambda sign: sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
    return "".join(sign if is_held(sign) else "\ufffd" for sign in text)


def features(annotation):
    """The attributes that can be features."""
    taken = {"label", "note", "attestId", "begin", "end", "sofa", "self"}
    return {
        name: value
        for name, value in annotation["attributes"].items()
        if name.isascii() and name.isalnum() and name[0].isalpha() and name not in taken and sound(value) == value
    }


def check_cassis(case):
    with open(case.path("TypeSystem.xml"), "rb") as file:
        types = load_typesystem(file)
    with open(case.path(".xmi"), "rb") as file:
        cas = load_cas_from_xmi(file, typesystem=types)
    same(cas.sofa_string, sound(case.text), "the text")
    names = set().union(*(features(annotation) for annotation in case.annotations))
    found, expected = Counter(), Counter()
    for mark in cas.select("custom.Span"):
        values = tuple(sorted((name, mark.get(name)) for name in names if mark.get(name) is not None))
        found[mark.attestId, mark.label, mark.begin, mark.end, mark.note or "", values] += 1
        same(mark.get_covered_text(), sound(case.text[mark.begin : mark.end]), "the words of a span")
    for annotation in case.annotations:
        values = tuple(sorted(features(annotation).items()))
        for start, end in annotation["spans"]:
            facts = sound(annotation["id"]), annotation["label"], start, end, sound(annotation["note"])
            expected[(*facts, values)] += 1
    same(found, expected, "spans")
    links = Counter(
        (link.attestId, link.label, link.Governor.attestId, link.Dependent.attestId)
        for link in cas.select("custom.Relation")
    )
    same(links, Counter((link["id"], link["type"], link["from"], link["to"]) for link in case.links), "relations")
    words = "".join(token.get_covered_text() for token in cas.select(TOKEN))
    same(words, sound("".join(case.text.split())), "the tokens")
    for sentence in cas.select(SENTENCE):
        assert sentence.get_covered_text().strip(), "a sentence is empty"


def check_title(case):
    with open(case.path("TypeSystem.xml"), "rb") as file:
        types = load_typesystem(file)
    with open(case.path(".xmi"), "rb") as file:
        cas = load_cas_from_xmi(file, typesystem=types)
    (document,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
    same(document.documentTitle, sound(case.title), "the title")
