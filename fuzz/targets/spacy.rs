#![no_main]

use attest::formats::exchange::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| attest_fuzz::read(Format::Spacy, data));
