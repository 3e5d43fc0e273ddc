//! The groups of the demo: the working group on the management of immigration litigation with its
//! record, those who manage the network, and the teams and units that the founding texts name. Made
//! through the use cases of a client.

use crate::access::context::{Context, Principal};
use crate::access::permissions::Permission;
use crate::clock::{Clock, registry_day};
use crate::db::types::Instant;
use crate::db::{Connection, Db};
use crate::error::{Error, Result};
use crate::ids::{GroupDecisionId, GroupId, MeetingId, UserId};
use crate::people::identity;
use crate::teams::groups;
use crate::teams::groups::action_items::api::CompleteActionItem;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use crate::{chronology, registry};
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};

/// A group and who belongs to it.
struct Made {
    code: &'static str,
    kind: &'static str,
    name: (&'static str, &'static str),
    mandate: Option<(&'static str, &'static str)>,
    quorum: Option<i16>,
    /// The user who sets it up, of the organisation that has its secretariat.
    by: &'static str,
    members: &'static [(&'static str, &'static str)],
}

/// The code of the working group that has a record.
const LITIGATION: &str = "WG-IMM-LIT";

const GROUPS: &[Made] = &[
    Made {
        code: LITIGATION,
        kind: "working_group",
        name: (
            "Working Group on Management of Immigration Litigation",
            "Groupe de travail sur la gestion des litiges en matière d'immigration",
        ),
        mandate: Some((
            "Says who does what in immigration litigation: for each task who is responsible, who is accountable, who is consulted and who is informed; and keeps the positions of the departments consistent.",
            "Fixe qui fait quoi dans les litiges en matière d'immigration : pour chaque tâche, qui est responsable, qui rend compte, qui est consulté et qui est informé; et veille à la cohérence des positions des ministères.",
        )),
        quorum: Some(4),
        by: "manager",
        members: &[
            ("manager", "chair"),
            ("analyst", "secretary"),
            ("litigator", "member"),
            ("ircc.manager", "member"),
            ("ircc.analyst", "member"),
            ("cbsa.litigator", "member"),
            ("cbsa.analyst", "member"),
            ("irb.viewer", "observer"),
        ],
    },
    Made {
        code: "INMG",
        kind: "computer_network_governance",
        name: (
            "Immigration Network Management Group",
            "Groupe de gestion du réseau informatique de l'Immigration",
        ),
        mandate: Some((
            "Governs the computer network of Immigration.",
            "Assure la gouvernance du réseau informatique de l'Immigration.",
        )),
        quorum: None,
        by: "ircc.manager",
        members: &[("ircc.admin", "chair"), ("ircc.analyst", "secretary"), ("cbsa.analyst", "member")],
    },
    Made {
        code: "NMWG",
        kind: "working_group",
        name: ("Network Management Working Group", "Groupe de travail sur la gestion de réseau"),
        mandate: None,
        quorum: None,
        by: "ircc.manager",
        members: &[("ircc.admin", "chair"), ("admin", "member"), ("cbsa.analyst", "member")],
    },
    Made {
        code: "NLCT",
        kind: "litigation_team",
        name: ("National Litigation Coordination Team", "Équipe nationale de coordination des litiges"),
        mandate: Some((
            "Coordinates litigation across the regional offices of Justice.",
            "Coordonne les litiges entre les bureaux régionaux de la Justice.",
        )),
        quorum: None,
        by: "manager",
        members: &[("manager", "chair"), ("litigator", "member"), ("plaideuse", "member")],
    },
    Made {
        code: "NSLT",
        kind: "litigation_team",
        name: ("National Security Law Team", "Équipe du droit de la sécurité nationale"),
        mandate: None,
        quorum: None,
        by: "manager",
        members: &[("plaideuse", "chair"), ("litigator", "member")],
    },
    Made {
        code: "LMB-DGGL",
        kind: "organizational_unit",
        name: ("Litigation Management Branch (LMB)", "Direction générale de la gestion des litiges (DGGL)"),
        mandate: Some((
            "Sets the department's direction in litigation, and keeps its positions consistent across courts and tribunals.",
            "Fixe l'orientation du ministère en matière de litiges et veille à la cohérence de ses positions devant les cours et les tribunaux administratifs.",
        )),
        quorum: None,
        by: "ircc.manager",
        members: &[("ircc.manager", "chair"), ("ircc.analyst", "member")],
    },
    Made {
        code: "CMB-DGRC",
        kind: "organizational_unit",
        name: ("Case Management Branch (CMB)", "Direction générale du règlement des cas (DGRC)"),
        mandate: Some((
            "Handles complex, sensitive and high-profile cases.",
            "Traite les dossiers complexes, délicats ou très médiatisés.",
        )),
        quorum: None,
        by: "ircc.manager",
        members: &[("ircc.admin", "chair"), ("ircc.analyst", "member")],
    },
    Made {
        code: "DLSU-USJM",
        kind: "organizational_unit",
        name: (
            "Departmental Legal Services Unit (DLSU)",
            "Unité des services juridiques ministériels (USJM)",
        ),
        mandate: Some((
            "Places cases in their context, and contributes to the assessment of legal risk.",
            "Situe les dossiers dans leur contexte et contribue à l'évaluation du risque juridique.",
        )),
        quorum: None,
        by: "manager",
        members: &[("manager", "chair"), ("analyst", "member")],
    },
];

/// Makes the groups that are missing.
pub fn ensure(db: &Db, clock: &Clock) -> Result<()> {
    for group in GROUPS {
        db.write_now(|connection| {
            let now = clock.now();
            let caller = acting(connection, group.by, Permission::ManageGroups, now)?;
            if groups::service::is_taken(connection, &caller, group.code)? {
                return Ok(());
            }
            let id = make(connection, &caller, group, now)?;
            if group.code == LITIGATION { keep_record(connection, id, now) } else { Ok(()) }
        })?;
    }
    Ok(())
}

/// The context of somebody of the demo who acts.
fn acting(
    connection: &mut Connection,
    username: &str,
    required: Permission,
    now: Instant,
) -> Result<Context> {
    let user: Principal = {
        let id = named(connection, username)?;
        identity::principals::active(connection, id, now)?.ok_or_else(Error::not_found)?
    };
    Ok(Context::in_background(user, required, "demo".to_owned(), now))
}

fn named(connection: &mut Connection, username: &str) -> Result<UserId> {
    Ok(identity::principals::user_by_name(connection, username)?.ok_or_else(Error::not_found)?.id)
}

fn both((en, fr): (&str, &str)) -> Value {
    json!({"en": en, "fr": fr})
}

/// The instant this many days before another.
fn days_before(now: Instant, days: i64) -> Instant {
    now.before(TimeDelta::try_days(days).unwrap_or_default())
}

fn make(connection: &mut Connection, caller: &Context, group: &Made, now: Instant) -> Result<GroupId> {
    let mut body = json!({"code": group.code, "kind": group.kind, "name": both(group.name)});
    if let Some(fields) = body.as_object_mut() {
        fields.extend(group.mandate.map(|mandate| ("mandate".to_owned(), both(mandate))));
        fields.extend(group.quorum.map(|quorum| ("quorum".to_owned(), json!(quorum))));
    }
    let id = groups::service::create(connection, caller, &Unparsed::json(body))?.id;
    for (username, capacity) in group.members {
        let user = named(connection, username)?;
        let body = json!({"user_id": user, "capacity": capacity, "from": days_before(now, 90)});
        registry::members::service::create(connection, caller, id, &Unparsed::json(body))?;
    }
    Ok(id)
}

/// A meeting that was held two weeks ago, one that is to come, what was decided and who was asked
/// to do what.
fn keep_record(connection: &mut Connection, group: GroupId, now: Instant) -> Result<()> {
    let secretary = acting(connection, "analyst", Permission::RecordGroupWork, now)?;
    let held_at = days_before(now, 14);
    let mut attendance = Vec::new();
    for username in ["manager", "analyst", "litigator", "ircc.manager", "cbsa.litigator", "irb.viewer"] {
        attendance.push(named(connection, username)?);
    }
    let held = json!({
        "title": "First meeting / Première réunion", "status": "held", "starts_at": held_at, "place": "Ottawa",
        "agenda": [
            {"title": "Matrix of responsibilities / Matrice des responsabilités", "note": "Draft of the secretariat."},
            {"title": "Entry of Federal Court decisions / Consignation des décisions de la Cour fédérale"},
            {"title": "Next steps / Prochaines étapes"},
        ],
        "attendance": attendance,
        "minutes": "The draft matrix was discussed task by task and adopted. It was agreed that decisions of the Federal Court are entered promptly, since removals stay on hold meanwhile.\n\nLe projet de matrice a été examiné tâche par tâche et adopté. Il a été convenu que les décisions de la Cour fédérale sont consignées sans délai, les renvois demeurant suspendus dans l'intervalle.",
        "documents": [{"title": "Draft matrix / Projet de matrice", "url": "https://documents.example/matrix"}],
    });
    let meeting = groups::meetings::service::create(connection, &secretary, group, &Unparsed::json(held))?.id;
    let next = json!({
        "title": "Second meeting / Deuxième réunion", "place": "Ottawa",
        "starts_at": now.after(TimeDelta::days(28)),
        "agenda": [{"title": "Action items of the first meeting / Suivis de la première réunion"}],
    });
    groups::meetings::service::create(connection, &secretary, group, &Unparsed::json(next))?;

    let adopted_on = registry_day(held_at);
    let matrix = decide(
        connection,
        &secretary,
        (group, meeting, adopted_on),
        ("The matrix of responsibilities is adopted.", "La matrice des responsabilités est adoptée."),
        (
            "For each task one body is accountable. The matrix is reviewed every year.",
            "Pour chaque tâche, un seul organisme rend compte. La matrice est revue chaque année.",
        ),
    )?;
    let entry = decide(
        connection,
        &secretary,
        (group, meeting, adopted_on),
        (
            "Decisions of the Federal Court are entered promptly.",
            "Les décisions de la Cour fédérale sont consignées sans délai.",
        ),
        (
            "Counsel of record answers for the entry; the litigation management branch follows it.",
            "L'avocat inscrit au dossier répond de la consignation; la direction générale de la gestion des litiges en assure le suivi.",
        ),
    )?;

    let today = secretary.today;
    let asked = [
        ("Send the adopted matrix round / Faire circuler la matrice adoptée", "analyst", 3, matrix),
        (
            "Name the accountable officers of the department / Désigner les responsables du ministère",
            "ircc.manager",
            10,
            matrix,
        ),
        (
            "Name the accountable officers of the agency / Désigner les responsables de l'agence",
            "cbsa.litigator",
            10,
            matrix,
        ),
        (
            "Report on the entry of decisions / Faire rapport sur la consignation des décisions",
            "litigator",
            21,
            entry,
        ),
    ];
    let mut items = Vec::new();
    for (title, owner, days, decision) in asked {
        let due_on = chronology::days_after(today, days);
        let owner_id = named(connection, owner)?;
        let body = json!({"title": title, "owner_id": owner_id, "due_on": due_on, "meeting_id": meeting, "decision_id": decision});
        let body = Unparsed::json(body);
        items.push(groups::action_items::service::create(connection, &secretary, group, &body)?.id);
    }
    if let Some(first) = items.first() {
        let owner = acting(connection, "analyst", Permission::ReadGroups, now)?;
        let body = Unparsed::typed(CompleteActionItem { completed_on: None });
        groups::action_items::service::complete(connection, &owner, *first, &Precondition::None, &body)?;
    }
    Ok(())
}

fn decide(
    connection: &mut Connection,
    secretary: &Context,
    (group, meeting, adopted_on): (GroupId, MeetingId, NaiveDate),
    title: (&str, &str),
    body: (&str, &str),
) -> Result<GroupDecisionId> {
    let body =
        json!({"title": both(title), "body": both(body), "adopted_on": adopted_on, "meeting_id": meeting});
    let made = groups::decisions::service::create(connection, secretary, group, &Unparsed::json(body))?;
    Ok(made.id)
}
