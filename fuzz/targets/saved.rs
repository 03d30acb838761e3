#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| attest_fuzz::read_saved(data));
