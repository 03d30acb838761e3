//! Archives that Python's `zipfile` wrote, in each way that it knows, are read as Python says.
//!
//! The other way round, Python reads what Attest wrote: `tests/readers/check_archive.py`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use attest::formats::exchange::archive::{Limits, read};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Writes archives into a folder, and beside each one its names with the hashes of what is in the files; prints how many.
const SCRIPT: &str = r#"
import hashlib, io, json, random, sys, zipfile
from pathlib import Path

folder, random = Path(sys.argv[1]), random.Random(7)
FILES = {
    "a.txt": b"",
    "b.ann": "T1\tfigure 0 3\tTen\n".encode() * 400,
    "Zürich/月 🌊.txt": "Ten left.\r\n".encode("utf-16"),
    "deep/er/noise.bin": random.randbytes(70_000),
    "zeros.bin": bytes(900_000),
    "__MACOSX/._b.ann": b"x",
    ".DS_Store": b"x",
}
KEPT = {name: data for name, data in FILES.items() if not name.startswith(("__", ".DS"))}


class Stream(io.RawIOBase):
    "A file in which nobody can go back, so that sizes stand behind the files."

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += data
        return len(data)


def archive(sink, method, level, force_zip64, comment):
    with zipfile.ZipFile(sink, "w", method, compresslevel=level) as file:
        file.comment = comment
        file.mkdir("deep") if hasattr(file, "mkdir") else file.writestr("deep/", b"")
        for name, data in FILES.items():
            with file.open(name, "w", force_zip64=force_zip64) as entry:
                entry.write(data)


count = 0
for method, level in [(zipfile.ZIP_STORED, None), (zipfile.ZIP_DEFLATED, 1), (zipfile.ZIP_DEFLATED, 9)]:
    for force_zip64 in [False, True]:
        for comment in [b"", b"A comment. PK\x03\x04", b"x" * 65_535]:
            for sink in [io.BytesIO(), Stream()]:
                archive(sink, method, level, force_zip64, comment)
                data = sink.getvalue() if isinstance(sink, io.BytesIO) else bytes(sink.bytes)
                # zipfile agrees with itself, so that what is asked for can be had.
                with zipfile.ZipFile(io.BytesIO(data)) as file:
                    assert all(file.read(name) == data for name, data in FILES.items())
                (folder / f"{count}.zip").write_bytes(data)
                count += 1
hashes = {name: hashlib.sha256(data).hexdigest() for name, data in KEPT.items()}
(folder / "expected.json").write_text(json.dumps(hashes), encoding="utf-8")
print(count)
"#;

#[test]
fn what_pythons_zipfile_wrote_is_read() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archive_in_python");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let python = Command::new("python3").arg("-c").arg(SCRIPT).arg(&folder).output();
    let output = python.expect("this test needs python3 on the path, to write archives as others do");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let count: usize = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap();
    assert_eq!(count, 36);
    let expected: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    for number in 0..count {
        let unpacked = read(&fs::read(folder.join(format!("{number}.zip"))).unwrap(), Limits::default()).unwrap();
        assert_eq!(unpacked.notes, [], "{number}");
        let found: BTreeMap<String, serde_json::Value> =
            unpacked.files.into_iter().map(|file| (file.name, sha256(&file.bytes).into())).collect();
        assert_eq!(found, expected, "{number}");
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
