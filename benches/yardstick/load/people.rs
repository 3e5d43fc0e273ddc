//! The organisations and the people of the yardstick: 20 and 500.

use greffe::access::classification::Classification;
use greffe::access::context::{Context, Principal};
use greffe::access::permissions::{Permission, Role};
use greffe::access::trace::Trace;
use greffe::clock::registry_day;
use greffe::db::types::Instant;
use greffe::db::{Connection, Db};
use greffe::ids::UserId;
use greffe::people::identity::model::OrganizationKind;
use greffe::people::identity::service::{NewAccount, create_account};
use greffe::people::identity::{passwords, principals};
use greffe::text::{Language, Text};

/// The number of organisations.
pub const ORGANIZATIONS: usize = 20;
const USERS: usize = 500;
/// The password of all of them.
const PASSWORD: &str = "fictional-people-only";

/// A person, by the ids that rows refer to.
pub struct Person {
    /// The person's own.
    pub id: String,
    /// Their organisation's.
    pub organization: String,
}

/// Everybody: `user0` to `user19` administer an organisation each, `user20` to `user39` are the
/// litigators who hold 200 cases, the others are litigators, too. The organisation of a person is
/// that of their number, modulo 20.
pub struct People(Vec<Person>);

impl People {
    /// A person by their number.
    pub fn get(&self, number: u64) -> &Person {
        let number = usize::try_from(number).expect("a number of a person");
        self.0.get(number).expect("a person")
    }
}

/// Makes them.
pub fn make(db: &Db, now: Instant) -> People {
    let password_hash = passwords::hash(&PASSWORD.into()).expect("a hash");
    let all = (0..USERS).map(|number| {
        let organization = number % ORGANIZATIONS;
        let account = NewAccount {
            username: format!("user{number}"),
            display_name: format!("Person Number {number}"),
            role: if number < ORGANIZATIONS { Role::Administrator } else { Role::Litigator },
            language: if number % 4 == 0 { Language::Fr } else { Language::En },
            clearance: Classification::ProtectedB,
            password_hash: password_hash.clone(),
            organization: format!("ORG{organization}"),
            organization_name: Text::new(
                format!("Litigation Branch {organization}"),
                format!("Direction du contentieux {organization}"),
            ),
            // Its officers act for the Minister before the Board, and answer for what is due there.
            organization_kind: OrganizationKind::EnforcementAgency,
        };
        let principal = db.write_now(|connection| {
            let id = create_account(connection, &account, now)?;
            principals::active(connection, id, now)
        });
        let principal = principal.expect("an account").expect("a person");
        Person { id: principal.id.to_string(), organization: principal.organization_id.to_string() }
    });
    People(all.collect())
}

/// Somebody who acts, for what takes this permission.
pub fn acting(
    connection: &mut Connection,
    person: &Person,
    required: Permission,
    now: Instant,
    request_id: String,
) -> greffe::error::Result<Context> {
    let id: UserId = person.id.parse().expect("an id");
    let user: Principal = principals::active(connection, id, now)?.expect("a person");
    let today = registry_day(now);
    Ok(Context { user, now, today, request_id, language: Language::En, required, trace: Trace::default() })
}
