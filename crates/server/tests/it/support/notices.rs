use serde_json::Value;

use super::{Mail, Person};

impl Person {
    /// What they are told, the newest first.
    pub async fn notices(&self) -> Vec<Value> {
        self.get("/notices").await.ok()["items"].as_array().unwrap().clone()
    }

    /// The kinds of what they are told, the newest first.
    pub async fn told(&self) -> Vec<String> {
        self.notices().await.iter().map(|notice| notice["facts"]["kind"].as_str().unwrap().to_owned()).collect()
    }
}

impl Mail {
    /// The mail's plain text as it is read: encoded as mail must be, when it holds more than ASCII.
    pub fn read(&self) -> String {
        let (head, body) = self.text.split_once("\n\n").unwrap();
        let encoded = |head: &str| head.to_ascii_lowercase().contains("content-transfer-encoding: base64");
        if encoded(head) { base64(body) } else { quoted_printable(body) }
    }

    /// A line of the mail's head.
    pub fn head(&self, name: &str) -> Option<&str> {
        let (head, _) = self.text.split_once("\n\n")?;
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

fn quoted_printable(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let bytes = joined.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let coded =
            bytes.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (bytes[at], coded) {
            (b'=', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}

fn base64(text: &str) -> String {
    use base64::Engine;
    let joined: String = text.split_whitespace().collect();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(joined).unwrap()).unwrap()
}
