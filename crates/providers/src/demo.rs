//! The demo model: answers in the process when no vendor is configured, so that everything else can be tried.
//!
//! It says what it is in every answer. It is deterministic: the same conversation gets the same answer. Its tokens are
//! words: it reports exactly as many output tokens as pieces it sent, and as input the words that it was given.

use std::{fmt::Write as _, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::{Instant, sleep_until};

use crate::{
    Delta, DeltaStream, ErrorKind, Finish, FinishReason, Format, Health, Kind, Message, Provider, ProviderError,
    RawRequest, Refused, Relay, Request, Role, TokenUsage,
};

/// The name of the demo model, as it reports it itself.
pub(crate) const MODEL: &str = "potluck-demo";

/// About 60 tokens a second: as fast as the usual models.
const TOKEN_INTERVAL: Duration = Duration::from_micros(16_667);

/// How many words of the question the answer repeats.
const QUOTED_WORDS: usize = 10;

pub(crate) struct Demo;

#[async_trait]
impl Provider for Demo {
    async fn stream(&self, request: &Request) -> Result<DeltaStream, ProviderError> {
        Ok(speak(&answer(request), request))
    }

    fn kind(&self) -> Kind {
        Kind::Demo
    }

    fn health(&self) -> Health {
        Health::Up
    }

    fn relays(&self, _: Format) -> bool {
        false
    }

    async fn relay(&self, _: &RawRequest) -> Result<Relay, Refused> {
        Err(ProviderError::new(ErrorKind::BadRequest).into())
    }

    fn counts_tokens(&self) -> bool {
        false
    }

    async fn count_tokens(&self, _: &RawRequest) -> Result<Bytes, Refused> {
        Err(ProviderError::new(ErrorKind::BadRequest).into())
    }
}

/// Sends the text word by word, as many as the request allows, at an even pace.
fn speak(text: &str, request: &Request) -> DeltaStream {
    let all: Arc<[String]> = text.split_inclusive([' ', '\n']).map(str::to_owned).collect();
    let limit = usize::try_from(request.max_output_tokens).unwrap_or(usize::MAX);
    let sent = all.len().min(limit);
    let finish = Finish {
        reason: if sent < all.len() { FinishReason::Length } else { FinishReason::Complete },
        usage: Some(TokenUsage { input: input_words(request), output: sent as u64, ..TokenUsage::default() }),
        raw_usage: None,
        request_id: None,
        model: Some(MODEL.to_owned()),
    };
    // Each piece has its own point in time, so that a slow reader gets what it missed at once and the pace holds.
    let next_at = Instant::now();
    Box::pin(stream::unfold((0, next_at, Some(finish)), move |(index, next_at, mut finish)| {
        let all = Arc::clone(&all);
        async move {
            if index < sent {
                sleep_until(next_at).await;
                let piece = all.get(index)?.clone();
                let state = (index + 1, next_at + TOKEN_INTERVAL, finish);
                return Some((Ok(Delta::Text(piece)), state));
            }
            let last = finish.take()?;
            Some((Ok(Delta::Finished(last)), (index, next_at, None)))
        }
    }))
}

fn input_words(request: &Request) -> u64 {
    let texts = request.messages.iter().map(|message| message.text.as_str());
    request.system.as_deref().into_iter().chain(texts).map(|text| text.split_whitespace().count() as u64).sum()
}

fn answer(request: &Request) -> String {
    let question = request.messages.iter().rev().find(|message| message.role == Role::User);
    let mut text = String::from("## Hello from the demo model\n\n");
    match question.map(first_words).filter(|words| !words.is_empty()) {
        Some(words) => {
            let _ = write!(text, "You asked: “{words}”. ");
        }
        None => text.push_str("Your message was empty. "),
    }
    match question.map_or(0, |question| question.pictures.len()) {
        0 => {}
        1 => text.push_str("A picture came with it, which a real model would see. "),
        count => {
            let _ = write!(text, "{count} pictures came with it, which a real model would see. ");
        }
    }
    text.push_str(BODY);
    text
}

/// The first words of the question without what would be read as markdown.
fn first_words(question: &Message) -> String {
    let plain: String = question.text.chars().filter(|character| !"*_`#<>[]()|~\\$".contains(*character)).collect();
    let mut words = plain.split_whitespace();
    let mut first = words.by_ref().take(QUOTED_WORDS).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        first.push_str(" …");
    }
    first
}

const BODY: &str = "\
I am not a real AI: I am the **demo model** that answers while this server has no AI vendor, and I say the same to \
everybody. All else is real: this answer was streamed, counted, charged to your share and sealed, so that only you can \
read it.

### What you can try now

- **Reload** this page in the middle of an answer: it goes on.
- **Stop** me: what you have seen is kept, exactly.
- **Regenerate** this answer, or edit your question: both versions are kept.
- Look at your group's page: this turn is in its numbers, its words are not.

### How to get real answers

The operator of this server sets one of these and starts it again:

| vendor | setting |
|---|---|
| OpenAI | `OPENAI_API_KEY` |
| Anthropic | `ANTHROPIC_API_KEY` |
| Google Gemini | `GEMINI_API_KEY` |
| a model on your own machine | nothing: Ollama is found by itself |

For any other server that speaks OpenAI's format, such as llama.cpp or vLLM:

```sh
export OPENAI_BASE_URL=http://127.0.0.1:8000/v1
export OPENAI_API_KEY=anything
```

I disappear from the list of models as soon as there is a real one.
";

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;
    use crate::Sampling;

    fn request(text: &str, max_output_tokens: u32) -> Request {
        Request {
            model: MODEL.to_owned(),
            system: Some("Be brief.".to_owned()),
            messages: vec![Message::text(Role::User, text)],
            max_output_tokens,
            sampling: Sampling::default(),
        }
    }

    async fn run(request: &Request) -> (Vec<String>, Finish) {
        let mut stream = Demo.stream(request).await.unwrap();
        let mut pieces = Vec::new();
        while let Some(item) = stream.next().await {
            match item.unwrap() {
                Delta::Text(piece) => pieces.push(piece),
                Delta::Finished(finish) => {
                    assert!(stream.next().await.is_none(), "nothing follows the finish");
                    return (pieces, finish);
                }
                Delta::Reasoning(_) => panic!("the demo model does not think"),
            }
        }
        panic!("the stream ended without a finish")
    }

    #[tokio::test(start_paused = true)]
    async fn says_what_it_is_and_reports_every_piece_as_a_token() {
        let started = Instant::now();
        let (pieces, finish) = run(&request("How do *we* split 24 USD?", 10_000)).await;
        let text = pieces.concat();
        assert!(text.contains("You asked: “How do we split 24 USD?”"));
        assert!(text.contains("demo model"));
        assert!(text.contains("```sh\n") && text.contains("| vendor | setting |\n"));
        assert_eq!(finish.reason, FinishReason::Complete);
        let usage = finish.usage.unwrap();
        assert_eq!(usage.output, pieces.len() as u64);
        assert_eq!(usage.input, 2 + 6);
        let expected = TOKEN_INTERVAL * u32::try_from(pieces.len() - 1).unwrap();
        let took = started.elapsed();
        assert!(took >= expected && took < expected + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn stops_at_the_limit_of_output_tokens() {
        let (pieces, finish) = run(&request("Hi", 7)).await;
        assert_eq!(pieces.len(), 7);
        assert_eq!(finish.reason, FinishReason::Length);
        assert_eq!(finish.usage.unwrap().output, 7);
    }

    #[test]
    fn is_deterministic_and_survives_odd_questions() {
        for text in ["", "   ", "`", "[a](javascript:x)", "🎉🎉", &"word ".repeat(1_000)] {
            let request = request(text, 100);
            assert_eq!(answer(&request), answer(&request));
            assert!(!answer(&request).contains("](javascript"));
        }
    }
}
