use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Language;
use crate::money::Money;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Language {
    /// An amount as this language writes it: `1,234.50 USD`, `1.234,50 USD`.
    #[must_use]
    pub fn money(self, money: Money) -> String {
        let (thousands, point) = match self {
            Self::English | Self::Chinese | Self::Japanese => (',', '.'),
            Self::German | Self::Spanish => ('.', ','),
            // A space that does not break.
            Self::French => ('\u{a0}', ','),
        };
        let plain = money.to_string();
        let (number, currency) = plain.split_once(' ').unwrap_or((&plain, ""));
        let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("\u{2212}", number));
        let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
        let mut written = sign.to_owned();
        for (at, digit) in whole.chars().enumerate() {
            let left = whole.len().saturating_sub(at);
            if at > 0 && left.is_multiple_of(3) {
                written.push(thousands);
            }
            written.push(digit);
        }
        if let Some(fraction) = fraction {
            written.push(point);
            written.push_str(fraction);
        }
        format!("{written}\u{a0}{currency}")
    }

    /// A date: `November 23, 2026`, `23. November 2026`, `2026年11月23日`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let month = |names: [&'static str; 12]| {
            usize::try_from(date.month()).ok().and_then(|month| names.get(month.saturating_sub(1)).copied())
        };
        let (year, day) = (date.year(), date.day());
        match self {
            Self::English => format!("{} {day}, {year}", month(ENGLISH).unwrap_or_default()),
            Self::German => format!("{day}. {} {year}", month(GERMAN).unwrap_or_default()),
            Self::Spanish => format!("{day} de {} de {year}", month(SPANISH).unwrap_or_default()),
            Self::French if day == 1 => format!("1er {} {year}", month(FRENCH).unwrap_or_default()),
            Self::French => format!("{day} {} {year}", month(FRENCH).unwrap_or_default()),
            Self::Chinese | Self::Japanese => format!("{year}年{}月{day}日", date.month()),
        }
    }

    /// The date of a moment in a zone.
    #[must_use]
    pub fn date_in(self, at: Timestamp, zone: &TimeZone) -> String {
        self.date(at.to_zoned(zone.clone()).date())
    }

    /// A moment for readers whose zone is not known: `November 23, 2026, 10:15 UTC`.
    #[must_use]
    pub fn moment(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let comma = match self {
            Self::Chinese | Self::Japanese => "",
            _ => ",",
        };
        format!("{}{comma} {:02}:{:02} UTC", self.date(at.date()), at.hour(), at.minute())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Language;
    use crate::money::Money;

    #[test]
    fn amounts_are_written_as_each_language_does() {
        let written =
            |language: Language, text: &str| language.money(text.parse::<Money>().unwrap()).replace('\u{a0}', "_");
        for (language, text, expected) in [
            (Language::English, "8.00 USD", "8.00_USD"),
            (Language::English, "1234567.89 USD", "1,234,567.89_USD"),
            (Language::German, "1234.50 EUR", "1.234,50_EUR"),
            (Language::French, "1234.50 EUR", "1_234,50_EUR"),
            (Language::Spanish, "0.05 EUR", "0,05_EUR"),
            (Language::Japanese, "123456 JPY", "123,456_JPY"),
            (Language::Chinese, "-12.345 KWD", "−12.345_KWD"),
        ] {
            assert_eq!(written(language, text), expected);
        }
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        let written =
            |month, day| Language::ALL.iter().map(|language| language.date(date(2026, month, day))).collect::<Vec<_>>();
        assert_eq!(
            written(11, 23),
            [
                "November 23, 2026",
                "2026年11月23日",
                "23 de noviembre de 2026",
                "23. November 2026",
                "23 novembre 2026",
                "2026年11月23日",
            ]
        );
        assert_eq!(Language::French.date(date(2026, 8, 1)), "1er août 2026");
        let at = "2026-11-23T10:05:59Z".parse().unwrap();
        assert_eq!(Language::English.moment(at), "November 23, 2026, 10:05 UTC");
        assert_eq!(Language::Japanese.moment(at), "2026年11月23日 10:05 UTC");
    }
}
