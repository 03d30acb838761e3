"""Archives of several exports, read by Python's zipfile."""

import zipfile

from run import same

FORMATS = ["archive"]


def plain(case):
    """The files that are in the archive, by name, in its order."""
    names = [name for name in case.files if not name.endswith(".zip")]
    return {name.removeprefix("plain/"): (case.folder / name).read_bytes() for name in names}


def check_zipfile(case):
    expected = plain(case)
    with zipfile.ZipFile(case.path(".zip")) as archive:
        same(archive.testzip(), None, "the first damaged file")
        same(archive.namelist(), list(expected), "the names")
        for entry in archive.infolist():
            same(archive.read(entry), expected[entry.filename], entry.filename)
            # The time is none, so that the same articles give the same archive.
            same(entry.date_time, (1980, 1, 1, 0, 0, 0), "the time")
            assert entry.flag_bits & 0x800, "the name is said to be UTF-8"
            assert entry.compress_size <= entry.file_size, "packed"
        texts = [archive.read(name).decode("utf-8") for name in expected if name.endswith(".txt")]
    same(texts, [case.text] * 2, "the texts, of brat and beside the table")
