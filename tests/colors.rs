//! The palette: its colours can be told apart with any colour vision, and what is made of them on the screen can be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use attest::domain::color::{
    Color, DISTINCT, PALETTE, Vision, contrast, difference, least_difference, next_color, oklab,
};
use attest::domain::label::LabelSet;
use proptest::prelude::*;

/// What text needs (WCAG 2.2, 1.4.3, level AA).
const READABLE: f32 = 4.5;

/// What is just noticeable in OKLab.
const NOTICEABLE: f32 = 0.02;

const TOKENS: &str = include_str!("../style/tokens.css");
const PAINTING: &str = include_str!("../src/edge/painting.rs");

type Light = [f32; 3];

fn light(color: &str) -> Light {
    Color::parse(color).unwrap_or_else(|| panic!("{color}")).light()
}

/// The two colours of a token: of the light theme and of the dark one.
fn token(name: &str) -> [Light; 2] {
    let (_, value) = TOKENS.split_once(&format!("--{name}: light-dark(")).unwrap();
    let (value, _) = value.split_once(')').unwrap();
    let long = |color: &str| match color.trim() {
        color if color.len() == 7 => light(color),
        color => light(&color.chars().skip(1).fold("#".to_owned(), |long, digit| format!("{long}{digit}{digit}"))),
    };
    let (bright, dark) = value.split_once(',').unwrap();
    [long(bright), long(dark)]
}

/// How much of a label's colour its tint has, in the light theme and in the dark one.
fn tints() -> [f32; 2] {
    let mut tints =
        TOKENS.split("--tint: ").skip(1).map(|rest| rest.split_once('%').unwrap().0.parse::<f32>().unwrap() / 100.0);
    [tints.next().unwrap(), tints.next().unwrap()]
}

/// `color-mix(in srgb, color share, background)`.
fn tinted(color: Light, share: f32, background: Light) -> Light {
    let encode = |part: f32| if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
    let decode = |part: f32| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    std::array::from_fn(|index| decode(share * encode(color[index]) + (1.0 - share) * encode(background[index])))
}

/// `color-mix(in oklab, color 50%, white)`: how a label's colour is shown in the dark theme.
fn lightened(color: Light) -> Light {
    let [lightness, green_red, blue_yellow] = oklab(color);
    let [l, a, b] = [f32::midpoint(lightness, 1.0), green_red / 2.0, blue_yellow / 2.0];
    let cones = [
        l + 0.396_337_78 * a + 0.215_803_76 * b,
        l - 0.105_561_346 * a - 0.063_854_17 * b,
        l - 0.089_484_18 * a - 1.291_485_5 * b,
    ]
    .map(|cone| cone * cone * cone);
    [
        4.076_741_7 * cones[0] - 3.307_711_6 * cones[1] + 0.230_969_93 * cones[2],
        -1.268_438 * cones[0] + 2.609_757_4 * cones[1] - 0.341_319_38 * cones[2],
        -0.004_196_086_3 * cones[0] - 0.703_418_6 * cones[1] + 1.707_614_7 * cones[2],
    ]
    .map(|part| part.clamp(0.0, 1.0))
}

#[track_caller]
fn check_readable(what: &str, text: Light, background: Light) {
    let contrast = contrast(text, background);
    assert!(contrast >= READABLE, "{what}: {contrast:.2}");
}

#[test]
fn the_painting_is_what_is_computed_here() {
    assert!(
        PAINTING.contains("50%,white") && PAINTING.contains("color-mix(in oklab,"),
        "how a label looks in the dark"
    );
    assert!(
        PAINTING.contains("color-mix(in srgb,") && PAINTING.contains("var(--tint),transparent"),
        "how it is tinted"
    );
    assert_eq!(lightened([1.0, 1.0, 1.0]).map(|part| (part * 100.0).round()), [100.0; 3]);
}

#[test]
fn any_two_colours_of_the_palette_can_be_told_apart_with_any_vision_in_both_themes() {
    let mut least = [(f32::INFINITY, String::new()), (f32::INFINITY, String::new())];
    for (index, one) in PALETTE.iter().enumerate() {
        for other in &PALETTE[..index] {
            for vision in Vision::ALL {
                let (bright, dark) =
                    ([one, other].map(|color| light(color)), [one, other].map(|color| lightened(light(color))));
                for (theme, pair) in [bright, dark].into_iter().enumerate() {
                    let difference = difference(pair[0], pair[1], vision);
                    if difference < least[theme].0 {
                        least[theme] = (difference, format!("{one} and {other}, {vision:?}"));
                    }
                }
            }
        }
    }
    assert!(least[0].0 >= DISTINCT, "light: {least:?}");
    assert!(least[1].0 >= NOTICEABLE, "dark: {least:?}");
}

#[test]
fn text_in_any_colour_of_the_palette_can_be_read() {
    for color in PALETTE {
        for background in ["paper", "desk", "raised"] {
            let [bright, dark] = token(background);
            check_readable(&format!("{color} on {background}, light"), light(color), bright);
            check_readable(&format!("{color} on {background}, dark"), lightened(light(color)), dark);
        }
    }
}

#[test]
fn text_on_the_tint_of_any_two_labels_can_be_read() {
    let (ink, paper, raised, tints) = (token("ink"), token("paper"), token("raised"), tints());
    for one in PALETTE {
        for other in PALETTE {
            for theme in [0, 1] {
                let once = tinted(light(one), tints[theme], paper[theme]);
                let twice = tinted(light(other), tints[theme], once);
                check_readable(&format!("{other} over {one}, theme {theme}"), ink[theme], twice);
            }
        }
        let pressed = [light(one), lightened(light(one))];
        for theme in [0, 1] {
            check_readable(
                &format!("pressed {one}, theme {theme}"),
                ink[theme],
                tinted(pressed[theme], 0.16, raised[theme]),
            );
        }
    }
}

#[test]
fn the_default_labels_have_the_first_colours() {
    let labels = LabelSet::default();
    let colors: Vec<&str> = labels.labels().iter().map(|label| label.color.as_str()).collect();
    assert_eq!(colors, PALETTE[..4]);
    assert_eq!(next_color(colors), PALETTE[4]);
}

#[test]
fn known_lights_have_known_values() {
    let rounded = |values: [f32; 3]| values.map(|value| (value * 1000.0).round() as i32);
    assert_eq!(rounded(oklab(light("#ffffff"))), [1000, 0, 0]);
    assert_eq!(rounded(oklab(light("#ff0000"))), [628, 225, 126]);
    assert!((contrast(light("#ffffff"), light("#000000")) - 21.0).abs() < 0.01);
    assert!((contrast(light("#777777"), light("#ffffff")) - 4.48).abs() < 0.01);
    let (red, green) = (light("#b02020"), light("#5a5a00"));
    assert!(difference(red, green, Vision::Deutan) < difference(red, green, Vision::Usual) / 2.0);
}

#[test]
fn a_grey_looks_the_same_with_any_vision() {
    for grey in ["#000000", "#444444", "#808080", "#ffffff"] {
        for vision in Vision::ALL {
            let shift = difference(light(grey), light(grey), vision);
            assert!(shift == 0.0, "{grey}");
            let brighter = difference(light(grey), light("#c0c0c0"), vision);
            assert!((brighter - difference(light(grey), light("#c0c0c0"), Vision::Usual)).abs() < 0.002, "{vision:?}");
        }
    }
}

#[test]
fn only_six_digits_are_a_colour() {
    for wrong in ["", "#", "#12345", "#1234567", "123456", "#12345g", "#1234é", "red", "#+12345", "#fff"] {
        assert_eq!(Color::parse(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn the_next_colour_is_distinct_or_the_most_different_there_is(used in proptest::collection::vec(0..0x100_0000u32, 0..14)) {
        let used: Vec<String> = used.into_iter().map(|color| format!("#{color:06x}")).collect();
        let nearest = |color: &str| {
            used.iter().map(|used| least_difference(light(color), light(used))).fold(f32::INFINITY, f32::min)
        };
        let next = next_color(used.iter().map(String::as_str).chain(["no colour"]));
        let is_best = PALETTE.iter().all(|other| nearest(other) <= nearest(next));
        prop_assert!(nearest(next) >= DISTINCT || is_best, "{}", next);
        prop_assert_eq!(next_color(used.iter().map(String::as_str)), next, "it depends on the colours alone");
    }
}
