//! Web pages as source: what is no text goes, and the text stays as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::formats::page::bare;
use proptest::collection::vec;
use proptest::prelude::*;

#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(bare(source), expected);
}

#[test]
fn attributes_go_whatever_is_in_them() {
    check("<p class=a>Hi</p>", "<p>Hi</p>");
    check(r#"<p title="a > b" onclick='go("<x>")' hidden>Hi</p >"#, "<p>Hi</p>");
    check("<a\n href = \"x>y\"\t>Hi</a>", "<a>Hi</a>");
    check("<img src=x/><br/>Hi<br />", "<img/><br/>Hi<br/>");
    check("<svg><path d='M0 0'/></svg>Hi", "<svg><path/></svg>Hi");
    check("<p \"odd>Hi</p>", "<p>Hi</p>");
    check("Hi <p class=", "Hi <p>");
}

#[test]
fn scripts_styles_and_comments_go() {
    check("<script>if (a < b) '</p>'</script>Hi", "<!----></script>Hi");
    check("<STYLE media=x>p > a { }</style>Hi", "<!----></style>Hi");
    check("a<!-- <p> -->b<!-->c<!---->d", "a<!---->b<!---->c<!---->d");
    check("a<!-- never ended <p>", "a<!---->");
    check("a<script>never ended", "a<!---->");
    check("<svg><style/><text>Hi</text></svg>", "<svg><!----><text>Hi</text></svg>");
    check("<<!-- -->p class=a>Hi", "<<!---->p class=a>Hi");
}

#[test]
fn what_is_no_tag_stays() {
    check("<!doctype html>\n3 < 4 &amp; 5 > 4, <3", "<!doctype html>\n3 < 4 &amp; 5 > 4, <3");
    check("<title>A <b class=c> B</title>", "<title>A <b class=c> B</title>");
    check("Größe 😀 < 5", "Größe 😀 < 5");
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn text_without_markup_stays_as_it_is(text in "[^<]{0,99}") {
        prop_assert_eq!(bare(&text), text);
    }

    #[test]
    fn no_attribute_is_left_and_nothing_panics(parts in vec("(<|</|>|=|\"|'|/|!--|-->| |a|é|on|p|script|style|title|<p a='>'>)", 0..40)) {
        let once = bare(&parts.concat());
        prop_assert_eq!(bare(&once), once);
    }
}
