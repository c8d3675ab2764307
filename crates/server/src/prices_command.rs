//! `potluck prices`: what models cost and cost before, and imports of new prices.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use domain::operator_action::OperatorAction;
use domain::price::PicoUsdPerToken;
use domain::price::history::{DatedRate, RateChange, changes, price_at};
use jiff::Timestamp;
use server::catalogue::{IMPORT, PriceEntry, PriceList};
use server::config::Settings;
use store::{PgConnection, clock, operator_actions, prices};

use crate::Failure;
use crate::database::Database;

#[derive(Subcommand)]
pub(crate) enum Action {
    /// List every price that was ever valid or will be, in USD for a million tokens, with who said so.
    List,
    /// Import prices from a file: `[[prices]]` with provider, model, the rates, and `valid_from` where that is not now. Running servers
    /// go by them within seconds.
    Import {
        /// The file.
        file: PathBuf,
        /// Also import rates that change to twice or half of what they were, or more.
        #[arg(long)]
        confirm_large: bool,
    },
}

/// Does it. With the embedded database the server must be stopped first: it has one owner at a time.
pub(crate) async fn run(settings: &Settings, action: &Action) -> Result<(), Failure> {
    let database = Database::open(settings).await?;
    let outcome = match action {
        Action::List => list(&database).await,
        Action::Import { file, confirm_large } => import(&database, settings, file, *confirm_large).await,
    };
    database.close().await?;
    outcome
}

async fn list(database: &Database) -> Result<(), Failure> {
    let mut out = BufWriter::new(stdout());
    for priced in prices::list(&mut *database.pool.acquire().await?).await? {
        let rate = priced.dated.rate;
        writeln!(
            out,
            "{:<12} {:<28} {:<13} {:>9} {:>12} from {}  {}",
            priced.provider,
            priced.model,
            rate.kind.as_str(),
            if rate.above_tokens == 0 { String::new() } else { format!(">{}", rate.above_tokens) },
            usd(rate.rate),
            priced.dated.valid_from,
            priced.source,
        )?;
    }
    Ok(out.flush()?)
}

/// Imports all of a file, or nothing of it.
async fn import(database: &Database, settings: &Settings, file: &Path, confirm_large: bool) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let list: PriceList = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let source = format!("{IMPORT}{}", file.file_name().unwrap_or_default().to_string_lossy());
    let mut tx = database.pool.begin().await?;
    prices::take_turn(&mut tx).await?;
    let now = clock::now(&mut tx).await?;
    let mut histories: BTreeMap<(String, String), Vec<DatedRate>> = BTreeMap::new();
    for priced in prices::list(&mut tx).await? {
        histories.entry((priced.provider, priced.model)).or_default().push(priced.dated);
    }
    let mut out = BufWriter::new(stdout());
    let (mut changed, mut large) = (0_u64, 0_u64);
    for entry in &list.prices {
        let name = format!("{} of {}", entry.model, entry.provider);
        if settings.models.iter().any(|model| model.id == entry.model && model.provider == entry.provider) {
            return Err(
                format!("{name}: its price is in potluck.toml, which counts at each start; change it there").into()
            );
        }
        let valid_from = entry.valid_from.unwrap_or(now);
        if valid_from < now {
            return Err(format!("{name}: valid_from is in the past, and what was valid does not change").into());
        }
        let history =
            histories.get(&(entry.provider.clone(), entry.model.clone())).map(Vec::as_slice).unwrap_or_default();
        for change in
            append(&mut tx, entry, history, valid_from, &source).await.map_err(|error| format!("{name}: {error}"))?
        {
            changed = changed.saturating_add(1);
            large = large.saturating_add(u64::from(change.is_large()));
            let note = if change.is_large() { "  LARGE" } else { "" };
            let (before, after) = (usd(change.before), usd(change.rate.rate));
            writeln!(out, "{name}, {}: {before} -> {after} from {valid_from}{note}", change.rate.kind)?;
        }
    }
    if large > 0 && !confirm_large {
        out.flush()?;
        return Err(
            format!("{large} rates change by half or more; look at them, and repeat with --confirm-large").into()
        );
    }
    operator_actions::record(&mut tx, None, &OperatorAction::PricesImported { rates: changed }).await?;
    tx.commit().await?;
    writeln!(out, "{changed} rates imported.")?;
    Ok(out.flush()?)
}

async fn append(
    connection: &mut PgConnection,
    entry: &PriceEntry,
    history: &[DatedRate],
    valid_from: Timestamp,
    source: &str,
) -> Result<Vec<RateChange>, Failure> {
    let changes = changes(price_at(history, valid_from), entry.price()?);
    let rates: Vec<_> = changes.iter().map(|change| change.rate).collect();
    prices::append(connection, &entry.provider, &entry.model, &rates, valid_from, source).await?;
    Ok(changes)
}

/// A rate as people write it: USD for a million tokens.
fn usd(rate: Option<PicoUsdPerToken>) -> String {
    rate.map_or("-".to_owned(), |rate| {
        let (whole, part) = (rate.get() / 1_000_000, rate.get() % 1_000_000);
        format!("{whole}.{part:06}")
    })
}
