//! The web app, inside the binary (in debug builds: read from `web/dist` at every request).

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Files;

/// Hashed file names change with their content, so a browser may keep them for a year.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The file at this path; every other page address is the app's, which draws it.
pub async fn serve(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(response) = file(path) {
        return response;
    }
    if path.starts_with("api/") || path.starts_with("assets/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    file("index.html").unwrap_or_else(|| {
        let text = "The web app was not built into this server. Build it with `npm run build -w web`, or use `cargo xtask start`.";
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

fn file(path: &str) -> Option<Response> {
    let file = Files::get(path)?;
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let keep = if path.starts_with("assets/") { FOR_EVER } else { ASK_AGAIN };
    let mut response = Response::new(Body::from(file.data));
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    if path.starts_with("assets/") {
        // Everybody's files; the frame that draws diagrams has no origin, and fetches its scripts as a stranger.
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Some(response)
}
