"""Web Annotations, expanded by PyLD with W3C's own context and held against the schemas of W3C's test suite.

Nothing is fetched: w3c/ has the context and the schemas as W3C publishes them.
"""

import functools
import json
from collections import Counter
from pathlib import Path

import jsonschema
from pyld import jsonld
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from run import same

FORMATS = ["web-annotation"]

W3C = Path(__file__).parent / "w3c"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"


def load(url, options):
    assert url == CONTEXT, f"only W3C's context is known here, not {url}"
    document = json.loads((W3C / "anno.jsonld").read_text(encoding="utf-8"))
    return {"contextUrl": None, "documentUrl": url, "document": document}


@functools.cache
def musts():
    """A validator for each thing that an annotation must be."""
    registry = Registry()
    for path in (W3C / "tests" / "definitions").glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        registry = registry.with_resource(path.name, Resource.from_contents(schema, default_specification=DRAFT4))
    names = json.loads((W3C / "tests" / "annotations" / "annotationMusts.test").read_text(encoding="utf-8"))["assertions"]
    validators = []
    for name in names:
        schema = json.loads((W3C / "tests" / name).read_text(encoding="utf-8"))
        # The suite's identifiers are names of files in one folder; references are resolved as if that were so.
        text = json.dumps(schema)
        schema = json.loads(text)
        schema.pop("id", None)
        checker = jsonschema.FormatChecker()
        validators.append((name, schema, jsonschema.Draft4Validator(schema, registry=registry, format_checker=checker)))
    return validators


def annotations_of(case):
    return json.loads(case.path(".jsonld").read_text(encoding="utf-8"))["first"]["items"]


def check_w3cs_own_schemas(case):
    for annotation in annotations_of(case):
        # In a collection the context stands once, at the top; the suite looks at annotations one by one.
        whole = {"@context": CONTEXT, **annotation}
        for name, schema, validator in musts():
            valid = validator.is_valid(whole)
            expected = schema.get("expectedResult", "valid") == "valid"
            assert valid == expected, f"{name}: {schema.get('errorMessage')}\n  {json.dumps(annotation)}"


def value(node, key):
    """The only value of a property of an expanded node."""
    values = node.get(key, [])
    assert len(values) == 1, (key, node)
    return values[0].get("@value", values[0].get("@id", values[0]))


def check_a_json_ld_processor_finds_everything(case):
    document = json.loads(case.path(".jsonld").read_text(encoding="utf-8"))
    (collection,) = jsonld.expand(document, {"documentLoader": load})
    same(collection["@type"], [f"{AS}OrderedCollection"], "the type of the whole")
    same(value(collection, "http://www.w3.org/2000/01/rdf-schema#label"), case.title, "the title")
    items = collection[f"{AS}first"][0][f"{AS}items"][0]["@list"]
    same(value(collection, f"{AS}totalItems"), len(items), "how many there are")
    text = case.path(".txt").read_bytes().decode("utf-8")
    same(text, case.text, "the text beside it")
    found, links, names = Counter(), [], {}
    for item in items:
        same(item["@type"], [f"{OA}Annotation"], "the type of an item")
        bodies = {value(body, f"{OA}hasPurpose").removeprefix(OA): body for body in item[f"{OA}hasBody"]}
        said = {purpose: body for purpose, body in bodies.items()}
        text_of = lambda purpose: value(said[purpose], "http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
        if value(item, f"{OA}motivatedBy") == f"{OA}linking":
            to = value(said["linking"], f"{OA}hasSource")
            links.append((value(item, f"{OA}hasTarget"), to, text_of("classifying")))
            continue
        spans = []
        for target in item[f"{OA}hasTarget"]:
            selectors = {one["@type"][0].removeprefix(OA): one for one in target[f"{OA}hasSelector"]}
            position, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
            start, end = value(position, f"{OA}start"), value(position, f"{OA}end")
            exact, prefix, suffix = (value(quote, f"{OA}{name}") for name in ("exact", "prefix", "suffix"))
            same(text[start:end], exact, "what is at the position")
            assert text[:start].endswith(prefix) and text[end:].startswith(suffix), "what is around the position"
            spans.append((start, end))
        note = text_of("commenting") if "commenting" in said else ""
        attributes = json.loads(text_of("describing")) if "describing" in said else {}
        creators = item.get("http://purl.org/dc/terms/creator", [])
        creator = value(creators[0], "http://xmlns.com/foaf/0.1/name") if creators else ""
        created = value(item, "http://purl.org/dc/terms/created")
        key = (text_of("classifying"), tuple(spans), note, json.dumps(attributes, sort_keys=True), creator, created)
        found[key] += 1
        names[item["@id"]] = key[:2]
    expected = Counter()
    by_id = {}
    for a in case.annotations:
        spans = tuple(map(tuple, a["spans"]))
        expected[a["label"], spans, a["note"], json.dumps(a["attributes"], sort_keys=True), a["creator"], a["created"]] += 1
        by_id[a["id"]] = (a["label"], spans)
        assert len(spans) == 1 or case.lost(a, "parts"), a
    same(found, expected, "annotations")
    found_links = Counter((names[a], names[b], kind) for a, b, kind in links)
    same(found_links, Counter((by_id[l["from"]], by_id[l["to"]], l["type"]) for l in case.links), "links")
