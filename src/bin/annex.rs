//! The entry point of the annex: the part of the page that is loaded when it is first asked for.

#[cfg(target_arch = "wasm32")]
fn main() {
    attest::annex::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
