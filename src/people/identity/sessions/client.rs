//! The client of a request whose caller is not known yet.

use crate::app::request_scope;
use crate::db::types::Instant;
use crate::http::client::client_address;
use crate::http::limits;
use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;

/// The greatest length of a user agent as stored.
const LONGEST_AGENT: usize = 200;

/// A request to sign in, to refresh or to sign out: when it came, and where from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInClient {
    /// The program that sent it, as it calls itself.
    pub user_agent: Option<String>,
    /// The network address that it came from.
    pub address: Option<String>,
    /// The request's id.
    pub request_id: String,
    /// The instant at which it came.
    pub now: Instant,
}

impl SignInClient {
    /// The client of a request.
    #[must_use]
    pub fn of(request: &HttpRequest, now: Instant) -> Self {
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        Self {
            user_agent: agent.map(|agent| agent.chars().take(LONGEST_AGENT).collect()),
            address: Some(client_address(request).to_string()),
            request_id: request_scope::request_id(request),
            now,
        }
    }

    /// The network that it came from: an address of IPv4, or what one subscriber has of IPv6.
    #[must_use]
    pub fn network(&self) -> Option<String> {
        let address: IpAddr = self.address.as_deref()?.parse().ok()?;
        Some(limits::network(address).to_string())
    }

    /// A hash that the visits of one program from one network have in common.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        let (network, agent) = (self.network().unwrap_or_default(), self.user_agent.as_deref());
        let said = Sha256::new().chain_update(network).chain_update([0]);
        said.chain_update(agent.unwrap_or_default()).finalize().to_vec()
    }
}
