//! How long every page of amounts takes with many groups of five in an embedded database:
//! `cargo xtask amount-pages --groups 100000`.
#![expect(clippy::print_stdout, reason = "a command line program talks to its terminal")]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use clap::Parser;
use embedded_postgres::Options;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::{periods, router};
use store::testing::population;
use tokio::net::TcpListener;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a page may take, at the median.
const MEDIAN_MAX: Duration = Duration::from_millis(20);
/// How often each is asked for. Statements are planned anew for the first few times, and then perhaps once for all.
const TIMES: usize = 60;

#[derive(Parser)]
struct Arguments {
    /// How many groups.
    #[arg(long, default_value_t = 100_000)]
    groups: i64,
}

/// Somebody who signed in.
struct Member {
    http: Client,
    base: String,
    token: String,
}

impl Member {
    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let count = Arguments::parse().groups;
    let directory = tempfile::tempdir()?;
    let postgres = embedded_postgres::start(&Options::new(directory.path()), &|_| {})?;
    store::pool::create_database(&postgres.url("postgres"), "potluck").await?;
    let pool = store::pool::connect(&postgres.url("potluck"), 10).await?;
    store::pool::migrate(&pool).await?;
    let lifecycle = Lifecycle::default();
    let (app, listener) = app(&pool, lifecycle.clone()).await?;
    let base = format!("http://{}/api/v1", listener.local_addr()?);
    let stopping = lifecycle.clone();
    lifecycle.spawn("server", async move {
        if let Err(error) = router::serve(listener, app, async move { stopping.stopping().await }).await {
            println!("the server ended: {error}");
        }
    });

    let ann = sign_up(&base).await?;
    let made = json!({"name": "Kitchen", "plan": "squad", "sandbox": true});
    let group = ann.call(Method::POST, "/groups", Some(&made)).await?["id"].as_str().unwrap_or_default().to_owned();
    ann.call(Method::POST, &format!("/groups/{group}/start"), None).await?;
    let started = Instant::now();
    // A year of bills behind the pages.
    ann.call(Method::POST, &format!("/admin/sandboxes/{group}/clock"), Some(&json!({"by": "month", "times": 12})))
        .await?;
    println!("a year of a group by the test clock: {:.1} s", started.elapsed().as_secs_f64());
    let started = Instant::now();
    population::make_groups(&mut *pool.acquire().await?, count).await?;
    population::start_groups(&mut *pool.acquire().await?).await?;
    println!("{count} groups of five with a bill each: {:.1} s", started.elapsed().as_secs_f64());

    let mut slow = 0;
    for (method, path, body) in pages(&group) {
        let median = median(&ann, method, &path, body.as_ref()).await?;
        slow += usize::from(median > MEDIAN_MAX);
        println!("{:>8.2} ms  {}", median.as_secs_f64() * 1000.0, path.replace(&group, "{id}"));
    }
    lifecycle.stop();
    pool.close().await;
    postgres.stop()?;
    if slow == 0 { Ok(()) } else { Err(format!("{slow} pages take more than {MEDIAN_MAX:?} at the median").into()) }
}

/// Every page on which somebody reads an amount.
fn pages(group: &str) -> Vec<(Method, String, Option<Value>)> {
    let of_group = |end: &str| (Method::GET, format!("/groups/{group}{end}"), None);
    let get = |path: &str| (Method::GET, path.to_owned(), None);
    vec![
        get("/plans"),
        get("/groups"),
        of_group(""),
        of_group("/invoices"),
        of_group("/splits"),
        of_group("/settle-up"),
        of_group("/standing-cover"),
        of_group("/usage"),
        of_group("/usage/summary"),
        (Method::PUT, format!("/groups/{group}/split?preview=true"), Some(json!({"mode": "usage"}))),
        (Method::PUT, format!("/groups/{group}/plan?preview=true"), Some(json!({"plan": "duo"}))),
        get("/payments"),
        get("/payments?status=claimed"),
        get("/admin/sandboxes"),
        get("/admin/balances"),
    ]
}

async fn median(member: &Member, method: Method, path: &str, body: Option<&Value>) -> Result<Duration, Failure> {
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let started = Instant::now();
        member.call(method.clone(), path, body).await?;
        took.push(started.elapsed());
    }
    took.sort_unstable();
    Ok(took.get(TIMES / 2).copied().unwrap_or_default())
}

async fn app(pool: &store::PgPool, lifecycle: Lifecycle) -> Result<(App, TcpListener), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let variables = HashMap::from([
        ("POTLUCK_LISTEN".to_owned(), listener.local_addr()?.to_string()),
        ("POTLUCK_SECRET".to_owned(), "for a measurement only, and longer than that".to_owned()),
        ("OLLAMA_HOST".to_owned(), "127.0.0.1:9".to_owned()),
    ]);
    let settings = Settings::load(&|name| variables.get(name).cloned())?;
    let keys = Keys::load(&settings)?;
    let app = App::new(pool.clone(), settings, keys, lifecycle).await?;
    periods::record_prices(&app).await?;
    Ok((app, listener))
}

/// The first account: it runs the server.
async fn sign_up(base: &str) -> Result<Member, Failure> {
    let http = Client::builder().no_proxy().build()?;
    let body = json!({"email": "ann@example.org", "password": "Ann has a long password", "name": "Ann"});
    let session: Value =
        http.post(format!("{base}/auth/sign-up")).json(&body).send().await?.error_for_status()?.json().await?;
    let token = session["access_token"].as_str().unwrap_or_default().to_owned();
    Ok(Member { http, base: base.to_owned(), token })
}
