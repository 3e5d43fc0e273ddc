//! The settings of webhooks.

use crate::egress::{AllowedNetwork, Egress};
use clap::Args;

/// Where changes may be sent, and how many at a time.
#[derive(Args, Clone, Debug)]
pub struct WebhookSettings {
    /// The networks and hosts to which changes may be sent beside public addresses, as
    /// `10.20.0.0/16,hooks.example.internal`: always over https; none if it is left out
    #[arg(long, env = "GREFFE_WEBHOOK_NETWORKS", value_delimiter = ',')]
    pub webhook_networks: Vec<AllowedNetwork>,

    /// Webhooks that are sent to at a time by this process; 0 for none, where another process does
    /// it
    #[arg(long, env = "GREFFE_WEBHOOK_ATTEMPTS", default_value_t = 64, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub webhook_attempts: u16,
}

impl WebhookSettings {
    /// Where changes may be sent.
    #[must_use]
    pub fn egress(&self) -> Egress {
        Egress::default().allowing(self.webhook_networks.clone())
    }
}
