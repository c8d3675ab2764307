//! `potluck serve`: from settings to a listening server, and back to a clean end.

use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::{Lifecycle, StopSignal};
use server::{billing, periods, router, schedule, telemetry};
use tokio::net::TcpListener;

use crate::Failure;
use crate::database::Database;

/// Runs until a stop signal, or until the embedded database is lost.
pub(crate) async fn serve(mut settings: Settings) -> Result<(), Failure> {
    let _counting = telemetry::metrics();
    // From the first moment: a signal that comes while the database starts stops the server as soon as it can be stopped.
    let stop = StopSignal::listen()?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error} (POTLUCK_LISTEN)", settings.listen))?;
    // Port 0 asks for any free one.
    settings.listen = listener.local_addr()?;
    let database = Database::open(&settings).await?;
    let keys = Keys::load(&settings)?;
    let lifecycle = Lifecycle::default();
    let app = App::new(database.pool.clone(), settings, keys, lifecycle.clone()).await?;

    periods::record_prices(&app).await?;
    billing::record_seller(&app).await?;
    schedule::listen(&app);
    schedule::start(&app);
    let outcome = tokio::select! {
        outcome = run(&app, listener, stop) => outcome,
        reason = database.lost() => Err(format!("the embedded PostgreSQL ended by itself: {reason}").into()),
    };
    lifecycle.ended().await;
    drop(app);
    database.close().await?;
    tracing::info!("stopped");
    outcome
}

/// Serves until a stop signal; open streams are closed, running turns may finish for a while.
async fn run(app: &App, listener: TcpListener, mut stop: StopSignal) -> Result<(), Failure> {
    let is_new = store::users::is_empty(&mut *app.connection().await?).await?;
    greet(app, is_new);
    let lifecycle = app.lifecycle.clone();
    let stop = async move {
        stop.received().await;
        tracing::info!("stopping");
        lifecycle.stop();
    };
    tokio::select! {
        served = router::serve(listener, app.clone(), stop) => Ok(served?),
        () = app.lifecycle.requests_late() => {
            tracing::warn!("a client was cut off that did not finish its request");
            Ok(())
        }
    }
}

/// Says where to go and what to do next.
fn greet(app: &App, is_new: bool) {
    tracing::info!(address = %app.settings.listen, "listening");
    #[expect(clippy::print_stdout, reason = "the person who started the server reads it")]
    {
        println!("\nPotluck is ready: {}", app.settings.public_url());
        if is_new {
            println!("Open it in a browser and sign up; the first account runs this server.");
        } else {
            println!("Open it in a browser and sign in.");
        }
        if app.catalogue.is_demo() {
            println!(
                "No AI vendor is configured, so a demo model answers. Set OPENAI_API_KEY, ANTHROPIC_API_KEY or\n\
                 GEMINI_API_KEY (or see potluck.example.toml) and start again for real answers."
            );
        }
        println!("Stop with Ctrl-C.\n");
    }
}
