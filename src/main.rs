//! The entry point: the page in a browser, and natively, with the feature `cli`, the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    attest::ui::start();
}

#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    attest::cli::run(&arguments).into()
}

#[cfg(all(not(target_arch = "wasm32"), not(feature = "cli")))]
fn main() {}
