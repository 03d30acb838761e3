//! Colours for labels: a palette that people with any colour vision can tell apart, and which of it to offer next.
//!
//! Not here: how a colour is used on the screen (`style/` and `src/edge/painting.rs`); `tests/colors.rs` computes that what
//! is made of the palette there can be read. Colour is never the only sign: each label has an underline style as well.

/// Colours that can be told apart from each other with normal vision and without one of the three kinds of cones, in the
/// light and in the dark theme, and that text can have on the light theme's backgrounds. The first four are those of the
/// default labels. (`tests/colors.rs`)
pub const PALETTE: [&str; 12] = [
    "#1d5fbf", "#a55a00", "#1c7a46", "#8a3ab0", "#990011", "#555566", "#7700ff", "#004444", "#660066", "#110088",
    "#442222", "#3311cc",
];

/// How different two colours have to be, in OKLab, to be told apart as marks of two labels: twice what is just
/// noticeable (about 0.02).
pub const DISTINCT: f32 = 0.04;

/// A colour of the screen, `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// With which cones a colour is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vision {
    /// With all three.
    Usual,
    /// Without those for long waves.
    Protan,
    /// Without those for middle waves.
    Deutan,
    /// Without those for short waves.
    Tritan,
}

impl Vision {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Protan, Self::Deutan, Self::Tritan];

    /// From linear light to the linear light that looks the same: Machado, Oliveira and Fernandes, "A
    /// physiologically-based model for simulation of color vision deficiency" (*IEEE TVCG* 15, 2009), severity 1.
    fn matrix(self) -> Option<[[f32; 3]; 3]> {
        match self {
            Self::Usual => None,
            Self::Protan => Some([
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ]),
            Self::Deutan => Some([
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_82, 0.042_94, 0.968_881],
            ]),
            Self::Tritan => Some([
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.3039],
            ]),
        }
    }
}

impl Color {
    /// The colour with this spelling; `None` when it is not `#` and six hexadecimal digits.
    #[must_use]
    pub fn parse(spelling: &str) -> Option<Self> {
        let digits = spelling.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |from: usize| digits.get(from..from + 2).and_then(|part| u8::from_str_radix(part, 16).ok());
        Some(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Its linear light: red, green and blue from 0 to 1.
    #[must_use]
    pub fn light(self) -> [f32; 3] {
        [self.red, self.green, self.blue].map(|part| {
            let part = f32::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }
}

/// The contrast of two lights as WCAG 2 defines it, from 1 to 21.
#[must_use]
pub fn contrast(one: [f32; 3], other: [f32; 3]) -> f32 {
    let luminance = |light: [f32; 3]| 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Lightness, and the two axes of colour, of a light in OKLab (Ottosson, 2020).
#[must_use]
pub fn oklab(light: [f32; 3]) -> [f32; 3] {
    const CONES: [[f32; 3]; 3] = [
        [0.412_221_46, 0.536_332_55, 0.051_445_995],
        [0.211_903_5, 0.680_699_5, 0.107_396_96],
        [0.088_302_46, 0.281_718_85, 0.629_978_7],
    ];
    const LAB: [[f32; 3]; 3] = [
        [0.210_454_26, 0.793_617_8, -0.004_072_047],
        [1.977_998_5, -2.428_592_2, 0.450_593_7],
        [0.025_904_037, 0.782_771_77, -0.808_675_77],
    ];
    times(&LAB, times(&CONES, light).map(f32::cbrt))
}

/// How different two lights look to people with this vision: the distance in OKLab of what they see.
#[must_use]
pub fn difference(one: [f32; 3], other: [f32; 3], vision: Vision) -> f32 {
    let seen = |light: [f32; 3]| match vision.matrix() {
        Some(matrix) => oklab(times(&matrix, light).map(|part| part.clamp(0.0, 1.0))),
        None => oklab(light),
    };
    let (one, other) = (seen(one), seen(other));
    let squares: f32 = one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum();
    squares.sqrt()
}

/// The least difference of two lights, over all kinds of vision.
#[must_use]
pub fn least_difference(one: [f32; 3], other: [f32; 3]) -> f32 {
    Vision::ALL.iter().map(|vision| difference(one, other, *vision)).fold(f32::INFINITY, f32::min)
}

/// The colour to offer for a new label beside these: the first of the palette that can be told apart from all of them; when
/// there is none, the one that differs most from the one that it resembles most. What is no colour is passed over.
#[must_use]
pub fn next_color<'c>(used: impl IntoIterator<Item = &'c str>) -> &'static str {
    let used: Vec<[f32; 3]> = used.into_iter().filter_map(Color::parse).map(Color::light).collect();
    let mut best = (f32::NEG_INFINITY, PALETTE[0]);
    for color in PALETTE {
        let Some(light) = Color::parse(color).map(Color::light) else { continue };
        let nearest = used.iter().map(|used| least_difference(light, *used)).fold(f32::INFINITY, f32::min);
        if nearest >= DISTINCT {
            return color;
        }
        if nearest > best.0 {
            best = (nearest, color);
        }
    }
    best.1
}

fn times(matrix: &[[f32; 3]; 3], vector: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}
