//! Papers to look at: `cargo run -p papers --example look -- /tmp` writes one of each, in every language.

use domain::language::Language;
use domain::money::{Currency, Money};
use jiff::civil::date;
use papers::{Invoice, Method, Receipt};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    let usd = |minor| Money::new(minor, Currency::USD);
    let period = (date(2026, 11, 23), date(2026, 12, 22));
    let invoice = Invoice {
        number: "PL-2026-000042".to_owned(),
        issued_on: date(2026, 11, 23),
        seller: Some("Pott & Söhne GmbH, Küchengasse 17, 12345 Kesselstadt".to_owned()),
        group: "Küche & キッチン".to_owned(),
        plan: "Trio".to_owned(),
        top_up: None,
        period,
        shares: vec![
            ("Ann Łukasik".to_owned(), usd(100_800)),
            ("山田花子".to_owned(), usd(800)),
            ("A name that is as long as names may be, and so has no room in one line here".to_owned(), usd(800)),
        ],
        total: usd(102_400),
    };
    let receipt = Receipt {
        payer: "Bo".to_owned(),
        covered: Some("Ann Łukasik".to_owned()),
        amount: usd(800),
        paid_on: date(2026, 11, 25),
        method: Method::Manual,
        invoice: "PL-2026-000042".to_owned(),
        seller: None,
        group: "Kitchen".to_owned(),
        period,
    };
    for language in Language::ALL {
        std::fs::write(format!("{folder}/invoice-{language}.pdf"), papers::invoice(&invoice, *language)?)?;
        std::fs::write(format!("{folder}/receipt-{language}.pdf"), papers::receipt(&receipt, *language)?)?;
    }
    Ok(())
}
