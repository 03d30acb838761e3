"""Label Studio's tasks, read by the interface parser and the converter of label-studio-sdk."""

import json
import tempfile
from collections import Counter
from pathlib import Path

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface
from run import same

FORMATS = ["label-studio"]


def interface(case):
    return LabelInterface(case.path(".xml").read_text(encoding="utf-8"))


def task_of(case):
    tasks = json.loads(case.path(".json").read_text(encoding="utf-8"))
    same(len(tasks), 1, "tasks")
    return tasks[0]


def expected(case):
    return Counter((start, end, a["label"]) for a in case.annotations for start, end in a["spans"])


def check_the_interface_accepts_every_result(case):
    labels = interface(case)
    labels.validate()
    task = task_of(case)
    same(labels.validate_task({"data": task["data"]}), True, "the task's data")
    annotation = task["annotations"][0]
    assert labels._validate_object(annotation), "the interface refuses the annotation"
    for result in annotation["result"]:
        assert labels.validate_region(result) if result["type"] != "relation" else labels.validate_relation(
            result, annotation["result"]
        ), result
    ids = [one["id"] for one in annotation["result"] if one["type"] == "labels"]
    same(len(ids), len(set(ids)), "different names of regions")


def check_regions_notes_and_relations(case):
    task = task_of(case)
    same(task["data"]["text"], case.text, "the text")
    results = task["annotations"][0]["result"]
    found, notes = Counter(), {}
    for one in results:
        if one["type"] == "labels":
            value = one["value"]
            same(case.text[value["start"] : value["end"]], value["text"], "the words of a region")
            found[value["start"], value["end"], value["labels"][0]] += 1
        elif one["type"] == "textarea":
            notes[one["id"]] = one["value"]["text"][0]
    same(found, expected(case), "regions")
    same(notes, {a["id"]: a["note"] for a in case.annotations if a["note"]}, "notes")
    relations = Counter((one["from_id"], one["to_id"], one["labels"][0]) for one in results if one["type"] == "relation")
    same(relations, Counter((link["from"], link["to"], link["type"]) for link in case.links), "relations")
    for annotation in case.annotations:
        assert len(annotation["spans"]) == 1 or case.lost(annotation, "parts"), annotation
        assert not annotation["creator"] or case.lost(annotation, "who made it"), annotation
        assert all(case.lost(annotation, name) for name in annotation["attributes"]), annotation


def check_the_converter_reads_every_region(case):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        task = task_of(case)
        task["id"] = 1
        (source / "task.json").write_text(json.dumps([task]), encoding="utf-8")
        converter = Converter(config=case.path(".xml").read_text(encoding="utf-8"), project_dir=folder)
        converter.convert_to_json_min(str(source), folder)
        read = json.loads((Path(folder) / "result.json").read_text(encoding="utf-8"))[0]
    same(read["text"], case.text, "the text")
    found = Counter((one["start"], one["end"], one["labels"][0]) for one in read.get("label", []))
    same(found, expected(case), "regions")
