//! A page from top to bottom: what is drawn, and the structure by which it is read aloud.

use std::num::NonZeroU16;

use domain::language::Language;
use jiff::civil::Date;
use krilla::color::rgb;
use krilla::configure::validate::Accessibility;
use krilla::configure::{ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::PaperError;
use crate::fonts::{Fonts, Weight};

/// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 64.0;
/// Where the values of facts begin.
const VALUES_AT: f32 = MARGIN + 130.0;
/// How much of a row is left to a name beside its amount.
const NAME_WIDTH: f32 = WIDTH - 2.0 * MARGIN - 120.0;
const TEXT: f32 = 11.0;
const LINE: f32 = 17.0;

/// Red, green and blue.
type Color = [u8; 3];

const INK: Color = [36, 31, 28];
const SOFT: Color = [98, 89, 82];
const ACCENT: Color = [214, 72, 30];
const RULE: Color = [221, 212, 202];
const WHITE: Color = [255, 255, 255];

/// Something that is still to be drawn.
enum Mark {
    /// A text from this point to the right.
    Text { x: f32, y: f32, size: f32, weight: Weight, color: Color, text: String },
    /// A line across the page.
    Rule { y: f32 },
}

/// What a mark is in the structure.
enum Place {
    Title(Mark),
    Paragraph(Mark),
    /// Rows of cells; each cell has one text for each of its lines.
    Table(Vec<Row>),
    /// Nothing that is read.
    Ornament(Mark),
}

struct Row {
    cells: Vec<Cell>,
}

struct Cell {
    header: Option<TableHeaderScope>,
    lines: Vec<Mark>,
}

/// A page that is being written.
pub(crate) struct Sheet {
    language: Language,
    fonts: Fonts,
    places: Vec<Place>,
    /// Where the next line's foot is.
    y: f32,
}

impl Sheet {
    pub(crate) fn new(language: Language) -> Result<Self, PaperError> {
        Ok(Self { language, fonts: Fonts::new(language)?, places: Vec::new(), y: 128.0 })
    }

    /// What paper this is.
    pub(crate) fn title(&mut self, text: &str) {
        self.y += 20.0;
        let mark = mark_of(MARGIN, self.y, 22.0, Weight::SemiBold, INK, text);
        self.places.push(Place::Title(mark));
        self.y += 36.0;
    }

    /// One line by itself.
    pub(crate) fn line(&mut self, text: &str, size: f32, weight: Weight) {
        let color = if weight == Weight::Regular { SOFT } else { INK };
        self.y += size * 0.6;
        let mark = mark_of(MARGIN, self.y, size, weight, color, text);
        self.places.push(Place::Paragraph(mark));
        self.y += size * 1.2;
    }

    /// Names and their values, one below the other.
    pub(crate) fn facts(&mut self, facts: &[(&str, String)]) {
        self.y += 6.0;
        let mut rows = Vec::new();
        for (name, value) in facts {
            let name = mark_of(MARGIN, self.y, TEXT, Weight::Regular, SOFT, name);
            let lines = self.wrapped(value, Weight::Regular, WIDTH - MARGIN - VALUES_AT);
            let mut marks = Vec::new();
            for line in lines {
                marks.push(mark_of(VALUES_AT, self.y, TEXT, Weight::Regular, INK, &line));
                self.y += LINE + 2.0;
            }
            rows.push(Row {
                cells: vec![
                    Cell { header: Some(TableHeaderScope::Row), lines: vec![name] },
                    Cell { header: None, lines: marks },
                ],
            });
        }
        self.places.push(Place::Table(rows));
        self.y += 26.0;
    }

    /// Names with their amounts at the right, and what they sum to.
    pub(crate) fn table(&mut self, heads: [&str; 2], rows: &[(String, String)], total: [&str; 2]) {
        let mut table = Vec::new();
        let both = Some(TableHeaderScope::Column);
        let head = self.row([heads[0], heads[1]], [both, both], Weight::Regular, SOFT);
        table.push(head);
        self.rule(-7.0);
        for (name, amount) in rows {
            let row = self.row([name, amount], [Some(TableHeaderScope::Row), None], Weight::Regular, INK);
            table.push(row);
        }
        self.rule(-7.0);
        let last = self.row(total, [Some(TableHeaderScope::Row), None], Weight::SemiBold, INK);
        table.push(last);
        self.places.push(Place::Table(table));
        self.y += 16.0;
    }

    /// What else is to be said, small.
    pub(crate) fn note(&mut self, text: &str) {
        let mark = mark_of(MARGIN, self.y, 10.0, Weight::Regular, SOFT, text);
        self.places.push(Place::Paragraph(mark));
    }

    /// The bytes.
    pub(crate) fn finish(self, title: &str, dated: Date) -> Result<Vec<u8>, PaperError> {
        let failed = |error: String| PaperError(error);
        let configuration = ConfigurationBuilder::new()
            .with_version(PdfVersion::Pdf17)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| failed(format!("{error:?}")))?;
        let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let page = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed("no page".to_owned()))?;
        let mut page = document.start_page_with(page);
        let mut surface = page.surface();
        letterhead(&mut surface, &self.fonts);
        let mut tree = TagTree::new().with_lang(Some(self.language.as_str().to_owned()));
        for place in &self.places {
            if let Some(group) = draw_place(&mut surface, &self.fonts, place, title) {
                tree.push(group);
            }
        }
        surface.finish();
        page.finish();
        document.set_tag_tree(tree);
        let mut outline = Outline::new();
        outline.push_child(OutlineNode::new(title.to_owned(), XyzDestination::new(0, Point::from_xy(MARGIN, MARGIN))));
        document.set_outline(outline);
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .language(self.language.as_str().to_owned())
                .creator("Potluck".to_owned())
                .document_id(title.to_owned())
                .creation_date(date(dated)),
        );
        document.finish().map_err(|error| failed(format!("{error:?}")))
    }

    fn rule(&mut self, up: f32) {
        self.places.push(Place::Ornament(Mark::Rule { y: self.y + up }));
        self.y += 12.0;
    }

    fn row(
        &mut self,
        [name, amount]: [&str; 2],
        [of_name, of_amount]: [Option<TableHeaderScope>; 2],
        weight: Weight,
        color: Color,
    ) -> Row {
        let right = WIDTH - MARGIN - self.fonts.width(amount, weight) * TEXT;
        let amount = mark_of(right, self.y, TEXT, weight, color, amount);
        let mut names = Vec::new();
        for line in self.wrapped(name, weight, NAME_WIDTH) {
            names.push(mark_of(MARGIN, self.y, TEXT, weight, color, &line));
            self.y += LINE;
        }
        self.y += 5.0;
        Row { cells: vec![Cell { header: of_name, lines: names }, Cell { header: of_amount, lines: vec![amount] }] }
    }

    /// The text in lines that fit; a word that is too long is cut.
    fn wrapped(&self, text: &str, weight: Weight, width: f32) -> Vec<String> {
        let fits = |line: &str| self.fonts.width(line, weight) * TEXT <= width;
        let mut lines = vec![String::new()];
        for word in text.split_inclusive(' ') {
            let last = lines.last_mut().map(std::mem::take).unwrap_or_default();
            let together = format!("{last}{word}");
            if fits(together.trim_end()) {
                lines.pop();
                lines.push(together);
                continue;
            }
            lines.pop();
            lines.extend((!last.is_empty()).then_some(last));
            lines.push(String::new());
            for character in word.chars() {
                let longer = lines.last().map_or_else(String::new, |line| format!("{line}{character}"));
                if fits(longer.trim_end()) {
                    lines.pop();
                    lines.push(longer);
                } else {
                    lines.push(character.to_string());
                }
            }
        }
        lines
    }
}

/// Draws what stands at a place, and says what it is in the structure.
fn draw_place(surface: &mut Surface<'_>, fonts: &Fonts, place: &Place, title: &str) -> Option<TagGroup> {
    match place {
        Place::Title(mark) => {
            let level = NonZeroU16::MIN;
            let drawn = draw(surface, fonts, mark);
            Some(TagGroup::with_children(Tag::Hn(level, Some(title.to_owned())), vec![drawn.into()]))
        }
        Place::Paragraph(mark) => Some(TagGroup::with_children(Tag::P, vec![draw(surface, fonts, mark).into()])),
        Place::Table(rows) => {
            let mut table = TagGroup::new(Tag::Table);
            for row in rows {
                let mut group = TagGroup::new(Tag::TR);
                for cell in &row.cells {
                    let lines = cell.lines.iter().map(|mark| draw(surface, fonts, mark).into()).collect();
                    group.push(match cell.header {
                        Some(scope) => TagGroup::with_children(Tag::TH(scope), lines),
                        None => TagGroup::with_children(Tag::TD, lines),
                    });
                }
                table.push(group);
            }
            Some(table)
        }
        Place::Ornament(mark) => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            paint(surface, fonts, mark);
            surface.end_tagged();
            None
        }
    }
}

/// Draws something that is read. What no font can show is read all the same.
fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) -> Identifier {
    let spoken = match mark {
        Mark::Text { text, weight, .. } if !fonts.has_all(text, *weight) => Some(text.as_str()),
        _ => None,
    };
    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(spoken)));
    paint(surface, fonts, mark);
    surface.end_tagged();
    identifier
}

fn paint(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, weight, color, text } => {
            surface.set_fill(Some(fill(*color)));
            let mut x = *x;
            for run in fonts.set(text, *weight) {
                surface.draw_glyphs(Point::from_xy(x, *y), &run.glyphs, run.font, &run.text, *size, false);
                x += run.width * size;
            }
        }
        Mark::Rule { y } => {
            surface.set_fill(Some(fill(RULE)));
            if let Some(path) = rectangle(MARGIN, *y, WIDTH - 2.0 * MARGIN, 0.75) {
                surface.draw_path(&path);
            }
        }
    }
}

/// The mark and the name at the top: the same on every paper, and not read.
fn letterhead(surface: &mut Surface<'_>, fonts: &Fonts) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
    let (x, y, table) = (MARGIN + 11.0, 72.0, 11.0);
    for (at_x, at_y, radius, color) in [
        (x, y, table, ACCENT),
        (x, y - 6.0, 2.6, WHITE),
        (x - 5.2, y + 3.2, 2.6, WHITE),
        (x + 5.2, y + 3.2, 2.6, WHITE),
    ] {
        surface.set_fill(Some(fill(color)));
        if let Some(path) = circle(at_x, at_y, radius) {
            surface.draw_path(&path);
        }
    }
    let name = Mark::Text {
        x: MARGIN + 30.0,
        y: 77.0,
        size: 15.0,
        weight: Weight::SemiBold,
        color: INK,
        text: "Potluck".to_owned(),
    };
    paint(surface, fonts, &name);
    surface.end_tagged();
}

fn fill([red, green, blue]: Color) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// Four curves that are as good as round.
fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    let bend = radius * 0.552_28;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + bend, x + bend, y + radius, x, y + radius);
    path.cubic_to(x - bend, y + radius, x - radius, y + bend, x - radius, y);
    path.cubic_to(x - radius, y - bend, x - bend, y - radius, x, y - radius);
    path.cubic_to(x + bend, y - radius, x + radius, y - bend, x + radius, y);
    path.close();
    path.finish()
}

fn date(date: Date) -> DateTime {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    DateTime::new(u16::try_from(date.year()).unwrap_or_default())
        .month(part(date.month()))
        .day(part(date.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn mark_of(x: f32, y: f32, size: f32, weight: Weight, color: Color, text: &str) -> Mark {
    Mark::Text { x, y, size, weight, color, text: text.to_owned() }
}
