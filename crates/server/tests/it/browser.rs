//! What browsers are told, and what other people's pages cannot make them do.

use http::HeaderMap;
use reqwest::Method;
use serde_json::json;

use crate::support::{Person, Reply, TestServer};

const HTTPS: [(&str, &str); 1] = [("POTLUCK_PUBLIC_URL", "https://pot.example")];

async fn send(person: &Person, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = person.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Reply::read(request.send().await.unwrap()).await
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_browsers_safety_headers() {
    let server = TestServer::start_with(&HTTPS).await;
    let plain = TestServer::start().await;
    for path in [
        "/",
        "/settings",
        "/api/v1/server",
        "/api/v1/me",
        "/api/v1/nowhere",
        "/api/openapi.json",
        "/api/docs",
        "/healthz",
    ] {
        let answer = server.get(path).await;
        let policy = header(&answer.headers, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{path}: {policy}");
        for word in ["unsafe", "http:", "*"] {
            assert!(!policy.contains(word), "{path}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ] {
            assert_eq!(header(&answer.headers, name), value, "{path}");
        }
        assert!(header(&answer.headers, "permissions-policy").contains("camera=()"), "{path}");
        assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}");
        assert!(plain.get(path).await.headers.get("strict-transport-security").is_none(), "{path} over plain HTTP");
    }
}

#[tokio::test]
async fn nothing_of_the_api_is_kept_by_caches() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    for path in ["/me", "/groups", "/me/activity", "/nowhere"] {
        assert_eq!(header(&ann.get(path).await.headers, "cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let server = TestServer::start_with(&HTTPS).await;
    let signed_up = server
        .stranger()
        .post(
            "/auth/sign-up",
            &json!({"email": "ann@example.org", "password": "Ann has a long password", "name": "Ann"}),
        )
        .await
        .created();
    for name in ["potluck_refresh", "potluck_known"] {
        let set = signed_up.set_cookie(name).unwrap();
        assert!(set.starts_with("__Host-"), "{set}");
        for part in ["; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/;"] {
            assert!(set.contains(part) || set.ends_with(part.trim_end_matches(';')), "{set} has no {part}");
        }
        assert!(!set.contains("Domain"), "{set}");
    }
    let own = signed_up.cookie().unwrap();
    // The name that any neighbour below the same domain could set is not read.
    let stranger = server.stranger();
    let planted = own.trim_start_matches("__Host-");
    send(&stranger, Method::POST, "/auth/refresh", &[("cookie", planted)]).await.refused(401, "unauthenticated");
    send(&stranger, Method::POST, "/auth/refresh", &[("cookie", &own)]).await.ok();
}

#[tokio::test]
async fn over_plain_http_the_cookie_goes_to_the_sign_in_only() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let refreshed = ann.act("/auth/refresh").await.ok();
    for name in ["potluck_refresh", "potluck_known"] {
        let set = refreshed.set_cookie(name).unwrap();
        assert!(set.starts_with(name), "{set}");
        for part in ["; Path=/api/v1/auth", "; HttpOnly", "; SameSite=Strict"] {
            assert!(set.contains(part), "{set} has no {part}");
        }
        assert!(!set.contains("Secure"), "{set}");
    }
}

#[tokio::test]
async fn a_planted_cookie_does_not_become_ones_session() {
    let server = TestServer::start().await;
    let mallory = server.sign_up("Mallory").await;
    server.sign_up("Ann").await;
    // Ann's browser was given Mallory's cookie before she signs in.
    let body = json!({"email": "ann@example.org", "password": "Ann has a long password"});
    let mut victim = mallory.clone();
    victim.access_token = None;
    let signed_in = victim.post("/auth/sign-in", &body).await.ok();
    assert_ne!(signed_in.cookie(), mallory.cookie);
    let ann = victim.with_session(&signed_in);
    assert_eq!(ann.get("/me").await.ok()["name"], "Ann");
    assert_eq!(mallory.get("/me").await.ok()["name"], "Mallory");
    assert_eq!(mallory.act("/auth/refresh").await.ok()["user"]["name"], "Mallory");
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let own = server.url.clone();
    for (headers, refused) in [
        (vec![("sec-fetch-site", "cross-site")], true),
        (vec![("sec-fetch-site", "same-site")], true),
        (vec![("sec-fetch-site", "cross-site"), ("origin", own.as_str())], true),
        (vec![("origin", "https://evil.example")], true),
        (vec![("origin", "null")], true),
        (vec![("origin", "http://127.0.0.1.evil.example")], true),
        (vec![("sec-fetch-site", "same-origin"), ("origin", own.as_str())], false),
        (vec![("sec-fetch-site", "none")], false),
        (vec![("origin", own.as_str())], false),
        (vec![], false),
    ] {
        let answer = send(&ann, Method::POST, "/auth/refresh", &headers).await;
        if refused {
            answer.refused(403, "cross_site");
            send(&ann, Method::POST, "/auth/sign-out", &headers).await.refused(403, "cross_site");
            send(&ann, Method::POST, "/groups", &headers).await.refused(403, "cross_site");
        } else {
            answer.ok();
        }
        // A link that leads here is no attack.
        send(&ann, Method::GET, "/me", &headers).await.ok();
    }
}

#[tokio::test]
async fn a_form_of_another_site_cannot_sign_anybody_in() {
    let server = TestServer::start().await;
    server.sign_up("Ann").await;
    let request = server.stranger().request(Method::POST, "/auth/sign-in");
    let form = request
        .header("content-type", "text/plain")
        .body(r#"{"email":"ann@example.org","password":"Ann has a long password"}"#);
    Reply::read(form.send().await.unwrap()).await.refused(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_foreign_name_does_not_lead_here() {
    let named = TestServer::start_with(&HTTPS).await;
    let local = TestServer::start().await;
    for (host, by_name, by_default) in [
        ("pot.example", true, false),
        ("POT.example:443", true, false),
        ("pot.example.evil.example", false, false),
        ("evil.example", false, false),
        ("evil.example:8080", false, false),
        ("localhost:1", true, true),
        ("127.0.0.1:1", true, true),
        ("[::1]:1", true, true),
        ("", false, false),
    ] {
        for (server, allowed) in [(&named, by_name), (&local, by_default)] {
            let answer = send(&server.stranger(), Method::GET, "/server", &[("host", host)]).await;
            if allowed {
                answer.ok()
            } else {
                answer.refused(421, "wrong_host")
            };
        }
    }
    // Whatever watches the server may call it anything.
    let watching = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = watching.get(format!("{}/readyz", named.url)).header("host", "10.0.0.7").send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn links_are_made_of_the_configured_address_whatever_the_request_says() {
    let server = TestServer::start_with(&HTTPS).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("trio").await;
    let headers =
        [("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "http"), ("forwarded", "host=evil.example")];
    let mut request = ann.request(Method::POST, &format!("/groups/{group}/invitations"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let made = Reply::read(request.json(&json!({})).send().await.unwrap()).await.created();
    assert!(made.str("url").starts_with("https://pot.example/invitation/"), "{}", made.text);
}

#[tokio::test]
async fn no_address_leads_to_another_site() {
    let server = TestServer::start().await;
    for path in [
        "//evil.example",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "/sign-in?next=https://evil.example",
        "/api/v1//evil.example",
    ] {
        let answer = server.get(path).await;
        assert!(!answer.status.is_redirection(), "{path}: {}", answer.status);
        assert!(answer.headers.get("location").is_none(), "{path}");
    }
}

#[tokio::test]
async fn the_metrics_are_for_this_machine_and_not_for_whom_a_proxy_on_it_speaks() {
    let server = TestServer::start().await;
    server.get("/metrics").await.ok();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for by in ["x-forwarded-for", "x-real-ip", "forwarded"] {
        let asked = http.get(format!("{}/metrics", server.url)).header(by, "for=203.0.113.7").send().await.unwrap();
        assert_eq!(asked.status(), 404, "{by}");
    }
}
