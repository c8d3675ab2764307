//! The languages that people are written to in, and how each writes amounts and dates.

mod writing;

use crate::words::words;

words! {
    /// A language that Potluck speaks.
    Language {
        /// English, which stands in for every other.
        English = "en",
        /// Chinese, simplified.
        Chinese = "zh",
        /// Spanish.
        Spanish = "es",
        /// German.
        German = "de",
        /// French.
        French = "fr",
        /// Japanese.
        Japanese = "ja",
    }
}

impl Language {
    /// The first of somebody's wishes that Potluck speaks, as browsers send them (`Accept-Language: de-AT,fr;q=0.8`); English
    /// where there is none.
    #[must_use]
    pub fn best(wishes: &str) -> Self {
        let mut ranked: Vec<(u16, Self)> = Vec::new();
        for wish in wishes.split(',') {
            let (tag, weight) = wish.split_once(';').unwrap_or((wish, ""));
            let language = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Ok(language) = language.parse() {
                ranked.push((thousandths(weight), language));
            }
        }
        // The sort is stable: of equal wishes, the first counts.
        ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        ranked.iter().find(|(weight, _)| *weight > 0).map_or(Self::English, |(_, language)| *language)
    }
}

/// `q=0.8` as 800; a wish without a weight counts whole, and one that cannot be read not at all.
fn thousandths(weight: &str) -> u16 {
    let Some(number) = weight.trim().strip_prefix("q=") else { return if weight.trim().is_empty() { 1000 } else { 0 } };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole == "1" {
        return 1000;
    }
    format!("{fraction:0<3}").get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_wish_that_is_spoken_counts() {
        for (wishes, language) in [
            ("de-AT,de;q=0.9,en;q=0.8", Language::German),
            ("pt-BR, fr-CA;q=0.7, en;q=0.5", Language::French),
            ("en;q=0.1, ja", Language::Japanese),
            ("zh-Hant-TW", Language::Chinese),
            ("es;q=0, fr;q=0.001", Language::French),
            ("es;q=zero, pt", Language::English),
            ("*", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::best(wishes), language, "{wishes}");
        }
    }
}
