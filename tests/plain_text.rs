//! Plain text files as people have them: what is text is read, and what is not is refused for the right reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::formats::plain::{NotText, decode};
use proptest::collection::vec;
use proptest::prelude::*;

fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn utf_8_and_marked_utf_16_give_the_same_text(words in vec("[a-zé国😀٣ \r\n\t]{0,9}", 0..9)) {
        let text = format!("It fell. {}", words.concat());
        prop_assert_eq!(decode(text.as_bytes()), Ok(text.clone()));
        prop_assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), Ok(text.clone()));
        prop_assert_eq!(decode(&utf16(&text, [0xff, 0xfe], u16::to_le_bytes)), Ok(text.clone()));
        prop_assert_eq!(decode(&utf16(&text, [0xfe, 0xff], u16::to_be_bytes)), Ok(text));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..99)) {
        let _ = decode(&bytes);
    }
}

#[test]
fn only_the_mark_at_the_start_is_dropped() {
    assert_eq!(decode("\u{feff}a\r\n\u{feff}b".as_bytes()), Ok("a\r\n\u{feff}b".to_owned()));
}

#[test]
fn what_is_not_text_is_refused_for_the_right_reason() {
    assert_eq!(decode(b""), Err(NotText::Empty));
    assert_eq!(decode("\u{feff} \r\n\u{a0}".as_bytes()), Err(NotText::Empty));
    assert_eq!(decode(&[0xff, 0xfe]), Err(NotText::Empty));
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Err(NotText::Binary));
    assert_eq!(decode(b"PK\x03\x04\x14\x00\x06\x00"), Err(NotText::Binary));
    assert_eq!(decode(b"caf\xe9 and more words in Latin-1"), Err(NotText::Encoding));
    assert_eq!(decode(b"It fell. \xe5\x9b"), Err(NotText::Encoding), "cut within a character");
    assert_eq!(decode(&[0xff, 0xfe, 0x41]), Err(NotText::Encoding), "half a code unit");
    assert_eq!(decode(&[0xff, 0xfe, 0x3d, 0xd8]), Err(NotText::Encoding), "half a surrogate pair");
}
