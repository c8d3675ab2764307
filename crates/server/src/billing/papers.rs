//! `GET /groups/{id}/invoices/{invoice_id}/pdf`, `GET /receipts/{id}`: papers to keep.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::id::{InvoiceId, PaymentId};
use domain::language::Language;
use http::header;
use serde::Deserialize;
use store::{PgConnection, papers, users};
use utoipa::IntoParams;

use crate::app::App;
use crate::http::{Caller, Member, PathId, Problem};
use crate::printing::{self, Paper};

/// How a paper is written.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaperQuery {
    /// In which language; left out: in the one that the caller is written to in.
    pub language: Option<Language>,
}

/// A final invoice as an accessible PDF (PDF/UA-1). The same invoice in the same language is always the same file.
#[utoipa::path(get, path = "/groups/{id}/invoices/{invoice_id}/pdf", tag = "billing",
    params(("id" = String, Path, description = "The group"), ("invoice_id" = String, Path, description = "The invoice"),
           PaperQuery),
    responses((status = 200, description = "The PDF", content_type = "application/pdf")))]
pub async fn print_invoice(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId<InvoiceId>,
    Query(query): Query<PaperQuery>,
) -> Result<Response, Problem> {
    let mut connection = app.connection().await?;
    let row = papers::invoice(&mut connection, &member.membership, id).await?.ok_or_else(Problem::not_found)?;
    let language = language(&mut connection, &member.caller, &query).await?;
    Ok(file(printing::invoice(row, language).map_err(Problem::internal)?))
}

/// The receipt of a payment of the caller's that has arrived, as an accessible PDF (PDF/UA-1).
#[utoipa::path(get, path = "/receipts/{id}", tag = "billing",
    params(("id" = String, Path, description = "The payment"), PaperQuery),
    responses((status = 200, description = "The PDF", content_type = "application/pdf")))]
pub async fn print_receipt(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
    Query(query): Query<PaperQuery>,
) -> Result<Response, Problem> {
    let mut connection = app.connection().await?;
    let row = papers::receipt(&mut connection, caller.user, id).await?.ok_or_else(Problem::not_found)?;
    let language = language(&mut connection, &caller, &query).await?;
    Ok(file(printing::receipt(row, language).map_err(Problem::internal)?))
}

async fn language(connection: &mut PgConnection, caller: &Caller, query: &PaperQuery) -> Result<Language, Problem> {
    if let Some(language) = query.language {
        return Ok(language);
    }
    let user = users::find(connection, caller.user).await?.ok_or_else(Problem::unauthenticated)?;
    Ok(user.language)
}

fn file(paper: Paper) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", paper.file_name);
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, paper.bytes).into_response()
}
