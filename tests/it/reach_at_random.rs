//! Random acts by random people and programs: after each that was done, whoever did it reaches no further than before, and what
//! anybody else has gained they had.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::{Permission, Role, RoleScope};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many acts are done, and how many are tried at most: most are refused.
const DONE: usize = 45;
const TRIED: usize = 2000;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }

    fn yes(&mut self, of: usize) -> bool {
        self.roll(of) == 0
    }
}

/// What somebody reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Reach {
    cases: BTreeSet<String>,
    permissions: BTreeSet<String>,
    clearance: usize,
    /// Whether their role reaches all cases of their organisation, and they read cases.
    is_wide: bool,
}

impl Reach {
    /// What is in this one and not in the other.
    fn beyond(&self, other: &Self) -> Self {
        Self {
            cases: self.cases.difference(&other.cases).cloned().collect(),
            permissions: self.permissions.difference(&other.permissions).cloned().collect(),
            clearance: if self.clearance > other.clearance { self.clearance } else { 0 },
            is_wide: false,
        }
    }

    fn of(actor: &Actor<'_>) -> Self {
        let me = actor.get("/v1/me");
        if me.status != 200 {
            return Self::default();
        }
        let listed = actor.get("/v1/cases?limit=200");
        let cases = listed.json["items"].as_array().cloned().unwrap_or_default();
        let code = me.json["clearance"].as_str().unwrap();
        let role: Role = me.json["roles"][0].as_str().unwrap().parse().unwrap();
        Self {
            is_wide: listed.status == 200 && role.scope() == RoleScope::Organization,
            cases: cases.iter().map(|case| case["id"].as_str().unwrap().to_owned()).collect(),
            permissions: texts(&me.json["permissions"]),
            clearance: Classification::ALL.iter().position(|level| level.code() == code).unwrap(),
        }
    }
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(|one| one.as_str().unwrap().to_owned()).collect()
}

struct Scene<'a> {
    dice: Dice,
    /// People of both organisations, and programs with a confined key.
    actors: Vec<Actor<'a>>,
    /// Who set the scene, one of each organisation, and does nothing afterwards.
    directors: Vec<Actor<'a>>,
    /// Those of the actors who are people: assignable, and with a password.
    people: usize,
    cases: Vec<String>,
    groups: Vec<String>,
    memberships: Vec<String>,
    walls: Vec<String>,
    assignments: Vec<String>,
    accounts: Vec<String>,
    organizations: Vec<String>,
}

/// An act: its method, its address and its body.
type Tried = (&'static str, String, Value);

impl<'a> Scene<'a> {
    fn new(api: &'a Api) -> Self {
        let organizations = [api.organization(), api.organization()];
        let mut dice = Dice(20_261_130);
        let (mut actors, mut directors) = (Vec::new(), Vec::new());
        for of in &organizations {
            directors.push(of.cleared(Role::Administrator, Classification::ProtectedC));
            for role in Role::ALL.into_iter().chain([Role::LitigationManager, Role::Litigator]) {
                let clearance = *dice.one(&Classification::ALL[1..]);
                actors.push(of.cleared(role, clearance));
            }
        }
        let people = actors.len();
        let (mut cases, mut groups, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        for nth in 0..12 {
            let mut body = new_case("2026-03-02");
            body["classification"] = json!(dice.one(&Classification::ALL).code());
            body["office"] = json!(["Toronto", "Montréal"][nth % 2]);
            let made = directors[nth % 2].post("/v1/cases", body).must(201);
            cases.push(made["id"].as_str().unwrap().to_owned());
        }
        // Motions in the court files of some: what is walled there is walled in both.
        for nth in 0..4 {
            let motion = json!({"proceeding": "MOT-WR"});
            let made =
                directors[nth % 2].post(&format!("/v1/cases/{}/successor", cases[nth]), motion).must(201);
            cases.push(made["id"].as_str().unwrap().to_owned());
        }
        let mut memberships = Vec::new();
        for director in &directors {
            let chosen: BTreeSet<_> = (0..3).map(|_| dice.roll(people)).collect();
            let members: Vec<_> =
                chosen.iter().map(|who| (actors[*who].id.as_str(), "member", None)).collect();
            let group = group_of(director, &members);
            let all = director.get(&format!("/v1/groups/{group}/members")).must(200);
            for member in all["items"].as_array().unwrap() {
                memberships.push(format!("/v1/groups/{group}/members/{}", member["id"].as_str().unwrap()));
            }
            groups.push(group);
        }
        let (mut walls, mut assignments) = (Vec::new(), Vec::new());
        for nth in 0..cases.len() {
            let (director, at) = (&directors[nth % 2], format!("/v1/cases/{}", cases[nth]));
            let walled =
                json!({"user_id": actors[dice.roll(people)].id, "reason": "Acted for the applicant."});
            let wall = director.post(&format!("{at}/walls"), walled).must(201);
            walls.push(format!("{at}/walls/{}", wall["id"].as_str().unwrap()));
            let holder = if nth < 4 {
                ("group_id", groups[(nth + 1) % 2].clone())
            } else {
                ("user_id", actors[dice.roll(people)].id.clone())
            };
            // A group is assigned by who may know of it: a member, or its own organisation.
            let held =
                director.post(&format!("{at}/assignments"), json!({holder.0: holder.1, "role": "JPL"}));
            if held.status == 201 {
                assignments.push(held.json["id"].as_str().unwrap().to_owned());
            }
        }
        for nth in 0..8 {
            let director = &directors[nth % 2];
            let account = json!({"name": "Program", "role": "administrator", "clearance": dice.one(&Classification::ALL).code()});
            let account = director.post("/v1/service-accounts", account).must(201);
            let account = account["id"].as_str().unwrap().to_owned();
            let mut scopes: BTreeSet<_> = ["profile.read"].into_iter().collect();
            scopes.extend((0..9).map(|_| dice.one(Permission::ALL).code()));
            let acts = [
                "users.manage",
                "users.provision",
                "service_accounts.manage",
                "assignments.manage",
                "groups.manage",
            ];
            scopes.insert(*dice.one::<&str>(&acts));
            let key = json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
            let made = director.post(&format!("/v1/service-accounts/{account}/keys"), key).must(201);
            let mut program = api.anonymous().with_token(made["key"].as_str().unwrap());
            program.id.clone_from(&account);
            program.organization_id.clone_from(&director.organization_id);
            actors.push(program);
            accounts.push(account);
        }
        let organizations = directors.iter().map(|one| one.organization_id.clone()).collect();
        Self {
            dice,
            actors,
            directors,
            people,
            cases,
            groups,
            memberships,
            walls,
            assignments,
            accounts,
            organizations,
        }
    }

    fn level(&mut self) -> &'static str {
        self.dice.one(&Classification::ALL).code()
    }

    fn person(&mut self) -> String {
        self.actors[self.dice.roll(self.people)].id.clone()
    }

    /// Some person, most often who acts.
    fn whom(&mut self, by: usize) -> String {
        if by < self.people && self.dice.yes(3) { self.actors[by].id.clone() } else { self.person() }
    }

    fn holder(&mut self, by: usize) -> Value {
        if self.dice.yes(4) {
            json!({"group_id": self.dice.one(&self.groups)})
        } else {
            json!({"user_id": self.whom(by)})
        }
    }

    /// What is tried next, by this one.
    #[expect(clippy::too_many_lines, reason = "one arm for each door")]
    fn next(&mut self, by: usize) -> Tried {
        let role = self.dice.one(&Role::ALL).code();
        let level = self.level();
        let with = |mut holder: Value, more: Value| {
            holder.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            holder
        };
        match self.dice.roll(20) {
            0 => {
                let name = format!("u{}", uuid::Uuid::now_v7().simple());
                (
                    "POST",
                    "/v1/users".into(),
                    json!({"username": name, "display_name": "A", "password": PASSWORD, "role": role, "clearance": level}),
                )
            }
            1 | 2 => {
                let change = match self.dice.roll(4) {
                    0 => json!({"role": role}),
                    1 => json!({"clearance": level}),
                    2 => json!({"role": role, "clearance": level}),
                    _ => json!({"email": "somebody@example.org"}),
                };
                ("PATCH", format!("/v1/users/{}", self.whom(by)), change)
            }
            3 | 4 => (
                "POST",
                format!("/v1/users/{}/appoint", self.whom(by)),
                json!({"role": role, "clearance": level}),
            ),
            5 => {
                let name = format!("s{}@example.org", uuid::Uuid::now_v7().simple());
                let extra =
                    if self.dice.yes(2) { json!({"role": role, "clearance": level}) } else { json!({}) };
                (
                    "POST",
                    "/v1/scim/v2/Users".into(),
                    json!({"userName": name, "urn:greffe:scim:schemas:extension:2.0:User": extra}),
                )
            }
            6 => {
                let value =
                    json!({"urn:greffe:scim:schemas:extension:2.0:User": {"role": role, "clearance": level}});
                (
                    "PATCH",
                    format!("/v1/scim/v2/Users/{}", self.whom(by)),
                    json!({"Operations": [{"op": "replace", "value": value}]}),
                )
            }
            7 => (
                "PATCH",
                format!("/v1/service-accounts/{}", self.dice.one(&self.accounts)),
                json!({"role": role, "clearance": level}),
            ),
            8 => {
                let scopes: BTreeSet<_> =
                    (0..3).map(|_| self.dice.one(Permission::ALL).code()).chain(["profile.read"]).collect();
                let key = json!({"name": "more", "scopes": scopes, "expires_in_days": 3});
                ("POST", format!("/v1/service-accounts/{}/keys", self.dice.one(&self.accounts)), key)
            }
            9 | 10 => {
                let portfolio = if self.dice.yes(2) { json!({}) } else { json!({"office": "Toronto"}) };
                (
                    "POST",
                    "/v1/assignments".into(),
                    with(self.holder(by), json!({"role": "JPL", "portfolio": portfolio})),
                )
            }
            11 | 12 => {
                let case = self.dice.one(&self.cases).clone();
                (
                    "POST",
                    format!("/v1/cases/{case}/assignments"),
                    with(self.holder(by), json!({"role": "JPL"})),
                )
            }
            13 => {
                let (assignment, whom) = (self.dice.one(&self.assignments).clone(), self.whom(by));
                let until = json!({"user_id": whom, "until": "2026-12-20T22:00:00Z"});
                match self.dice.roll(3) {
                    0 => {
                        ("POST", format!("/v1/assignments/{assignment}/substitute"), json!({"user_id": whom}))
                    }
                    1 => ("POST", format!("/v1/assignments/{assignment}/delegate"), until),
                    _ => ("POST", format!("/v1/assignments/{assignment}/end"), json!({})),
                }
            }
            14 => (
                "POST",
                "/v1/assignments/handover".into(),
                json!({"from_user_id": self.whom(by), "to_user_id": self.whom(by)}),
            ),
            15 => {
                let (group, whom) = (self.dice.one(&self.groups).clone(), self.whom(by));
                (
                    "POST",
                    format!("/v1/groups/{group}/members"),
                    json!({"user_id": whom, "capacity": "member"}),
                )
            }
            16 => {
                let ends = [json!(null), json!("2026-01-06T05:00:00Z"), json!("2027-03-01T05:00:00Z")];
                let until = self.dice.one(&ends).clone();
                ("PATCH", self.dice.one(&self.memberships).clone(), json!({"until": until}))
            }
            17 => ("PATCH", self.dice.one(&self.walls).clone(), json!({"until": "2026-11-01T15:00:00Z"})),
            18 => {
                let change = if self.dice.yes(2) {
                    json!({"classification": level})
                } else {
                    json!({"confidentiality": "none"})
                };
                ("PATCH", format!("/v1/cases/{}", self.dice.one(&self.cases)), change)
            }
            _ => (
                "PATCH",
                format!("/v1/organizations/{}", self.dice.one(&self.organizations)),
                json!({"kind": "tribunal"}),
            ),
        }
    }

    /// The cases of somebody's organisation.
    fn of_organization(&self, who: usize) -> Vec<String> {
        let own = &self.actors[who].organization_id;
        let of = |nth: &usize| &self.organizations[nth % 2] == own;
        (0..self.cases.len()).filter(of).map(|nth| self.cases[nth].clone()).collect()
    }

    /// Whom the walls around a court file keep out reaches none of its cases, and each of its cases
    /// says so.
    fn walls_are_around_whole_files(&self, reaches: &[Reach]) {
        for (main, motion) in (0..4).map(|nth| (nth, nth + 12)) {
            let walled = [main, motion].map(|nth| {
                let at = format!("/v1/cases/{}/walls?limit=200", self.cases[nth]);
                let page = self.directors[nth % 2].get(&at).must(200);
                let standing =
                    page["items"].as_array().unwrap().iter().filter(|wall| wall.get("until").is_none());
                standing.map(|wall| wall["user_id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
            });
            assert_eq!(walled[0], walled[1]);
            for (actor, reach) in self.actors.iter().zip(reaches) {
                if walled[0].contains(&actor.id) {
                    let file = [main, motion].map(|nth| reach.cases.contains(&self.cases[nth]));
                    assert_eq!(file, [false; 2], "{} is walled from it", actor.username);
                }
            }
        }
    }

    fn all(&self) -> Vec<Reach> {
        self.actors.iter().map(Reach::of).collect()
    }
}

/// What whoever comes with what was just made reaches, where the act made a way in.
fn made(api: &Api, tried: &Tried, answer: &Value) -> Option<Reach> {
    if let Some(key) = answer["key"].as_str() {
        return Some(Reach::of(&api.anonymous().with_token(key)));
    }
    let password = tried.2["password"].as_str()?;
    let sign_in = json!({"username": answer["username"], "password": password});
    let pair = api.anonymous().post("/v1/auth/token", sign_in).must(200);
    Some(Reach::of(&api.anonymous().with_token(pair["access_token"].as_str().unwrap())))
}

fn nobody_widens_their_own_reach_or_gives_what_they_lack(api: &Api) {
    let api = &api.own(Settings::default());
    let mut scene = Scene::new(api);
    api.app.principals.forget();
    let mut before = scene.all();
    scene.walls_are_around_whole_files(&before);
    // What every account may begin with, whoever makes it.
    let begins = Role::AccountHolder.permissions().iter().map(|one| one.code().to_owned()).collect();
    let begins = Reach { permissions: begins, ..Reach::default() };
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..TRIED {
        if done.values().sum::<usize>() >= DONE {
            break;
        }
        let by = scene.dice.roll(scene.actors.len());
        let tried = scene.next(by);
        let kind = match (tried.0, tried.1.contains("/scim/")) {
            ("PATCH", false) => "application/merge-patch+json",
            (_, true) => "application/scim+json",
            _ => "application/json",
        };
        let actor = scene.actors[by].with_header("If-Match", "*");
        let answer = actor.send(tried.0, &tried.1, Some((kind, tried.2.to_string().into_bytes())));
        assert!(answer.status < 500, "{tried:?}: {}", answer.text);
        if answer.status >= 300 {
            continue;
        }
        let what: String = tried
            .1
            .split('/')
            .filter(|part| !part.contains('-') || part.len() < 30)
            .collect::<Vec<_>>()
            .join("/");
        *done.entry(format!("{} {what}", tried.0)).or_default() += 1;
        api.app.principals.forget();
        let (after, had) = (scene.all(), before[by].clone());
        scene.walls_are_around_whole_files(&after);
        let told =
            format!("{tried:?} by {:?} {:?}: {}", scene.actors[by].username, had.permissions, answer.text);
        // To others one gives the scope that one has: how far they are cleared in it is somebody else's gift.
        let mut has = had.clone();
        if had.is_wide {
            has.cases.extend(scene.of_organization(by));
        }
        for (who, reach) in after.iter().enumerate() {
            let gained = reach.beyond(&before[who]);
            let mut not_theirs = if who == by { gained.clone() } else { gained.beyond(&has) };
            // And the other way round: whoever clears somebody as far as they are cleared themselves opens what that
            // account's role, which was somebody else's gift, reached already.
            if who != by && before[who].is_wide && reach.clearance <= had.clearance {
                not_theirs.cases.clear();
            }
            assert_eq!(
                not_theirs,
                Reach::default(),
                "{} gained {gained:?} by {told}",
                scene.actors[who].username
            );
        }
        if let Some(way_in) = made(api, &tried, &answer.json) {
            let more = way_in.beyond(&had);
            assert_eq!(
                Reach { permissions: &more.permissions - &begins.permissions, ..more },
                Reach::default(),
                "{told}"
            );
        }
        before = after;
    }
    let all: usize = done.values().sum();
    assert!(all >= DONE && done.len() >= 14, "the dice left something out: {done:#?}");
}

on_both!(nobody_widens_their_own_reach_or_gives_what_they_lack);
