"""Imports files into doccano, as its page does, and prints what doccano then has, a JSON line a file.

Runs in doccano's own environment (requirements-doccano.txt), in a project that allows overlapping and relations, with a
database in a temporary folder.
"""

import json
import os
import sys
import tempfile
from pathlib import Path


def main(paths):
    import backend

    home = tempfile.mkdtemp()
    sys.path.insert(0, str(Path(backend.__file__).parent))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.production",
        DATABASE_URL=f"sqlite:///{home}/db.sqlite3",
        MEDIA_ROOT=f"{home}/media",
        STANDALONE="True",
        SECRET_KEY="only for this run",
    )
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import RELATION_EXTRACTION, create_file_format
    from data_import.pipeline.readers import FileName
    from examples.models import Example
    from labels.models import Relation, Span
    from projects.models import ProjectType, SequenceLabelingProject

    user = User.objects.create_user(username="ada", password="only for this run")
    for path in paths:
        project = SequenceLabelingProject.objects.create(
            name="attest",
            created_by=user,
            project_type=ProjectType.SEQUENCE_LABELING,
            allow_overlapping=True,
            use_relation=True,
        )
        # The encoding is left to doccano to guess, which is its default.
        name = FileName(full_path=path, generated_name=Path(path).name, upload_name=Path(path).name)
        dataset = load_dataset(RELATION_EXTRACTION, create_file_format("JSONL"), [name], project)
        dataset.save(user, batch_size=1000)
        examples = Example.objects.filter(project=project)
        spans = Span.objects.filter(example__project=project)
        relations = Relation.objects.filter(example__project=project)
        place = {span.id: [span.start_offset, span.end_offset, span.label.text] for span in spans}
        found = {
            "errors": [str(error) for error in dataset.errors],
            "texts": [example.text for example in examples],
            "meta": [example.meta for example in examples],
            "spans": list(place.values()),
            "relations": [[place[r.from_id_id], place[r.to_id_id], r.type.text] for r in relations],
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
