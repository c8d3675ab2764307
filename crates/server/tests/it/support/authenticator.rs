use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Somebody is there, and showed that it is them.
const PRESENT_AND_VERIFIED: u8 = 0x05;
const PRESENT: u8 = 0x01;
const HAS_CREDENTIAL: u8 = 0x40;

/// A device with one passkey, in the browser of the page at `origin`. What it does wrong, a test sets.
#[derive(Clone)]
pub struct Authenticator {
    pub origin: String,
    /// Whether it asks its owner for a finger or a PIN.
    pub verifies: bool,
    pub counter: u32,
    /// What it gives besides signatures, if it can.
    pub output: Option<[u8; 32]>,
    key: SigningKey,
    id: Vec<u8>,
    user: Vec<u8>,
}

impl Authenticator {
    /// One that nobody else has; `number` tells it from others.
    pub fn new(origin: &str, number: u8) -> Self {
        Self {
            origin: origin.to_owned(),
            verifies: true,
            counter: 1,
            output: Some([number; 32]),
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 16],
            user: Vec::new(),
        }
    }

    /// `navigator.credentials.create`
    pub fn make(&mut self, options: &Value) -> Value {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        self.user = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut attestation = vec![0xa3];
        attestation.extend(text("fmt"));
        attestation.extend(text("none"));
        attestation.extend(text("attStmt"));
        attestation.push(0xa0);
        attestation.extend(text("authData"));
        attestation.push(0x58);
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(&data);
        let response = json!({
            "clientDataJSON": encode(&self.client_data("webauthn.create", options)),
            "attestationObject": encode(&attestation),
        });
        self.credential(&response)
    }

    /// `navigator.credentials.get`
    pub fn show(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let client_data = self.client_data("webauthn.get", options);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&data),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": encode(&self.user),
        });
        self.credential(&response)
    }

    /// The output as the browser sends it.
    pub fn output(&self) -> Option<String> {
        self.output.map(|output| encode(&output))
    }

    /// The id that it claims to have as its owner's.
    pub fn claim(&mut self, user: &str) {
        self.user = user.parse::<uuid::Uuid>().unwrap().as_bytes().to_vec();
    }

    fn credential(&self, response: &Value) -> Value {
        json!({"id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key", "response": response})
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }

    /// Authenticator data: hash of the relying party's id, flags, counter.
    fn data(&self, relying_party: &str, more: u8) -> Vec<u8> {
        let flags = more | if self.verifies { PRESENT_AND_VERIFIED } else { PRESENT };
        let hash = Sha256::digest(relying_party);
        [hash.as_slice(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// As a COSE key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        let head: &[u8] = &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        [head, x, &[0x22, 0x58, 0x20], y].concat()
    }
}

/// A short text in CBOR.
fn text(text: &str) -> Vec<u8> {
    let mut bytes = vec![0x60 + u8::try_from(text.len()).unwrap()];
    bytes.extend(text.as_bytes());
    bytes
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
