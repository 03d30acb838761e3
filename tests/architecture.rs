//! The map of `ARCHITECTURE.md`, kept by reading the source: who may name whom, and what modules are called.
//!
//! Comments and strings are taken out first; `use` trees, `super::` and paths within code are resolved to modules of the crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Where a layer stands, and what it may name of the crate (itself and these). A place is `layer` or `layer::module`, and
/// holds what lies below it; of several places that hold a file the longest counts.
const MAP: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("formats", &["formats", "domain"]),
    ("app", &["app", "domain"]),
    ("app::saved", &["app", "domain", "formats"]),
    ("app::incoming", &["app", "domain", "formats"]),
    ("cli", &["cli", "domain", "formats"]),
    ("browser", &["browser", "domain", "app::saved", "app::keymap"]),
    ("edge", &["edge", "app", "browser", "domain"]),
    ("annex", &["annex", "app", "browser", "domain", "formats"]),
    ("ui", &["ui", "app", "browser", "domain"]),
];

/// The one file above its layer: it mounts the components and connects the effects.
const MOUNT: (&str, &str) = ("ui.rs", "edge");

/// The crates through which the browser is reached.
const BROWSER_CRATES: &[&str] = &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"];

const LAYERS: &[&str] = &["annex", "cli", "domain", "formats", "app", "browser", "edge", "ui"];

/// A source file, read.
struct Source {
    /// From `src/` on.
    name: String,
    /// Its module: `["domain", "text", "offset"]`.
    module: Vec<String>,
    lines: usize,
    paths: Vec<Named>,
}

/// A path as the code names it, resolved: `["crate", "domain", "span"]` or `["std", "time"]`.
struct Named {
    line: usize,
    path: Vec<String>,
}

impl Source {
    fn parse(name: &str, text: &str) -> Self {
        let module = module_of(name);
        let paths = paths_in(&tokens_of(text), &module);
        Self { name: name.to_owned(), module, lines: text.lines().count(), paths }
    }

    fn is_in(&self, place: &str) -> bool {
        starts_with(&self.module, place)
    }

    fn places(&self, is_wrong: impl Fn(&[String]) -> bool) -> impl Iterator<Item = String> {
        let wrong = self.paths.iter().filter(move |named| is_wrong(&named.path));
        wrong.map(|named| format!("src/{}:{} names {}", self.name, named.line, named.path.join("::")))
    }
}

fn starts_with(path: &[String], place: &str) -> bool {
    let mut parts = path.iter();
    place.split("::").all(|part| parts.next().is_some_and(|known| known == part))
}

fn names_any(path: &[String], names: &[&str]) -> bool {
    names.iter().any(|name| starts_with(path, name))
}

/// Every file below `src/`.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() > 10, "the source was not found in {}", root.display());
    let read = |file: &PathBuf| {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        Source::parse(&name, &fs::read_to_string(file).unwrap())
    };
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[track_caller]
fn check(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}\n  {}\n", broken.join("\n  "));
}

#[test]
fn the_domain_stands_alone() {
    const OUTSIDE: &[&str] = &[
        "serde",
        "serde_json",
        "leptos",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "gloo",
        "rand",
        "getrandom",
        "std::time",
        "std::fs",
        "std::env",
        "std::io",
        "std::net",
        "std::thread",
        "std::process",
        "SystemTime",
        "Instant",
    ];
    let sources = sources();
    let broken = sources
        .iter()
        .filter(|source| source.is_in("domain"))
        .flat_map(|source| source.places(|path| names_any(path, OUTSIDE) || is_crate_outside(path, &["domain"])));
    check(
        "src/domain names no other layer, no framework, no serde, no clock and no randomness (ARCHITECTURE.md, Invariants):",
        broken,
    );
}

#[test]
fn layers_call_only_what_the_map_allows() {
    let sources = sources();
    let mut broken = Vec::new();
    for source in &sources {
        let held = MAP.iter().filter(|(place, _)| source.is_in(place)).max_by_key(|(place, _)| place.len());
        let Some((place, allowed)) = held else { continue };
        let mut allowed = allowed.to_vec();
        if source.name == MOUNT.0 {
            allowed.push(MOUNT.1);
        }
        let wrong = source.places(|path| is_crate_outside(path, &allowed));
        broken.extend(wrong.map(|wrong| format!("{wrong}; {place} may name {}", allowed.join(", "))));
    }
    check("No layer is called from below or from beside (ARCHITECTURE.md, Bird's eye view):", broken);
}

#[test]
fn only_browser_names_the_browser() {
    let sources = sources();
    let others = sources.iter().filter(|source| !source.is_in("browser"));
    let broken = others.flat_map(|source| source.places(|path| names_any(path, BROWSER_CRATES)));
    check("Nothing outside src/browser names web_sys, js_sys, wasm_bindgen or gloo:", broken);
}

#[test]
fn only_formats_and_saved_name_serde() {
    let sources = sources();
    let others = sources.iter().filter(|source| !source.is_in("formats") && !source.is_in("app::saved"));
    let broken = others.flat_map(|source| source.places(|path| names_any(path, &["serde", "serde_json"])));
    check("Nothing outside src/formats and src/app/saved names serde:", broken);
}

#[test]
fn effects_stand_in_edge() {
    // The session's `Effect` values are something else: they are matched, not made with `new`.
    const MADE: &[&str] = &["new", "new_sync", "new_isomorphic", "watch", "watch_sync"];
    const FUNCTIONS: &[&str] = &["create_effect", "create_isomorphic_effect", "create_render_effect", "watch"];
    let is_effect = |path: &[String]| {
        let last_two = path.len().checked_sub(2).map(|from| &path[from..]);
        let is_made = last_two.is_some_and(|pair| {
            matches!(pair[0].as_str(), "Effect" | "RenderEffect" | "ImmediateEffect")
                && MADE.contains(&pair[1].as_str())
        });
        is_made || path.len() > 1 && path[0] == "leptos" && FUNCTIONS.contains(&path[path.len() - 1].as_str())
    };
    let sources = sources();
    let others = sources.iter().filter(|source| !source.is_in("edge") && !source.is_in("browser::reaction"));
    let broken = others.flat_map(|source| source.places(is_effect));
    check("Effects are made in src/browser/reaction.rs alone:", broken);
    let others = sources.iter().filter(|source| !source.is_in("edge") && !source.is_in("browser"));
    let reacts = |path: &[String]| names_any(path, &["crate::browser::reaction::watch"]);
    let broken = others.flat_map(|source| source.places(reacts));
    check("Effects stand in src/edge; a part of the screen does not reach the outside when a signal changes:", broken);
}

#[test]
fn modules_have_names_of_their_own() {
    const NAMELESS: &[&str] = &["mod", "util", "utils", "utilities", "helper", "helpers", "common", "misc", "stuff"];
    let sources = sources();
    let stem = |source: &Source| source.name.rsplit('/').next().unwrap().trim_end_matches(".rs").to_owned();
    let broken = sources.iter().filter(|source| NAMELESS.contains(&stem(source).as_str()));
    check(
        "A file is foo.rs beside foo/, and is named for what it is:",
        broken.map(|source| format!("src/{}", source.name)),
    );
}

#[test]
fn every_module_is_on_the_map() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let sources = sources();
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let broken = names.iter().filter(|name| **name != "lib.rs" && !is_on_map(&map, name, &names));
    check(
        "A module is named in its layer's section of ARCHITECTURE.md, with the folders that tell it from others of its name:",
        broken.map(|name| format!("src/{name}")),
    );
}

/// Whether a map names a file: by its whole path anywhere, or in its layer's section by its path from the layer on, or by as much of
/// the path's end as no other file of the layer has.
fn is_on_map(map: &str, name: &str, names: &[&str]) -> bool {
    if is_in_code(map, &["src/", name].concat()) {
        return true;
    }
    let stem = |name: &str| name.trim_end_matches(".rs").to_owned();
    let (layer, path) =
        name.split_once('/').map_or((stem(name), String::new()), |(layer, path)| (layer.to_owned(), stem(path)));
    let is_layers = |section: &&str| {
        let heading = section.lines().next().unwrap_or_default();
        heading == format!("`src/{layer}`") || heading == format!("`src/{layer}.rs`")
    };
    let Some(section) = map.split("\n### ").find(is_layers) else { return false };
    let is_end = |path: &str, end: &str| path == end || path.ends_with(&["/", end].concat());
    let has_other = |end: &str| {
        let others = names.iter().filter_map(|other| other.strip_prefix(layer.as_str())?.strip_prefix('/')).map(stem);
        others.filter(|other| is_end(other, end)).count() > 1
    };
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    path.is_empty()
        || is_in_code(section, &stem(name))
        || starts.map(|at| &path[at..]).any(|end| is_in_code(section, end) && (end == path || !has_other(end)))
}

/// Whether a text in Markdown has this, and nothing else, between two backticks.
fn is_in_code(text: &str, name: &str) -> bool {
    text.lines().any(|line| line.split('`').skip(1).step_by(2).any(|code| code == name))
}

#[test]
fn a_module_that_the_map_does_not_name_is_found() {
    let map = "# Map\n`src/main.rs`\n### `src/app`\n- `saved`: by `saved/keys` and\n  `folding`. hits, `app/caret`\n\n### `src/ui`\n`hits`";
    let names = [
        "main.rs",
        "app.rs",
        "app/hits.rs",
        "app/caret.rs",
        "app/saved.rs",
        "app/saved/keys.rs",
        "app/saved/folding.rs",
        "cli.rs",
    ];
    let lost: Vec<&str> = names.into_iter().filter(|name| !is_on_map(map, name, &names)).collect();
    assert_eq!(lost, ["app/hits.rs", "cli.rs"]);
    let more = ["app/saved/folding.rs", "app/old/folding.rs", "app/old/saved.rs", "app/saved.rs"];
    let lost: Vec<&str> = more.into_iter().filter(|name| !is_on_map(map, name, &more)).collect();
    assert_eq!(lost, ["app/saved/folding.rs", "app/old/folding.rs", "app/old/saved.rs"]);
}

#[test]
fn no_source_file_is_longer_than_600_lines() {
    let sources = sources();
    let broken = sources.iter().filter(|source| source.lines > 600);
    check(
        "A file of more than 600 lines holds more than one thing:",
        broken.map(|source| format!("src/{}: {} lines", source.name, source.lines)),
    );
}

/// Whether a path leads into a layer of this crate that is not among the allowed places.
fn is_crate_outside(path: &[String], allowed: &[&str]) -> bool {
    let Some(("crate", rest)) = path.split_first().map(|(first, rest)| (first.as_str(), rest)) else { return false };
    rest.first().is_some_and(|layer| LAYERS.contains(&layer.as_str())) && !names_any(rest, allowed)
}

fn module_of(name: &str) -> Vec<String> {
    let parts = name.trim_end_matches(".rs").split('/').map(str::to_owned);
    parts.filter(|part| !matches!(part.as_str(), "lib" | "main" | "mod")).collect()
}

/// A word, `::`, or one other character, with its line.
type Token = (usize, String);

/// The tokens of a source text, without comments, strings and character literals.
fn tokens_of(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut index, mut line) = (0, 1);
    while let Some(&character) = characters.get(index) {
        let rest = &characters[index..];
        let length = if rest.starts_with(&['/', '/']) {
            rest.iter().position(|character| *character == '\n').unwrap_or(rest.len())
        } else if rest.starts_with(&['/', '*']) {
            block_comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if character == '\'' {
            character_literal(rest)
        } else if is_word(character) {
            rest.iter().position(|character| !is_word(*character)).unwrap_or(rest.len())
        } else {
            1
        };
        let taken = &characters[index..index + length];
        if is_word(character) && !taken.contains(&'"') {
            tokens.push((line, taken.iter().collect()));
        } else if length == 1 && character == ':' && rest.get(1) == Some(&':') {
            tokens.push((line, "::".to_owned()));
            index += 1;
        } else if length == 1 && !character.is_whitespace() {
            tokens.push((line, character.to_string()));
        }
        line += taken.iter().filter(|character| **character == '\n').count();
        index += length;
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The length of a block comment, which may hold others.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut index) = (0, 0);
    while index + 1 < rest.len() {
        match (rest[index], rest[index + 1]) {
            ('/', '*') => (depth, index) = (depth + 1, index + 2),
            ('*', '/') => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            return index;
        }
    }
    rest.len()
}

/// The length of a string literal of any kind, if one stands here.
fn string(rest: &[char]) -> Option<usize> {
    let prefix = rest.iter().take_while(|character| matches!(character, 'b' | 'c' | 'r')).count();
    let is_raw = rest[..prefix].contains(&'r');
    let hashes = if is_raw { rest[prefix..].iter().take_while(|character| **character == '#').count() } else { 0 };
    let start = prefix + hashes;
    if prefix > 2 || rest.get(start) != Some(&'"') {
        return None;
    }
    let mut index = start + 1;
    while index < rest.len() {
        match rest[index] {
            '\\' if !is_raw => index += 2,
            '"' if rest[index + 1..].iter().take(hashes).filter(|character| **character == '#').count() == hashes => {
                return Some(index + 1 + hashes);
            }
            _ => index += 1,
        }
    }
    Some(rest.len())
}

/// The length of `'a'` or `'\n'`; of a lifetime only its quote.
fn character_literal(rest: &[char]) -> usize {
    match rest {
        [_, '\\', _, after @ ..] => {
            3 + after.iter().position(|character| *character == '\'').map_or(0, |place| place + 1)
        }
        [_, _, '\'', ..] => 3,
        _ => 1,
    }
}

/// Every path in the code: `use` trees branch by branch, and paths within the code; words alone as well.
fn paths_in(tokens: &[Token], module: &[String]) -> Vec<Named> {
    let mut paths = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let (line, word) = &tokens[index];
        if word == "use" {
            index = use_tree(tokens, index + 1, &[], module, &mut paths);
        } else if word.starts_with(is_word) {
            let mut path = vec![word.clone()];
            index += 1;
            while tokens.get(index).is_some_and(|(_, token)| token == "::")
                && tokens.get(index + 1).is_some_and(|(_, token)| token.starts_with(is_word))
            {
                path.push(tokens[index + 1].1.clone());
                index += 2;
            }
            paths.push(Named { line: *line, path: resolved(&path, module) });
        } else {
            index += 1;
        }
    }
    paths
}

/// Reads one branch of a `use` tree from `index` on; gives where it ends.
fn use_tree(tokens: &[Token], mut index: usize, stem: &[String], module: &[String], paths: &mut Vec<Named>) -> usize {
    let mut path = stem.to_vec();
    let line = tokens.get(index).map_or(0, |(line, _)| *line);
    while let Some((_, token)) = tokens.get(index) {
        match token.as_str() {
            "::" => index += 1,
            "{" => {
                index += 1;
                while tokens.get(index).is_some_and(|(_, token)| token != "}") {
                    index = use_tree(tokens, index, &path, module, paths);
                    if tokens.get(index).is_some_and(|(_, token)| token == ",") {
                        index += 1;
                    }
                }
                return index + 1;
            }
            "as" => index += 2,
            "," | "}" | ";" => break,
            _ => {
                path.push(token.clone());
                index += 1;
            }
        }
    }
    paths.push(Named { line, path: resolved(&path, module) });
    index
}

/// A path from the crate's root, where it leads into this crate.
fn resolved(path: &[String], module: &[String]) -> Vec<String> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let (base, rest) = match path.first().map(String::as_str) {
        Some("crate" | "attest") => (&[][..], &path[1..]),
        Some("self") => (module, &path[1..]),
        Some("super") => (&module[..module.len().saturating_sub(supers)], &path[supers..]),
        _ => return path.to_vec(),
    };
    let parts = base.iter().chain(rest).filter(|part| *part != "self").cloned();
    std::iter::once("crate".to_owned()).chain(parts).collect()
}

/// The paths of more than one part, or into this crate, that a source text names, as `line:path`.
fn named(name: &str, text: &str) -> Vec<String> {
    let source = Source::parse(name, text);
    let long = source.paths.iter().filter(|named| named.path.len() > 1);
    long.map(|named| format!("{}:{}", named.line, named.path.join("::"))).collect()
}

#[test]
fn use_trees_and_relative_paths_are_seen_through() {
    assert_eq!(
        named(
            "domain/text/block.rs",
            "use crate::{app, ui::{self, article as page}};\nuse super::super::edit::*;\nuse self::a;\nfn f() { super::g(crate::edge::h::<A>()) }"
        ),
        [
            "1:crate::app",
            "1:crate::ui",
            "1:crate::ui::article",
            "2:crate::domain::edit::*",
            "3:crate::domain::text::block::a",
            "4:crate::domain::text::g",
            "4:crate::edge::h"
        ],
    );
    assert_eq!(named("main.rs", "#[cfg(x)]\nattest::ui::start();"), ["2:crate::ui::start"]);
    assert_eq!(named("formats/record.rs", "macro_rules! m { () => { $crate::domain::a } }"), ["1:crate::domain::a"]);
}

#[test]
fn comments_strings_and_characters_are_not_read() {
    let text = "// crate::ui\n/* crate::ui /* */ crate::ui */ \"crate::ui \\\" crate::ui\"\nr#\"crate::ui \" \"# b\"a::b\" 'a' '\\'' '\"' '\\u{1f}' &'static crate::edge::a";
    assert_eq!(named("domain/span.rs", text), ["3:crate::edge::a"]);
}

#[test]
fn a_broken_rule_is_found() {
    let source = Source::parse("domain/span.rs", "use std::fmt;\nuse serde::Serialize;\nfn f() -> crate::ui::App {}");
    let places: Vec<String> =
        source.places(|path| names_any(path, &["serde"]) || is_crate_outside(path, &["domain"])).collect();
    assert_eq!(places, ["src/domain/span.rs:2 names serde::Serialize", "src/domain/span.rs:3 names crate::ui::App"]);
}
