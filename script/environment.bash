# What the scripts of this folder share: the root of the project, the versions of its tools and where they lie.
# To be sourced. It installs nothing; script/setup does that.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

trunk_version=0.21.14
wasm_bindgen_version=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)

# Outside the project, so that a fresh clone finds them; named by version, so that other projects' are left alone.
tools=${XDG_CACHE_HOME:-$HOME/.cache}/attest-tools
trunk_home=$tools/trunk-$trunk_version
wasm_bindgen_home=$tools/wasm-bindgen-$wasm_bindgen_version

export PATH=$PWD/node_modules/.bin:$trunk_home/bin:$wasm_bindgen_home/bin:$PATH:$HOME/.cargo/bin

# The browsers of the tests, which the tests read too.
export CHROME=${CHROME:-/usr/bin/chromium}
export CHROMEDRIVER=${CHROMEDRIVER:-/usr/bin/chromedriver}
export FIREFOX=${FIREFOX:-/usr/bin/firefox-esr}

# The toolchain that rust-toolchain.toml pins may be there under the name `stable` alone, where none can be downloaded.
if command -v rustup >/dev/null && [[ -z ${RUSTUP_TOOLCHAIN:-} ]]; then
  pinned=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)
  if ! rustup toolchain list | grep -q "^$pinned-" && [[ $(rustc +stable --version 2>/dev/null) == "rustc $pinned "* ]]; then
    export RUSTUP_TOOLCHAIN=stable
  fi
fi

# The release build makes the standard library anew, for size and without the words of panics, which nobody reads in a
# browser: 15 kB less of what is loaded. The compiler's switches for that are not stable, so they hold for the pinned
# version, and for release builds alone (docs/adr/0008-a-standard-library-for-size.md).
std_for_size() {
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
}

fail() {
  echo "script/${0##*/}: $*" >&2
  exit 1
}
