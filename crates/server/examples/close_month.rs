//! Closes the month for many groups of five on an embedded database, and says how long it takes:
//! `cargo xtask close-month --groups 10000`.
#![expect(clippy::print_stdout, reason = "a command line program talks to its terminal")]

use std::collections::HashMap;
use std::time::Instant;

use clap::Parser;
use embedded_postgres::Options;
use futures_util::{StreamExt, TryStreamExt};
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::periods;
use store::testing::population;
use store::{books, groups};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Parser)]
struct Arguments {
    /// How many groups.
    #[arg(long, default_value_t = 10_000)]
    groups: i64,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let count = Arguments::parse().groups;
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

    let started = Instant::now();
    population::make_groups(&mut *pool.acquire().await?, count).await?;
    let forming = population::forming(&mut *pool.acquire().await?).await?;
    futures_util::stream::iter(forming).map(Ok).try_for_each_concurrent(4, |group| open_first(&app, group)).await?;
    println!("{count} groups of five opened their first period: {:.1} s", started.elapsed().as_secs_f64());
    population::let_a_month_go_by(&mut *pool.acquire().await?).await?;

    let started = Instant::now();
    periods::roll_over(&app).await?;
    let seconds = started.elapsed().as_secs_f64();
    let (closed, open) = population::periods_by_status(&mut *pool.acquire().await?).await?;
    if (closed, open) != (count, count) {
        return Err(format!("{closed} periods are closed and {open} open, not {count} each").into());
    }
    let each = std::time::Duration::from_secs_f64(seconds) / u32::try_from(count.max(1))?;
    println!("{count} months closed and billed: {seconds:.1} s, {each:.1?} a group; 100,000: {:.1?}", each * 100_000);

    let started = Instant::now();
    let mut breaches = 0_u64;
    books::check(&mut *books::snapshot(&pool).await?, |_| breaches += 1).await?;
    println!("the books checked: {:.1} s, {breaches} places not in order", started.elapsed().as_secs_f64());
    drop(app);
    pool.close().await;
    postgres.stop()?;
    if breaches == 0 { Ok(()) } else { Err("the books are not in order".into()) }
}

async fn open_first(app: &App, group: domain::id::GroupId) -> Result<(), Failure> {
    let mut tx = app.begin_without_waiting().await?;
    let group = groups::lock(&mut tx, group).await?.ok_or("the group is gone")?;
    periods::open_first(app, &mut tx, &group, group.now).await?;
    Ok(tx.commit().await?)
}
