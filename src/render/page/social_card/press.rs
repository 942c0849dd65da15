//! Printing a social card: a title set in lines on paper, as a publisher would set it.
//!
//! A pixel is a byte: one of four inks, in one of 64 strengths. So the palette of the picture has all
//! its colours, and the file is small. Nothing here asks the machine for anything.

use cosmic_text::{
    Align, Attrs, Buffer, CacheKeyFlags, Family, FeatureTag, FontFeatures, FontSystem, Metrics, Shaping, SwashCache,
    SwashContent, Wrap,
};
use std::borrow::Cow;
use std::sync::Arc;

use super::typeface::{TEXT, TITLE, fonts, printable};
use crate::base::config::{Colour, SocialCards};

/// What is printed on a card.
pub(super) struct Words<'a> {
    /// What the page is about, or what it is.
    pub(super) above: Cow<'a, str>,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// What it is part of.
    pub(super) below: Cow<'a, str>,
}

/// What other sites ask for: 1.91 to 1.
const WIDTH: u16 = 1200;
const HEIGHT: u16 = 630;

/// The coloured edge where lines begin, like the spine of a book.
const SPINE: u16 = 20;

/// What is free on either side, and how long a line may be.
const MARGIN: u16 = 92;
const MEASURE: f32 = (WIDTH - 2 * MARGIN) as f32;

/// Where the first line stands, the title with its description, the rule, and the last line.
const ABOVE: f32 = 66.0;
const TOP: f32 = 126.0;
const BOTTOM: f32 = 506.0;
const RULE: u16 = 530;
const BELOW: f32 = 545.0;

/// The sizes of titles, and how much height one may take if a description follows: the smallest takes
/// what it needs.
const SIZES: [f32; 9] = [100.0, 90.0, 82.0, 75.0, 68.0, 62.0, 56.0, 51.0, 46.0];
const SHARE: f32 = 236.0;

const DESCRIPTION: f32 = 37.0;
const LABEL: f32 = 32.0;
const GAP: f32 = 22.0;

/// How far lines stand apart, in sizes.
const TIGHT: f32 = 1.14;
const LOOSE: f32 = 1.34;

/// The strongest an ink can be; the bits above are those of the ink.
const FULL: u8 = 63;

#[derive(Clone, Copy)]
enum Ink {
    Black = 0,
    Quiet = 1,
    Accent = 2,
    Rule = 3,
}

/// A card, as a PNG.
pub(super) fn print(words: &Words<'_>, look: &SocialCards, own: Option<&Arc<[u8]>>) -> Vec<u8> {
    let [above, title, description, below] =
        [&*words.above, words.title, words.description, &*words.below].map(|text| printable(text, own));
    let mut sheet = Sheet { fonts: fonts(own), glyphs: SwashCache::new(), pixels: vec![0; SIZE], align: Align::Left };

    let most = BOTTOM - TOP;
    let title = sheet.title(&title, if description.is_empty() { most } else { SHARE }, most);
    if title.is_rtl(0).unwrap_or_default() {
        sheet.align = Align::Right;
    }
    let rest = most - height(&title) - GAP;
    let lines = (1_u8..=3).take_while(|lines| f32::from(*lines) * DESCRIPTION * LOOSE <= rest).count();
    let description = Some(description).filter(|text| lines > 0 && !text.is_empty());
    let description = description.map(|text| sheet.text(&text, DESCRIPTION, lines));
    let all = height(&title) + description.as_ref().map_or(0.0, |text| GAP + height(text));
    // The middle that the eye sees is above the one that can be measured.
    let top = TOP + (most - all) * 0.42;
    sheet.ink(&title, top, Ink::Black);
    if let Some(description) = description {
        sheet.ink(&description, top + height(&title) + GAP, Ink::Quiet);
    }

    let above = sheet.text(&above, LABEL, 1);
    sheet.ink(&above, ABOVE, Ink::Accent);
    if !below.is_empty() {
        let below = sheet.text(&below, LABEL, 1);
        sheet.ink(&below, BELOW, Ink::Quiet);
        sheet.fill(MARGIN..WIDTH - MARGIN, RULE..RULE + 2, Ink::Rule);
    }
    let spine = if sheet.align == Align::Right { WIDTH - SPINE..WIDTH } else { 0..SPINE };
    sheet.fill(spine, 0..HEIGHT, Ink::Accent);
    picture(&sheet.pixels, look)
}

/// How high the lines of a text are together.
fn height(text: &Buffer) -> f32 {
    text.layout_runs().map(|line| line.line_height).sum()
}

/// How many lines a text has, if none of them is longer than it may be.
fn lines(text: &Buffer) -> Option<usize> {
    let width = text.size().0.unwrap_or(MEASURE);
    let mut lines = text.layout_runs().map(|line| line.line_w <= width);
    let count = text.layout_runs().count();
    lines.all(|fits| fits).then_some(count)
}

/// How many pixels there are.
const SIZE: usize = WIDTH as usize * HEIGHT as usize;

/// Paper, and what is needed to print on it.
struct Sheet {
    fonts: FontSystem,
    glyphs: SwashCache,
    pixels: Vec<u8>,
    /// On which side lines begin: on that of the title.
    align: Align,
}

impl Sheet {
    /// A title as large as it can be in a height, or at the smallest size in one of `most`.
    fn title(&mut self, text: &str, height_wanted: f32, most: f32) -> Buffer {
        let mut set = self.set(text, TITLE, Metrics::relative(SIZES[0], TIGHT), None);
        set.set_wrap(Wrap::Word);
        for size in SIZES {
            set.set_metrics(Metrics::relative(size, TIGHT));
            set.shape_until_scroll(&mut self.fonts, false);
            if height(&set) <= height_wanted && lines(&set).is_some() {
                self.balance(&mut set);
                return set;
            }
        }
        let smallest = Metrics::relative(SIZES[SIZES.len() - 1], TIGHT);
        let count = (1..u16::MAX).take_while(|count| f32::from(*count) * smallest.line_height <= most).count();
        self.cut(text, TITLE, smallest, None, count)
    }

    /// Any other text, in so many lines at most.
    fn text(&mut self, text: &str, size: f32, most: usize) -> Buffer {
        let mut set = self.cut(text, TEXT, Metrics::relative(size, LOOSE), Some(self.align), most);
        self.balance(&mut set);
        set
    }

    fn set(&mut self, text: &str, family: &str, metrics: Metrics, align: Option<Align>) -> Buffer {
        let mut set = Buffer::new(&mut self.fonts, metrics);
        let mut features = FontFeatures::new();
        // Numerals as in Lantern.
        features.enable(FeatureTag::new(b"onum"));
        let looks = Attrs::new()
            .family(Family::Name(family))
            .font_features(features)
            .cache_key_flags(CacheKeyFlags::DISABLE_HINTING);
        set.set_size(Some(MEASURE), None);
        set.set_wrap(Wrap::WordOrGlyph);
        set.set_text(text, &looks, Shaping::Advanced, align);
        set.shape_until_scroll(&mut self.fonts, false);
        set
    }

    /// A text in so many lines at most: what is too long ends with an ellipsis after a word.
    fn cut(&mut self, text: &str, family: &str, metrics: Metrics, align: Option<Align>, most: usize) -> Buffer {
        let mut set = self.set(text, family, metrics, align);
        let mut rest = text;
        while set.layout_runs().count() > most {
            let last = set.layout_runs().take(most).flat_map(|line| line.glyphs).map(|glyph| glyph.end).max();
            // The ellipsis of the last round may be among what is seen.
            rest = &rest[..rest.floor_char_boundary(last.unwrap_or_default())];
            rest = match rest.trim_end().rsplit_once(char::is_whitespace) {
                Some((words, _)) => words,
                None => &rest[..rest.floor_char_boundary(rest.len().saturating_sub(1))],
            };
            let shown = format!("{}…", rest.trim_end_matches(|sign: char| !sign.is_alphanumeric()));
            set = self.set(&shown, family, metrics, align);
        }
        set
    }

    /// Makes the lines of a text about equally long: as short as they can be without one more.
    fn balance(&mut self, set: &mut Buffer) {
        let count = set.layout_runs().count();
        let (mut least, mut width) = (MEASURE / 2.0, MEASURE);
        let mut fits = |width: f32| {
            set.set_size(Some(width), None);
            set.shape_until_scroll(&mut self.fonts, false);
            lines(set) == Some(count)
        };
        while count > 1 && width - least > 8.0 {
            let middle = f32::midpoint(least, width);
            if fits(middle) {
                width = middle;
            } else {
                least = middle;
            }
        }
        fits(width);
    }

    fn ink(&mut self, set: &Buffer, top: f32, ink: Ink) {
        let indent = if self.align == Align::Right { MEASURE - set.size().0.unwrap_or(MEASURE) } else { 0.0 };
        for line in set.layout_runs() {
            for glyph in line.glyphs {
                let glyph = glyph.physical((f32::from(MARGIN) + indent, top + line.line_y), 1.0);
                let Some(image) = self.glyphs.get_image_uncached(&mut self.fonts, glyph.cache_key) else { continue };
                // A sign that brings its own colours is printed in ours.
                let depth = if image.content == SwashContent::Mask { 1 } else { 4 };
                let row = (image.placement.width as usize * depth).max(1);
                for (y, row) in (glyph.y - image.placement.top..).zip(image.data.chunks_exact(row)) {
                    for (x, pixel) in (glyph.x + image.placement.left..).zip(row.chunks_exact(depth)) {
                        self.dot(x, y, pixel[depth - 1] >> 2, ink);
                    }
                }
            }
        }
    }

    fn fill(&mut self, columns: std::ops::Range<u16>, rows: std::ops::Range<u16>, ink: Ink) {
        for y in rows {
            for x in columns.clone() {
                self.dot(x.into(), y.into(), FULL, ink);
            }
        }
    }

    /// Where letters touch, the stronger ink counts.
    fn dot(&mut self, x: i32, y: i32, strength: u8, ink: Ink) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < WIDTH.into() && y < HEIGHT.into() {
            let pixel = &mut self.pixels[y * usize::from(WIDTH) + x];
            if strength > *pixel & FULL {
                *pixel = (ink as u8) << FULL.count_ones() | strength;
            }
        }
    }
}

fn picture(pixels: &[u8], look: &SocialCards) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH.into(), HEIGHT.into());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette(look));
    // Thirty times as fast as the usual compression, and half as large again: every build prints all cards.
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Up);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(pixels)?;
        writer.finish()
    });
    // Memory takes whatever is written to it.
    debug_assert!(written.is_ok(), "{written:?}");
    bytes
}

/// Every ink in every strength.
fn palette(look: &SocialCards) -> Vec<u8> {
    let (paper, black) = (look.background, look.colour);
    let ink = |ink| match ink {
        Ink::Black => black,
        Ink::Quiet => mixed(black, paper, 20),
        Ink::Accent => look.accent,
        Ink::Rule => mixed(black, paper, 54),
    };
    let inks = [Ink::Black, Ink::Quiet, Ink::Accent, Ink::Rule].map(ink);
    inks.iter().flat_map(|ink| (0..=FULL).flat_map(|strength| mixed(paper, *ink, strength).0)).collect()
}

/// A colour with so many of 63 parts of another one.
fn mixed(Colour(most): Colour, Colour(some): Colour, parts: u8) -> Colour {
    let [parts, all] = [parts, FULL].map(u16::from);
    let part = |at: usize| (u16::from(most[at]) * (all - parts) + u16::from(some[at]) * parts + all / 2) / all;
    Colour([0, 1, 2].map(|at| u8::try_from(part(at)).unwrap_or(u8::MAX)))
}
