use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// An SMTP server on this machine that keeps what it is given, or refuses it.
pub struct MailSink {
    pub url: String,
    mails: mpsc::UnboundedReceiver<Mail>,
    task: tokio::task::JoinHandle<()>,
}

/// One mail that was handed in.
#[derive(Debug, Default)]
pub struct Mail {
    pub to: String,
    pub text: String,
}

impl MailSink {
    /// A sink that answers each recipient with this line.
    pub async fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (sender, mails) = mpsc::unbounded_channel();
        #[expect(clippy::disallowed_methods, reason = "not the server's task: the sink outlives its connections")]
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that hangs up in the middle has handed nothing in.
                let _hung_up = take(stream, answer, &sender).await;
            }
        });
        Self { url, mails, task }
    }

    /// The next mail that is handed in.
    pub async fn next(&mut self) -> Mail {
        tokio::time::timeout(Duration::from_secs(20), self.mails.recv()).await.expect("a mail comes").unwrap()
    }

    /// Whether nothing was handed in so far.
    pub fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(stream: TcpStream, answer: &str, mails: &mpsc::UnboundedSender<Mail>) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut mail = Mail::default();
    writing.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let reply = match line.to_ascii_uppercase().get(..4) {
            Some("RCPT") => {
                mail.to = line;
                // Refused mail is handed over too, so that a test can wait for it.
                if !answer.starts_with('2') {
                    let _test_is_over = mails.send(std::mem::take(&mut mail));
                }
                answer
            }
            Some("DATA") => {
                writing.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail.text.push_str(&line);
                    mail.text.push('\n');
                }
                let _test_is_over = mails.send(std::mem::take(&mut mail));
                "250 taken"
            }
            Some("QUIT") => "221 bye",
            _ => "250 fine",
        };
        writing.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    Ok(())
}
