use reqwest::Method;

use serde_json::json;

use super::{Person, Reply};

impl Person {
    /// Makes a folder; its id.
    pub async fn make_folder(&self, group: &str, name: &str) -> String {
        let body = json!({"group_id": group, "name": name});
        self.post("/folders", &body).await.created().str("id").to_owned()
    }

    /// Keeps a prompt; its id.
    pub async fn keep_prompt(&self, name: &str, text: &str) -> String {
        self.post("/prompts", &json!({"name": name, "text": text})).await.created().str("id").to_owned()
    }

    /// Sends what a browser would have sealed; the link's id.
    pub async fn share_snapshot(&self, conversation: &str, query: &str) -> String {
        let request = self.request(Method::POST, &format!("/conversations/{conversation}/snapshots{query}"));
        Reply::read(request.body(vec![7; 100]).send().await.unwrap()).await.created().str("id").to_owned()
    }

    /// Sends a file under a percent-encoded name.
    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Reply {
        let request = self.request(Method::POST, "/attachments").header("x-file-name", name);
        Reply::read(request.body(bytes.to_vec()).send().await.unwrap()).await
    }

    /// Sends a file that is taken; its id.
    pub async fn attach(&self, name: &str, bytes: &[u8]) -> String {
        self.upload(name, bytes).await.created().str("id").to_owned()
    }

    /// Fetches a file of their own.
    pub async fn download(&self, id: &str) -> Vec<u8> {
        let response = self.request(Method::GET, &format!("/attachments/{id}")).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/octet-stream");
        assert_eq!(response.headers()["content-disposition"], "attachment");
        response.bytes().await.unwrap().to_vec()
    }
}
