//! The API's description: `/api/openapi.json`, and `/api/docs` for people.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::http::{FieldCode, FieldError, ProblemBody, ProblemCode};

/// What the document says before its routes.
pub(super) fn describe() -> OpenApi {
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Potluck")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "A small group shares one AI chat plan and its cost; each member's chat is private. Refusals are \
                     problems (RFC 9457) with a stable `code`. Amounts are in minor units, credit in nano-USD.",
                ))
                .build(),
        )
        .security(Some([SecurityRequirement::new("access_token", Vec::<String>::new())]))
        .build()
}

/// Adds what all operations share: the access token, and how a refusal reads.
pub(super) fn finish(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("access_token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.schemas.insert(FieldError::name().into_owned(), FieldError::schema());
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    components.schemas.insert(ProblemCode::name().into_owned(), ProblemCode::schema());
    components.schemas.insert(FieldCode::name().into_owned(), FieldCode::schema());
    let refusal = ResponseBuilder::new()
        .description("A refusal, as RFC 9457 describes it")
        .content("application/problem+json", Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemBody::name())))))
        .build();
    for item in document.paths.paths.values_mut() {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten();
        for operation in operations {
            operation.responses.responses.insert("default".to_owned(), RefOr::T(refusal.clone()));
        }
    }
    promise_all_fields(&mut document);
    document
}

/// An answer always has all its fields, null where there is nothing to say. The derived schemas call every `Option` optional,
/// which is only true of what callers send.
fn promise_all_fields(document: &mut OpenApi) {
    let sent = sent_schemas(document);
    let Some(components) = &mut document.components else { return };
    for (name, schema) in &mut components.schemas {
        if !sent.contains(name) {
            require_all(schema);
        }
    }
}

/// The names of what callers send.
fn sent_schemas(document: &OpenApi) -> BTreeSet<String> {
    let items = document.paths.paths.values();
    let operations = items.flat_map(|item| [&item.post, &item.put, &item.patch, &item.delete]).flatten();
    let bodies = operations.filter_map(|operation| match operation.request_body.as_ref()? {
        RefOr::T(body) => Some(body),
        RefOr::Ref(_) => None,
    });
    bodies
        .flat_map(|body| body.content.values())
        .filter_map(|content| match content {
            RefOr::T(Content { schema: Some(RefOr::Ref(reference)), .. }) => Some(&reference.ref_location),
            RefOr::T(_) | RefOr::Ref(_) => None,
        })
        .filter_map(|location| location.rsplit('/').next().map(str::to_owned))
        .collect()
}

fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            object.required = object.properties.keys().cloned().collect();
            object.properties.values_mut().for_each(require_all);
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(item) = &mut array.items {
                require_all(item);
            }
        }
        RefOr::T(Schema::OneOf(one_of)) => one_of.items.iter_mut().for_each(require_all),
        RefOr::T(Schema::AllOf(all_of)) => all_of.items.iter_mut().for_each(require_all),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

pub(super) fn routes(document: OpenApi) -> Router<App> {
    let page: Arc<str> = page(&document).into();
    let document = Arc::new(document);
    Router::new()
        .route("/api/openapi.json", get(move || async move { axum::Json((*document).clone()) }))
        .route("/api/docs", get(move || async move { Html(page.to_string()) }))
}

/// A plain page without script: each operation with what it is for.
fn page(document: &OpenApi) -> String {
    let mut rows = String::new();
    for (path, item) in &document.paths.paths {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    rows,
                    "<tr><td><code>{method}</code></td><td><code>{}</code></td><td>{}</td></tr>",
                    escape(path),
                    escape(&words(operation)),
                );
            }
        }
    }
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Potluck's API</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head><body><h1>Potluck's API</h1>\
         <p>For programs: <a href=\"/api/openapi.json\">openapi.json</a>.</p>\
         <table><thead><tr><th>Method</th><th>Address</th><th>What it does</th></tr></thead><tbody>\n{rows}</tbody>\
         </table></body></html>"
    )
}

fn words(operation: &Operation) -> String {
    [operation.summary.as_deref(), operation.description.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
