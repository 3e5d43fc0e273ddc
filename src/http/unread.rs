//! What is left unread of a body when its request has been answered.
//!
//! actix-http closes a connection behind an answer that came before the end of the body. Of a body
//! in pieces whose reader is gone it waits for the end instead, and for as long as the client likes
//! (3.20.0). So the reader stays until the answer is out.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{HttpMessage as _, http::header::TRANSFER_ENCODING};
use futures_core::Stream;
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// The body of a request, which its answer keeps too.
#[derive(Clone)]
struct KeptPayload(Rc<RefCell<Payload>>);

impl Stream for KeptPayload {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

/// The body of an answer, with that of its request.
pub struct Answered {
    body: BoxBody,
    _asked: Option<KeptPayload>,
}

impl MessageBody for Answered {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

/// The middleware that keeps a body in pieces until its request is answered: around every other.
///
/// # Errors
/// What went wrong inside.
pub async fn kept_until_answered(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<Answered>, actix_web::Error> {
    let asked = request.headers().contains_key(TRANSFER_ENCODING).then(|| {
        let kept = KeptPayload(Rc::new(RefCell::new(request.take_payload())));
        request.set_payload(Payload::Stream { payload: Box::pin(kept.clone()) });
        kept
    });
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| Answered { body: body.boxed(), _asked: asked }))
}
