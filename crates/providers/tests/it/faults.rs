//! Everything that goes wrong has its kind, for every dialect.

use std::time::Duration;

use futures_util::StreamExt;
use providers::{Delta, ErrorKind, Kind, ProviderError};
use simulator::{AiVendor, Fault, Script};

use crate::support::{Answer, KEY, KINDS, QUESTION, ask, provider, request};

const WORDS: &str = "share the plan keep your ";

async fn fail(kind: Kind, fault: Fault) -> (Answer, AiVendor) {
    let vendor = AiVendor::start().await.unwrap();
    vendor.set_default(Script::words(40).with_fault(fault));
    let answer = ask(&provider(kind, &vendor), &request("m")).await;
    (answer, vendor)
}

fn error(answer: Answer) -> ProviderError {
    answer.end.unwrap_err()
}

#[tokio::test]
async fn refusals_come_before_the_stream_and_have_their_meaning() {
    for kind in KINDS {
        for (status, expected, retryable) in [
            (400, ErrorKind::BadRequest, false),
            (401, ErrorKind::Authentication, false),
            (403, ErrorKind::Authentication, false),
            (404, ErrorKind::ModelUnknown, false),
            (413, ErrorKind::ContextTooLong, false),
            (429, ErrorKind::RateLimited, true),
            (500, ErrorKind::Overloaded, true),
            (503, ErrorKind::Overloaded, true),
            (529, ErrorKind::Overloaded, true),
        ] {
            let vendor = AiVendor::start().await.unwrap();
            vendor.set_default(Script::default().with_fault(Fault::ErrorBeforeFirstByte { status }));
            let refused = provider(kind, &vendor).stream(&request("m")).await;
            let error = refused.err().unwrap();
            assert_eq!(error.kind, expected, "{kind:?} {status}");
            assert_eq!(error.status, Some(status), "{kind:?}");
            assert_eq!(error.retryable(), retryable, "{kind:?} {status}");
            assert_eq!(error.request_id.is_some(), kind != Kind::Gemini, "{kind:?}: the header has it");
            // The simulator's message quotes the question, as the vendors' do.
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("three people") && !shown.contains(QUESTION), "{shown}");
            assert!(!shown.contains(KEY), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_wait_that_a_vendor_asks_for_is_kept() {
    for kind in KINDS {
        let (answer, _vendor) = fail(kind, Fault::RateLimited { retry_after_s: 7 }).await;
        let error = error(answer);
        assert_eq!(error.kind, ErrorKind::RateLimited, "{kind:?}");
        assert_eq!(error.retry_after, Some(Duration::from_secs(7)), "{kind:?}");
    }
}

#[tokio::test]
async fn a_cut_is_never_an_end() {
    for kind in KINDS {
        for tokens in [0, 5] {
            for fault in [Fault::CutAfter { tokens }, Fault::EndAfter { tokens }] {
                let (answer, _vendor) = fail(kind, fault).await;
                assert_eq!(answer.text, if tokens == 0 { "" } else { WORDS }, "{kind:?} {fault:?}");
                let error = error(answer);
                assert_eq!(error.kind, ErrorKind::Interrupted, "{kind:?} {fault:?}");
                assert!(error.retryable(), "{kind:?} {fault:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_vendor_that_falls_silent_is_given_up() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        let mut stream = provider(kind, &vendor).stream(&request("sim-stall-5")).await.unwrap();
        for _ in 0..5 {
            assert!(matches!(stream.next().await, Some(Ok(Delta::Text(_)))), "{kind:?}");
        }
        // All that will ever come is here: from now on only time passes, and that at once.
        tokio::time::pause();
        let started = tokio::time::Instant::now();
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind, ErrorKind::Stalled, "{kind:?}");
        assert!(started.elapsed() >= Duration::from_mins(1), "{kind:?}");
        assert!(stream.next().await.is_none(), "{kind:?}");
        tokio::time::resume();
        // The connection was closed although the stream is still held.
        vendor.until(|counts| counts.disconnects == 1 && counts.open_streams == 0).await;
        drop(stream);
    }
}

#[tokio::test]
async fn what_is_no_json_is_malformed_and_what_came_before_is_kept() {
    for kind in KINDS {
        let (answer, _vendor) = fail(kind, Fault::MalformedAfter { tokens: 5 }).await;
        assert_eq!(answer.text, WORDS, "{kind:?}");
        let error = error(answer);
        assert_eq!(error.kind, ErrorKind::Malformed, "{kind:?}");
        assert!(!error.retryable(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_giant_event_is_given_up_long_before_its_end() {
    for kind in KINDS {
        let (answer, vendor) = fail(kind, Fault::GiantChunkAfter { tokens: 5, bytes: 1 << 40 }).await;
        assert_eq!(answer.text, WORDS, "{kind:?}");
        assert_eq!(error(answer).kind, ErrorKind::TooLarge, "{kind:?}");
        vendor.until(|counts| counts.disconnects == 1).await;
    }
}

#[tokio::test]
async fn a_large_event_within_the_limit_is_an_answer() {
    for kind in KINDS {
        let (answer, _vendor) = fail(kind, Fault::GiantChunkAfter { tokens: 5, bytes: 1_000_000 }).await;
        assert_eq!(answer.text.matches('x').count(), 1_000_000, "{kind:?}");
        answer.finish();
    }
}

#[tokio::test]
async fn trouble_inside_a_stream_is_told() {
    for kind in KINDS {
        let (answer, _vendor) = fail(kind, Fault::ErrorEventAfter { tokens: 5 }).await;
        assert_eq!(answer.text, WORDS, "{kind:?}");
        assert_eq!(error(answer).kind, ErrorKind::Overloaded, "{kind:?}");
    }
}

#[tokio::test]
async fn dropping_the_stream_closes_the_connection() {
    for kind in KINDS {
        let vendor = AiVendor::start().await.unwrap();
        let mut stream = provider(kind, &vendor).stream(&request("sim-stall-5")).await.unwrap();
        stream.next().await.unwrap().unwrap();
        assert_eq!(vendor.until(|counts| counts.open_streams == 1).await.disconnects, 0, "{kind:?}");
        drop(stream);
        vendor.until(|counts| counts.disconnects == 1 && counts.open_streams == 0).await;
    }
}
