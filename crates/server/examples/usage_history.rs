//! What reserving and settling credit costs while a group has hardly any usage, and with the usage of years:
//! `cargo xtask usage-history --turns 10000000`.
#![expect(clippy::print_stdout, reason = "a command line program talks to its terminal")]

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use domain::id::{ApiKeyId, GroupId, TurnId, UserId};
use domain::price::{ModelPrice, TokenUsage};
use domain::turn::Outcome;
use embedded_postgres::Options;
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::metering::{Admission, Closing, Ends, Wanted};
use server::periods;
use store::groups;
use store::testing::{history, population};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Requests that are timed, one after the other.
const REQUESTS: usize = 1000;

#[derive(Parser)]
struct Arguments {
    /// How many turns the group has had.
    #[arg(long, default_value_t = 10_000_000)]
    turns: i64,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let turns = Arguments::parse().turns;
    let directory = tempfile::tempdir()?;
    let postgres = embedded_postgres::start(&Options::new(directory.path()), &|_| {})?;
    store::pool::create_database(&postgres.url("postgres"), "potluck").await?;
    let pool = store::pool::connect(&postgres.url("potluck"), 10).await?;
    store::pool::migrate(&pool).await?;
    let variables = HashMap::from([
        ("POTLUCK_SECRET".to_owned(), "for a measurement only, and longer than that".to_owned()),
        ("OLLAMA_HOST".to_owned(), "127.0.0.1:9".to_owned()),
    ]);
    let settings = Settings::load(&|name| variables.get(name).cloned())?;
    let keys = Keys::load(&settings)?;
    let app = App::new(pool.clone(), settings, keys, Lifecycle::default()).await?;

    let mut connection = pool.acquire().await?;
    population::make_groups(&mut connection, 1).await?;
    let group = population::forming(&mut connection).await?.pop().ok_or("there is no group")?;
    let mut tx = app.begin().await?;
    let locked = groups::lock(&mut tx, group).await?.ok_or("the group is gone")?;
    periods::open_first(&app, &mut tx, &locked, locked.now).await?;
    tx.commit().await?;
    let (user, key) = history::make_key(&mut connection, group).await?;

    let asking = Asking { group, user, key };
    history::add_turns(&mut connection, group, 10).await?;
    let (few, few_slow) = asking.time(&app).await?;
    println!("with 10 turns: {few:.2?} a request (median), {few_slow:.2?} (99th)");
    history::add_turns(&mut connection, group, turns).await?;
    let (many, many_slow) = asking.time(&app).await?;
    println!("with {turns} turns: {many:.2?} a request (median), {many_slow:.2?} (99th)");
    println!("{:.2} times as long", many.as_secs_f64() / few.as_secs_f64());
    drop((connection, app));
    pool.close().await;
    postgres.stop()?;
    Ok(())
}

/// Whose requests are timed.
struct Asking {
    group: GroupId,
    user: UserId,
    key: ApiKeyId,
}

impl Asking {
    /// Admits and ends requests one after the other; the median and the 99th of a hundred.
    async fn time(&self, app: &App) -> Result<(Duration, Duration), Failure> {
        let mut times = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            let started = Instant::now();
            self.ask(app).await?;
            times.push(started.elapsed());
        }
        times.sort();
        let at = |part: usize| times.get(REQUESTS * part / 100).copied().ok_or("nothing was timed");
        Ok((at(50)?, at(99)?))
    }

    async fn ask(&self, app: &App) -> Result<(), Failure> {
        let rate = "0.001".parse()?;
        let price = ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: rate, long: None };
        let wanted = Wanted {
            group: self.group,
            user: self.user,
            turn: TurnId::from_uuid(Uuid::now_v7()),
            price,
            fallback: None,
            input_estimate: 100,
            max_output_tokens: 300,
            may_be_shorter: true,
        };
        let admission = Admission { wanted, key: self.key, model: "m".to_owned(), provider: "p".to_owned() };
        let admitted = app.till.admit(admission).await?;
        let closing = Closing {
            ends: Ends::Request(admitted.running),
            outcome: Outcome::Finished,
            usage: Some(TokenUsage { input: 100, output: 10, ..TokenUsage::default() }),
            raw_usage: None,
            vendor_request_id: None,
            counted_output: 10,
            only_if_lapsed: false,
        };
        app.till.end(&Arc::new(closing)).await?.ok_or("somebody else has ended the request")?;
        Ok(())
    }
}
