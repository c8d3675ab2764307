use reqwest::Method;

use super::{Person, Reply};

impl Person {
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
