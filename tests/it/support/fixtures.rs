//! Organisations and people, written directly: the only writes of the tests that do not go through the API.

use super::actor::Actor;
use super::api::Api;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::duties::notifications::model::{MailState, NotificationKind};
use greffe::duties::notifications::store::{self, NewNotification};
use greffe::ids::NotificationId;
use greffe::people::identity::model::OrganizationKind;
use greffe::people::identity::service::{NewAccount, create_account};
use greffe::people::identity::sessions::client::SignInClient;
use greffe::people::identity::{passwords, sessions};
use greffe::text::{Language, Text};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tells somebody of a deadline, as a run of the reminders would: the notification's id.
pub fn notify(actor: &Actor<'_>, case: &str, deadline: &str) -> String {
    let app = &actor.api.app;
    let made = NewNotification {
        id: NotificationId::generate(),
        user_id: actor.id.parse().unwrap(),
        deadline_id: Some(deadline.parse().unwrap()),
        hearing_id: None,
        case_id: case.parse().unwrap(),
        kind: NotificationKind::DeadlineReminder,
        watch_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 4).unwrap(),
        step: 3,
        created_at: app.clock.now(),
        mail: MailState::None,
    };
    let added = actor.api.db.write_now(|connection| store::insert(connection, std::slice::from_ref(&made)));
    assert_eq!(added.unwrap(), 1);
    made.id.to_string()
}

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery staple";

/// Its hash, made once: it is by design expensive.
static HASH: LazyLock<String> = LazyLock::new(|| passwords::hash(&PASSWORD.into()).unwrap());

fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An organisation that exists as soon as somebody is in it.
#[derive(Clone)]
pub struct Organization<'a> {
    api: &'a Api,
    kind: OrganizationKind,
    /// Its code.
    pub code: String,
}

impl<'a> Organization<'a> {
    /// One of a kind.
    pub fn new(api: &'a Api, kind: OrganizationKind) -> Self {
        Self { api, kind, code: format!("ORG-{}", number()) }
    }

    /// Somebody of a role, cleared to Protected B.
    pub fn user(&self, role: Role) -> Actor<'a> {
        self.cleared(role, Classification::ProtectedB)
    }

    /// Somebody of a role, cleared so far.
    pub fn cleared(&self, role: Role, clearance: Classification) -> Actor<'a> {
        let username = format!("{}-{}", role.code().replace('_', "-"), number());
        let account = NewAccount {
            username: username.clone(),
            display_name: format!("Fictional {username}"),
            role,
            language: Language::En,
            clearance,
            password_hash: HASH.clone(),
            organization: self.code.clone(),
            organization_name: Text::new(
                format!("Organisation {}", self.code),
                format!("Organisme {}", self.code),
            ),
            organization_kind: self.kind,
        };
        let app = &self.api.app;
        let now = app.clock.now();
        let id = self.api.db.write_now(|connection| create_account(connection, &account, now)).unwrap();
        let client = SignInClient { user_agent: None, address: None, request_id: "fixture".to_owned(), now };
        let begun = self
            .api
            .db
            .write_now(|connection| sessions::service::begin(connection, &app.tokens, id, &client));
        let token = begun.unwrap().access_token;
        let mut actor = Actor::known(self.api, id.to_string(), username, token);
        actor.get("/v1/me").must(200)["organization_id"]
            .as_str()
            .unwrap()
            .clone_into(&mut actor.organization_id);
        actor
    }

    /// A litigator: carries cases that they open or are assigned to.
    pub fn litigator(&self) -> Actor<'a> {
        self.user(Role::Litigator)
    }

    /// A litigation manager: all cases of the organisation.
    pub fn manager(&self) -> Actor<'a> {
        self.user(Role::LitigationManager)
    }

    /// An analyst: works on the cases of the organisation.
    pub fn analyst(&self) -> Actor<'a> {
        self.user(Role::Analyst)
    }

    /// A viewer: reads the cases of the organisation.
    pub fn viewer(&self) -> Actor<'a> {
        self.user(Role::Viewer)
    }

    /// An administrator.
    pub fn administrator(&self) -> Actor<'a> {
        self.user(Role::Administrator)
    }
}
