//! Papers as their readers meet them: whole files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly and read like examples")]

use domain::language::Language;
use domain::money::Money;
use jiff::civil::date;
use papers::{Invoice, Method, Receipt};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn invoice() -> Invoice {
    Invoice {
        number: "PL-2026-000042".to_owned(),
        issued_on: date(2026, 11, 23),
        seller: Some("Pott & Söhne GmbH, Kleine Küchengasse 17, 12345 Kesselstadt am Herd, VAT DE123456789".to_owned()),
        group: "Küche & キッチン".to_owned(),
        plan: "Trio".to_owned(),
        top_up: None,
        period: (date(2026, 11, 23), date(2026, 12, 22)),
        shares: vec![
            ("Ann Łukasik".to_owned(), money("1008.00 USD")),
            ("山田花子".to_owned(), money("8.00 USD")),
            (
                "A name that is as long as names may be, and so has no room in one line here".to_owned(),
                money("8.00 USD"),
            ),
        ],
        total: money("1024.00 USD"),
    }
}

fn receipt() -> Receipt {
    Receipt {
        payer: "Bo".to_owned(),
        covered: Some("שלום".to_owned()),
        amount: money("8.00 USD"),
        paid_on: date(2026, 11, 25),
        method: Method::Manual,
        invoice: "PL-2026-000042".to_owned(),
        seller: None,
        group: "Kitchen".to_owned(),
        period: (date(2026, 11, 23), date(2026, 12, 22)),
    }
}

/// Whether the file has this in plain: structure is not compressed, text is.
fn holds(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn the_same_values_give_the_same_bytes_in_every_language() {
    for language in Language::ALL {
        let file = papers::invoice(&invoice(), *language).unwrap();
        assert!(file.starts_with(b"%PDF-1.7"));
        assert_eq!(file, papers::invoice(&invoice(), *language).unwrap(), "{language}");
        assert_eq!(papers::receipt(&receipt(), *language).unwrap(), papers::receipt(&receipt(), *language).unwrap());
        assert!(file.len() < 60_000, "{language}: only the glyphs that are used are embedded, {} bytes", file.len());
    }
    let mut other = invoice();
    other.shares[1].1 = money("8.01 USD");
    let english = |invoice: &Invoice| papers::invoice(invoice, Language::English).unwrap();
    assert_ne!(english(&invoice()), english(&other));
}

/// What PDF/UA asks for; that nothing of it is broken is checked when the file is made.
#[test]
fn a_paper_says_its_language_title_and_structure() {
    for language in Language::ALL {
        let file = papers::invoice(&invoice(), *language).unwrap();
        assert!(holds(&file, &format!("/Lang({language})")), "{language}");
        for part in ["/MarkInfo", "/StructTreeRoot", "/DisplayDocTitle true", "pdfuaid:part"] {
            assert!(holds(&file, part), "{language}: {part}");
        }
    }
}
