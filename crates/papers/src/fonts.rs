//! The fonts, and how wide and in which of them a text is set.

use std::ops::Range;

use domain::language::Language;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::PaperError;

const REGULAR: &[u8] = include_bytes!("../fonts/Geist-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../fonts/Geist-SemiBold.ttf");
const CHINESE: &[u8] = include_bytes!("../fonts/NotoSansSC-Subset.otf");
const JAPANESE: &[u8] = include_bytes!("../fonts/NotoSansJP-Subset.otf");

/// Stands for a character that no font has.
const UNKNOWN: char = '?';

/// How strong a text is set; Chinese and Japanese have one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

/// A font in both views: what the PDF embeds, and what its glyphs measure.
struct Face {
    font: Font,
    data: FontRef<'static>,
}

/// The fonts of a paper. Each character is set in the first that has it.
pub(crate) struct Fonts {
    regular: Face,
    semibold: Face,
    han: [Face; 2],
}

/// A piece of text in one font.
pub(crate) struct Run {
    pub(crate) font: Font,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In units of the font size.
    pub(crate) width: f32,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let unreadable = || PaperError("a font cannot be read".to_owned());
        let font = Font::new(bytes.into(), 0).ok_or_else(unreadable)?;
        Ok(Self { font, data: FontRef::new(bytes).map_err(|_| unreadable())? })
    }

    fn has(&self, character: char) -> bool {
        self.data.charmap().map(character).is_some()
    }
}

impl Fonts {
    pub(crate) fn new(language: Language) -> Result<Self, PaperError> {
        // The same characters have other forms in Japanese.
        let han = if language == Language::Japanese { [JAPANESE, CHINESE] } else { [CHINESE, JAPANESE] };
        let [first, second] = han;
        Ok(Self {
            regular: Face::new(REGULAR)?,
            semibold: Face::new(SEMIBOLD)?,
            han: [Face::new(first)?, Face::new(second)?],
        })
    }

    /// The text in pieces, each in one font.
    pub(crate) fn set(&self, text: &str, weight: Weight) -> Vec<Run> {
        let mut runs: Vec<(&Face, String)> = Vec::new();
        for character in text.chars().map(|character| if character == '\u{a0}' { ' ' } else { character }) {
            let found = self.faces(weight).find(|face| face.has(character));
            let (face, character) = found.map_or((self.latin(weight), UNKNOWN), |face| (face, character));
            match runs.last_mut() {
                Some((last, run)) if std::ptr::eq(*last, face) => run.push(character),
                _ => runs.push((face, character.to_string())),
            }
        }
        runs.into_iter().map(|(face, text)| shape(face, text)).collect()
    }

    /// How wide a text is, in units of the font size.
    pub(crate) fn width(&self, text: &str, weight: Weight) -> f32 {
        self.set(text, weight).iter().map(|run| run.width).sum()
    }

    /// Whether every character of the text has a glyph.
    pub(crate) fn has_all(&self, text: &str, weight: Weight) -> bool {
        text.chars().all(|character| character == '\u{a0}' || self.faces(weight).any(|face| face.has(character)))
    }

    const fn latin(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semibold,
        }
    }

    fn faces(&self, weight: Weight) -> impl Iterator<Item = &Face> {
        std::iter::once(self.latin(weight)).chain(&self.han)
    }
}

/// One glyph for each character, side by side: the scripts of these fonts need no more.
fn shape(face: &Face, text: String) -> Run {
    let charmap = face.data.charmap();
    let metrics = face.data.glyph_metrics(Size::new(1.0), LocationRef::default());
    let mut width = 0.0;
    let glyphs = text
        .char_indices()
        .map(|(at, character)| {
            let glyph = charmap.map(character).unwrap_or_default();
            let advance = metrics.advance_width(glyph).unwrap_or_default();
            width += advance;
            let range: Range<usize> = at..at + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    Run { font: face.font.clone(), text, glyphs, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_set_in_a_font_that_has_it() {
        let fonts = Fonts::new(Language::Japanese).unwrap();
        let runs = fonts.set("Łukasz と 花子", Weight::SemiBold);
        assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>(), ["Łukasz ", "と", " ", "花子"]);
        assert!(fonts.has_all("Łukasz と 花子 Жанна", Weight::SemiBold));
        assert!(!fonts.has_all("שלום", Weight::Regular));
        assert_eq!(fonts.set("ש", Weight::Regular)[0].text, "?");
    }

    #[test]
    fn a_text_is_as_wide_as_its_characters() {
        let fonts = Fonts::new(Language::English).unwrap();
        let (one, two) = (fonts.width("a", Weight::Regular), fonts.width("aa", Weight::Regular));
        assert!(one > 0.3 && (two - 2.0 * one).abs() < 0.001, "{one} {two}");
        assert!((fonts.width("花", Weight::Regular) - 1.0).abs() < 0.01);
    }
}
