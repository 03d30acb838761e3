"""Lets other programs read what Attest wrote, and compares. See README.md beside this file."""

import importlib.util
import json
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Case:
    """One project in one format: its files, and what a reader has to find in them."""

    format: str
    name: str
    folder: Path
    text: str
    title: str
    annotations: list
    links: list
    files: list
    losses: list

    def path(self, ending):
        """The only file with this ending."""
        paths = [self.folder / name for name in self.files if name.endswith(ending)]
        assert len(paths) == 1, f"{len(paths)} files end in {ending}: {self.files}"
        return paths[0]

    def paths(self, ending):
        """All files with this ending, in the order in which they were written."""
        return [self.folder / name for name in self.files if name.endswith(ending)]

    def lost(self, annotation, word=""):
        """The losses told of an annotation, those with a word in what was the problem."""
        about = [loss for loss in self.losses if loss["subject"] == annotation["subject"]]
        return [loss for loss in about if word in loss["problem"]]

    def quote(self, annotation):
        """The words of each span."""
        return [self.text[start:end] for start, end in annotation["spans"]]


def same(found, expected, what):
    """Fails, showing both, unless the two are equal."""
    assert found == expected, f"{what}:\n  found    {found!r}\n  expected {expected!r}"


def cases(root, format):
    for path in sorted((root / format).glob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        yield Case(format=format, name=path.stem, folder=path.with_suffix(""), **expected)


def is_check(name, value):
    """A function check_…(case). Those that take more are helpers."""
    return name.startswith("check_") and callable(value) and value.__code__.co_argcount == 1


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(root, wanted):
    # The checks import this file; so that they get this very module, it has its name before they are loaded.
    sys.modules["run"] = sys.modules[__name__]
    sys.dont_write_bytecode = True
    folder = Path(__file__).parent
    paths = sorted(folder.glob("check_*.py"))
    if wanted:
        paths = [path for path in paths if path.stem.removeprefix("check_") in wanted]
    passed = failed = 0
    for path in paths:
        module = load(path)
        checks = [(name, check) for name, check in vars(module).items() if is_check(name, check)]
        for name, check in checks:
            formats = getattr(check, "formats", module.FORMATS)
            failures, count = [], 0
            for case in (case for format in formats for case in cases(root, format)):
                count += 1
                try:
                    check(case)
                except Exception as problem:
                    place = traceback.extract_tb(problem.__traceback__)[-1]
                    where = f"{Path(place.filename).name}:{place.lineno}"
                    failures.append(f"{case.format}/{case.name}: {type(problem).__name__} at {where}: {problem}")
            if not count:
                failures.append(f"there is nothing to read for {', '.join(formats)}")
            print(f"{path.stem}.{name}: {count - len(failures)} of {count} read as expected")
            for failure in failures[:5]:
                print(f"  {failure}")
            passed += max(count - len(failures), 0)
            failed += len(failures)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
