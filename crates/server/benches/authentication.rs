//! What authentication costs: of a request that carries an access token, and of signing in apart from Argon2id. See
//! bench/README.md.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a benchmark fails loudly, and is read by whoever runs it"
)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use embedded_postgres::Options;
use http::request::Parts;
use serde_json::{Value, json};
use server::app::App;
use server::config::Settings;
use server::http::Caller;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use server::{router, schedule};
use tokio::net::TcpListener;
use uuid::Uuid;
use vault::{ContentKey, Scratch};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Asked for by the issue.
const REQUEST_MAX: Duration = Duration::from_micros(50);
const SIGN_IN_MAX: Duration = Duration::from_millis(2);

const REQUESTS: usize = 20_000;
const SIGN_INS: usize = 60;
/// Thrown away at the beginning: connections are made, caches are filled.
const WARM_UP: usize = 10;

const PASSWORD: &str = "a long enough secret";

#[tokio::main]
async fn main() -> ExitCode {
    let directory = tempfile::tempdir().unwrap();
    let postgres = embedded_postgres::start(&Options::new(directory.path()), &|_| {}).unwrap();
    store::pool::create_database(&postgres.url("postgres"), "bench").await.unwrap();
    let pool = store::pool::connect(&postgres.url("bench"), 10).await.unwrap();
    store::pool::migrate(&pool).await.unwrap();
    server::jobs::migrate(&pool).await.unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let variable = |name: &str| match name {
        "POTLUCK_LISTEN" => Some(address.clone()),
        "POTLUCK_SECRET" => Some("a secret for benchmarks only, of more than 32 characters".to_owned()),
        "OLLAMA_HOST" => Some("127.0.0.1:9".to_owned()),
        _ => None,
    };
    let settings = Settings::load(&variable).unwrap();
    let keys = Keys::load(&settings).unwrap();
    let lifecycle = Lifecycle::default();
    let app = App::new(pool.clone(), settings, keys, lifecycle.clone()).await.unwrap();
    let served = app.clone();
    let stopping = lifecycle.clone();
    lifecycle.spawn("server", async move {
        router::serve(listener, served, async move { stopping.stopping().await }).await.unwrap();
    });
    schedule::listen(&app);

    let base = format!("http://{address}/api/v1/auth");
    let request = requests(&app, &base).await;
    let sign_in = sign_ins(&app, &base).await;
    lifecycle.ended().await;
    pool.close().await;
    postgres.stop().unwrap();
    if request > REQUEST_MAX || sign_in > SIGN_IN_MAX { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// How long it takes to know who sent a request: the median.
async fn requests(app: &App, base: &str) -> Duration {
    let account = json!({"email": "bench@example.org", "password": PASSWORD, "name": "Bench"});
    let signed_up: Value = reqwest::Client::new()
        .post(format!("{base}/sign-up"))
        .json(&account)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let bearer = format!("Bearer {}", signed_up["access_token"].as_str().unwrap());
    let request = http::Request::get("/api/v1/me").header("authorization", bearer).body(()).unwrap();
    let (mut parts, ()) = request.into_parts();
    let mut times = Vec::with_capacity(REQUESTS);
    for round in 0..REQUESTS + WARM_UP {
        let before = Instant::now();
        let caller = authenticate(&mut parts, app).await;
        let took = before.elapsed();
        black_box(caller);
        if round >= WARM_UP {
            times.push(took);
        }
    }
    report("knowing who sent a request", times, REQUEST_MAX)
}

async fn authenticate(parts: &mut Parts, app: &App) -> Caller {
    Caller::from_request_parts(parts, app).await.unwrap_or_else(|_| unreachable!("the token is good"))
}

/// How much longer signing in takes than the two derivations that it needs and a bare request: the median. All are measured in turn, so that
/// whatever else the machine does meets them alike, and the derivations at the server's places, in the memory that it keeps for them.
async fn sign_ins(app: &App, base: &str) -> Duration {
    let client = reqwest::Client::new();
    let credentials = json!({"email": "bench@example.org", "password": PASSWORD});
    let member = Uuid::from_u128(1);
    let mut scratch = Scratch::default();
    let hash = vault::password::hash_login(&mut scratch, PASSWORD, [1; 16]).unwrap();
    let content_key = ContentKey::from_random([2; 32]);
    let wrapped = vault::wrap_by_password(&mut scratch, &content_key, member, PASSWORD, [3; 16], [4; 24]).unwrap();
    let (mut whole, mut alone, mut requests, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..SIGN_INS + WARM_UP {
        let before = Instant::now();
        let answer = client.post(format!("{base}/sign-in")).json(&credentials).send().await.unwrap();
        assert!(answer.status().is_success());
        black_box(answer.bytes().await.unwrap());
        let signing_in = before.elapsed();

        let before = Instant::now();
        let (hash, wrapped) = (hash.clone(), wrapped.clone());
        let is_right = app.hashing.place().await.unwrap();
        let is_right = is_right.run(move |scratch| vault::password::verify_login(scratch, PASSWORD, &hash));
        assert!(is_right.await.unwrap());
        let opened = app.hashing.place().await.unwrap();
        let opened =
            opened.run(move |scratch| vault::unwrap_by_password(scratch, member, PASSWORD, &[3; 16], &wrapped));
        black_box(opened.await.unwrap().unwrap());
        let deriving = before.elapsed();

        let before = Instant::now();
        let nothing = client.get(format!("{base}/nothing")).send().await.unwrap();
        assert_eq!(nothing.status(), http::StatusCode::NOT_FOUND);
        black_box(nothing.bytes().await.unwrap());
        let bare_request = before.elapsed();
        if round >= WARM_UP {
            whole.push(signing_in);
            alone.push(deriving);
            requests.push(bare_request);
            rest.push(signing_in.saturating_sub(deriving).saturating_sub(bare_request));
        }
    }
    report("signing in", whole, Duration::MAX);
    report("  of it Argon2id, twice", alone, Duration::MAX);
    report("  of it a bare request", requests, Duration::MAX);
    report("  and everything else", rest, SIGN_IN_MAX)
}

/// Prints median, first and last tenth; gives the median.
fn report(what: &str, mut times: Vec<Duration>, max: Duration) -> Duration {
    times.sort_unstable();
    let at = |part: usize| times[times.len() * part / 10];
    let goal = if max == Duration::MAX { String::new() } else { format!("  goal: at most {max:?}") };
    println!("{what:<28} {:>9.1?}  ({:.1?} .. {:.1?}){goal}", at(5), at(1), at(9));
    at(5)
}
