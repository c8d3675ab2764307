//! Decimal numbers in text, read into and written from scaled integers: never through a float.

/// How many digits may follow the point.
#[derive(Clone, Copy)]
pub(crate) enum Fraction {
    /// Exactly so many, as an amount of money is written; none and no point when 0.
    Exactly(u8),
    /// From none up to so many, as a rate is written.
    UpTo(u8),
}

/// Why a text is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalError {
    /// Not `-`, digits, and at most one point between digits.
    Malformed,
    /// The number of digits after the point is not the one asked for.
    Digits,
    /// More than an `i64` holds.
    TooLarge,
}

/// The number in `text`, times ten to the power of the fraction's digits.
pub(crate) fn parse(text: &str, fraction: Fraction) -> Result<i64, DecimalError> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = match digits.split_once('.') {
        Some((_, "")) => return Err(DecimalError::Malformed),
        Some((whole, part)) => (whole, part),
        None => (digits, ""),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) {
        return Err(DecimalError::Malformed);
    }
    let (scale, fits) = match fraction {
        Fraction::Exactly(scale) => (scale, part.len() == usize::from(scale)),
        Fraction::UpTo(scale) => (scale, part.len() <= usize::from(scale)),
    };
    if !fits {
        return Err(DecimalError::Digits);
    }
    let padding = usize::from(scale).saturating_sub(part.len());
    let mut number: i64 = 0;
    for byte in whole.bytes().chain(part.bytes()).chain(std::iter::repeat_n(b'0', padding)) {
        let digit = i64::from(byte.wrapping_sub(b'0'));
        // Counted downwards when negative, so that the smallest i64 can be read back.
        let signed = if negative { digit.checked_neg() } else { Some(digit) };
        number =
            number.checked_mul(10).zip(signed).and_then(|(n, d)| n.checked_add(d)).ok_or(DecimalError::TooLarge)?;
    }
    Ok(number)
}

/// `value` divided by ten to the power of `scale`, in decimal, with at least `keep` digits after the
/// point; further zeros at the end are left out.
pub(crate) fn format(value: i64, scale: u8, keep: u8) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let scale = usize::from(scale);
    // At least one digit before the point.
    let width = scale.saturating_add(1);
    let digits = format!("{:0width$}", value.unsigned_abs());
    let (whole, part) = digits.split_at(digits.len().saturating_sub(scale));
    let significant = part.trim_end_matches('0').len().max(usize::from(keep));
    match part.get(..significant) {
        None | Some("") => format!("{sign}{whole}"),
        Some(part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{DecimalError, Fraction, format, parse};

    #[test]
    fn reads_exact_digits() {
        let table = [
            ("24.00", 2, Ok(2400)),
            ("-0.05", 2, Ok(-5)),
            ("500", 0, Ok(500)),
            ("1.234", 3, Ok(1234)),
            ("24", 2, Err(DecimalError::Digits)),
            ("24.0", 2, Err(DecimalError::Digits)),
            ("24.000", 2, Err(DecimalError::Digits)),
            ("5.0", 0, Err(DecimalError::Digits)),
            ("", 2, Err(DecimalError::Malformed)),
            ("-", 0, Err(DecimalError::Malformed)),
            (".50", 2, Err(DecimalError::Malformed)),
            ("5.", 0, Err(DecimalError::Malformed)),
            ("+5", 0, Err(DecimalError::Malformed)),
            ("1,000.00", 2, Err(DecimalError::Malformed)),
            ("1.2.3", 2, Err(DecimalError::Malformed)),
            ("\u{661}.00", 2, Err(DecimalError::Malformed)),
            ("9223372036854775807", 0, Ok(i64::MAX)),
            ("-9223372036854775808", 0, Ok(i64::MIN)),
            ("9223372036854775808", 0, Err(DecimalError::TooLarge)),
            ("92233720368547758.08", 2, Err(DecimalError::TooLarge)),
        ];
        for (text, scale, expected) in table {
            assert_eq!(parse(text, Fraction::Exactly(scale)), expected, "{text:?}");
        }
    }

    #[test]
    fn reads_fewer_digits_of_a_rate() {
        assert_eq!(parse("1", Fraction::UpTo(6)), Ok(1_000_000));
        assert_eq!(parse("0.15", Fraction::UpTo(6)), Ok(150_000));
        assert_eq!(parse("0.0000001", Fraction::UpTo(6)), Err(DecimalError::Digits));
    }

    #[test]
    fn writes_what_it_reads() {
        let table = [
            (2400, 2, 2, "24.00"),
            (-5, 2, 2, "-0.05"),
            (500, 0, 0, "500"),
            (1, 9, 2, "0.000000001"),
            (20_000_000_000, 9, 2, "20.00"),
            (i64::MIN, 9, 2, "-9223372036.854775808"),
        ];
        for (value, scale, keep, text) in table {
            assert_eq!(format(value, scale, keep), text);
            assert_eq!(parse(text, Fraction::UpTo(scale)), Ok(value), "{text}");
        }
    }
}
