//! Who may see and do what: the table, its explanation, and that lists, single reads and explanations say the same.

use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::{Permission, Role};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

fn the_table_is_shown_in_both_languages(api: &Api) {
    let viewer = api.organization().viewer();
    let table = viewer.get("/v1/policy").must(200);
    assert_eq!(table["digest"].as_str().unwrap().len(), 64);
    let lines: Vec<_> = table["lines"].as_array().unwrap().iter().map(|line| &line["code"]).collect();
    assert_eq!(
        lines,
        ["account", "wall", "clearance", "scope", "permission", "key", "seal", "own_reach", "gift"]
    );
    let roles = table["roles"].as_array().unwrap();
    let litigator = roles.iter().find(|role| role["code"] == "litigator").unwrap();
    assert_eq!(
        (&litigator["scope"], &litigator["name"]["fr"]),
        (&json!("assigned"), &json!("Conduite du contentieux"))
    );
    let permissions = table["permissions"].as_array().unwrap();
    assert_eq!(permissions.len(), Permission::ALL.len());
    let walls = permissions.iter().find(|one| one["code"] == "walls.manage").unwrap();
    assert_eq!(walls["roles"], json!(["administrator", "litigation_manager"]));
    let mine = viewer.get("/v1/me").must(200);
    let given = roles.iter().find(|role| role["code"] == "viewer").unwrap();
    let codes = |list: &Value| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    };
    let (mine, given) = (codes(&mine["permissions"]), codes(&given["permissions"]));
    assert_eq!(mine, given, "what one is told is what the table says");
}

fn a_decision_names_its_line(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let ask = |who: &Actor<'_>, body: Value| who.post("/v1/policy/explain", body);
    let of_analyst = |act: &str| {
        let answer = ask(&manager, json!({"user": analyst.id, "case": case, "act": act})).must(200);
        (answer["allowed"].as_bool().unwrap(), answer["line"].as_str().unwrap().to_owned())
    };
    let (allowed, permission) = (true, "permission".to_owned());
    assert_eq!(of_analyst("events.record"), (allowed, permission.clone()));
    assert_eq!(of_analyst("walls.manage"), (false, permission));
    let mine = ask(&analyst, json!({"case": case, "act": "cases.read"})).must(200);
    assert_eq!(
        (&mine["user"], &mine["facts"]),
        (&json!(analyst.id), &json!(["own_organization", "cleared"]))
    );
    assert!(mine["text"]["fr"].as_str().unwrap().contains("permission"), "{mine:#}");
    // Each answer is a line's own text: what holds, or what is missing where it does not.
    let lines = analyst.get("/v1/policy").must(200)["lines"].clone();
    for (act, said) in [("cases.read", "text"), ("walls.manage", "otherwise")] {
        let answer = ask(&analyst, json!({"case": case, "act": act})).must(200);
        let line = lines.as_array().unwrap().iter().find(|line| line["code"] == answer["line"]).unwrap();
        assert_eq!(answer["text"], line[said], "{act}");
    }
    for line in lines.as_array().unwrap() {
        for language in ["en", "fr"] {
            let (holds, otherwise) = (&line["text"][language], &line["otherwise"][language]);
            assert!(
                otherwise.as_str().is_some_and(|text| !text.is_empty()) && holds != otherwise,
                "{line:#}"
            );
        }
    }
    let no = ask(&analyst, json!({"case": case, "act": "walls.manage"})).must(200)["text"].clone();
    assert!(no["en"].as_str().unwrap().contains("lacks the permission"), "{no:#}");
    assert!(no["fr"].as_str().unwrap().contains("Il manque au rôle"), "{no:#}");
    let wall = json!({"user_id": analyst.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    assert_eq!(of_analyst("cases.read"), (false, "wall".to_owned()));
    // Whoever is behind the wall learns nothing of it.
    let hidden = ask(&analyst, json!({"case": case, "act": "cases.read"}));
    let unknown = ask(&analyst, json!({"case": world::NOBODY, "act": "cases.read"}));
    let hidden = hidden.refused(422, "invalid_body").at("/case", "unknown_case");
    assert_eq!(hidden.essence(), unknown.essence());
    ask(&analyst, json!({"user": manager.id, "act": "cases.read"})).refused(403, "forbidden");
    let stranger = api.manager();
    ask(&manager, json!({"user": stranger.id, "act": "cases.fly"}))
        .refused(422, "invalid_body")
        .at("/act", "unknown_act")
        .at("/user", "unknown_user");
    let gone = organization.viewer();
    let address = format!("/v1/users/{}", gone.id);
    let administrator = organization.administrator();
    administrator.patch(&address, "*", json!({"active": false})).must(200);
    let answer = ask(&manager, json!({"user": gone.id, "act": "cases.read"})).must(200);
    assert_eq!((&answer["allowed"], &answer["line"]), (&json!(false), &json!("account")));
}

fn a_wall_around_a_group_keeps_out_whoever_is_in_it_or_leaves_it(api: &Api) {
    let organization = api.organization();
    let (manager, leaver, observer) = (organization.manager(), organization.analyst(), organization.viewer());
    let (earlier, outside) = (organization.analyst(), organization.analyst());
    let group = group_of(
        &manager,
        &[
            (&leaver.id, "member", None),
            (&observer.id, "observer", None),
            (&earlier.id, "member", Some("2026-06-01T15:00:00Z")),
        ],
    );
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    for nothing in [json!({"reason": "x"}), json!({"reason": "x", "group_id": group, "user_id": leaver.id})] {
        manager
            .post(&format!("{at}/walls"), nothing)
            .refused(422, "invalid_body")
            .at("/user_id", "one_screened");
    }
    let unknown = json!({"group_id": world::NOBODY, "reason": "x"});
    manager
        .post(&format!("{at}/walls"), unknown)
        .refused(422, "invalid_body")
        .at("/group_id", "unknown_group");
    let wall = json!({"group_id": group, "reason": "The team advised the applicant."});
    let wall = manager.post(&format!("{at}/walls"), wall).must(201);
    assert_eq!((&wall["group_id"], wall.get("user_id")), (&json!(group), None));
    for kept_out in [&leaver, &observer] {
        kept_out.get(&at).refused(404, "not_found");
        let (cases, _) = kept_out.walk("/v1/cases");
        assert!(cases.iter().all(|one| one["id"] != case), "{cases:?}");
    }
    for free in [&earlier, &outside, &manager] {
        free.get(&at).must(200);
    }
    manager
        .post(&format!("{at}/assignments"), json!({"group_id": group, "role": "JPL"}))
        .refused(409, "conflict");
    // Leaving the group opens nothing; joining it closes.
    let members = manager.get(&format!("/v1/groups/{group}/members")).must(200);
    let of_leaver =
        members["items"].as_array().unwrap().iter().find(|one| one["user_id"] == json!(leaver.id)).unwrap();
    let address = format!("/v1/groups/{group}/members/{}", of_leaver["id"].as_str().unwrap());
    manager.patch(&address, "*", json!({"until": manager.api.app.clock.now().written()})).must(200);
    leaver.get(&at).refused(404, "not_found");
    manager
        .post(&format!("/v1/groups/{group}/members"), json!({"user_id": outside.id, "capacity": "member"}))
        .must(201);
    outside.get(&at).refused(404, "not_found");
    let address = format!("{at}/walls/{}", wall["id"].as_str().unwrap());
    manager.patch(&address, "*", json!({"until": manager.api.app.clock.now().written()})).must(200);
    leaver.get(&at).must(200);
}

fn the_glass_is_broken_for_a_reason_until_the_end_of_the_day(api: &Api) {
    let organization = api.organization();
    let (director, walled) = (organization.manager(), organization.manager());
    let accountable = organization.litigator();
    let case = case_with(&director, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    director.post(&format!("{at}/assignments"), json!({"user_id": accountable.id, "role": "JCO"})).must(201);
    let analyst = organization.analyst();
    for out in [&walled, &analyst] {
        let wall = json!({"user_id": out.id, "reason": "Acted for the applicant."});
        director.post(&format!("{at}/walls"), wall).must(201);
    }
    let reason = json!({"reason": "A stay motion is heard in an hour."});
    let open = |who: &Actor<'_>, body: &Value| who.post(&format!("{at}/emergency-accesses"), body.clone());
    walled.get(&at).refused(404, "not_found");
    // Without the permission a hidden case stays hidden, and an open one says what is missing.
    open(&analyst, &reason).refused(404, "not_found");
    open(&organization.analyst(), &reason).refused(403, "forbidden");
    open(&api.manager(), &reason).refused(404, "not_found");
    open(&director, &reason).refused(409, "conflict");
    open(&walled, &json!({"reason": "because"})).refused(422, "invalid_body").at("/reason", "too_short");
    let access = open(&walled, &reason).must(201);
    // It is 1 November 2026 there, and the clocks went back that night: midnight in Ottawa is five o'clock.
    assert_eq!((&access["until"], &access["user_id"]), (&json!("2026-11-02T05:00:00Z"), &json!(walled.id)));
    walled.get(&at).must(200);
    let (cases, _) = walled.walk("/v1/cases");
    assert!(cases.iter().any(|one| one["id"] == case), "lists go by it too");
    open(&walled, &reason).refused(409, "conflict");
    let told = accountable.get("/v1/notifications?kind=emergency_access").must(200);
    let told = &told["items"][0];
    assert_eq!((&told["case_id"], told.get("deadline_id")), (&json!(case), None), "{told:#}");
    assert!(told["text"]["fr"].as_str().unwrap().contains("cas d'urgence"), "{told:#}");
    let id = told["id"].as_str().unwrap();
    accountable.post(&format!("/v1/notifications/{id}/read"), json!({})).must(200);
    let listed = director.get(&format!("{at}/emergency-accesses?include=count")).must(200);
    assert_eq!((&listed["count"], &listed["items"][0]["reason"]), (&json!(1), &reason["reason"]));
    assert!(actions(&director, &case).contains(&"case.opened_in_emergency".to_owned()));
    // No emergency lifts the clearance.
    director.patch(&at, "*", json!({"classification": "protected_b"})).must(200);
    let low = organization.cleared(Role::LitigationManager, Classification::ProtectedA);
    open(&low, &reason).refused(404, "not_found");
}

fn an_emergency_ends_with_its_day(api: &Api) {
    let organization = api.organization();
    let (director, walled) = (organization.manager(), organization.manager());
    let case = case_with(&director, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    director.post(&format!("{at}/walls"), wall).must(201);
    let reason = json!({"reason": "A stay motion is heard in an hour."});
    let access = walled.post(&format!("{at}/emergency-accesses"), reason).must(201);
    walled.get(&at).must(200);
    let ended = format!(
        "update emergency_accesses set until_at = from_at where id = '{}'",
        access["id"].as_str().unwrap()
    );
    api.db
        .write_now(|connection| Ok(diesel::connection::SimpleConnection::batch_execute(connection, &ended)?))
        .unwrap();
    api.app.principals.forget();
    walled.get(&at).refused(404, "not_found");
}

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
}

struct Person<'a> {
    actor: Actor<'a>,
    organization: usize,
    role: Role,
    clearance: Classification,
}

struct Matter {
    id: String,
    organization: usize,
    classification: Classification,
    office: &'static str,
}

/// What the test knows of who is tied to what, beside the service.
#[derive(Default)]
struct Known {
    /// Case and person.
    held: HashSet<(usize, usize)>,
    /// Case and person.
    walled: HashSet<(usize, usize)>,
    /// Case and person.
    opened: HashSet<(usize, usize)>,
}

impl Known {
    /// The rule, in other words than the service's.
    fn sees(&self, person: &Person<'_>, matter: &Matter, tie: (usize, usize)) -> bool {
        if person.clearance < matter.classification {
            return false;
        }
        if self.opened.contains(&tie) {
            return true;
        }
        let own = person.organization == matter.organization && person.role != Role::Litigator;
        (own || self.held.contains(&tie)) && !self.walled.contains(&tie)
    }
}

/// One group: its id, who holds what it holds, and who was in it since the walls stood.
struct Team {
    id: String,
    acting: Vec<usize>,
    walled: Vec<usize>,
}

/// Two organisations with their people, cases and groups, and what the test knows of who is tied to what.
struct Scene<'a> {
    dice: Dice,
    directors: [Actor<'a>; 2],
    people: Vec<Person<'a>>,
    matters: Vec<Matter>,
    teams: [Vec<Team>; 2],
    known: Known,
}

impl<'a> Scene<'a> {
    fn new(api: &'a Api) -> Self {
        let mut dice = Dice(20_261_124);
        let organizations = [api.organization(), api.organization()];
        let director =
            |nth: usize| organizations[nth].cleared(Role::Administrator, Classification::ProtectedC);
        let directors = [director(0), director(1)];
        let mut people = Vec::new();
        for (organization, of) in organizations.iter().enumerate() {
            let readers = Role::ALL.into_iter().filter(|role| role.gives(Permission::ReadCases));
            for role in readers.clone().chain(readers) {
                let clearance = *dice.one(&Classification::ALL);
                people.push(Person { actor: of.cleared(role, clearance), organization, role, clearance });
            }
        }
        let mut matters = Vec::new();
        for organization in (0..2).cycle().take(24) {
            let classification = *dice.one(&Classification::ALL);
            let office = *dice.one(&["Toronto", "Montréal", "Vancouver"]);
            let mut body = new_case("2026-03-02");
            body["classification"] = json!(classification.code());
            body["office"] = json!(office);
            let made = directors[organization].post("/v1/cases", body).must(201);
            let id = made["id"].as_str().unwrap().to_owned();
            matters.push(Matter { id, organization, classification, office });
        }
        let teams = [Vec::new(), Vec::new()];
        Self { dice, directors, people, matters, teams, known: Known::default() }
    }

    fn gather_a_team(&mut self, organization: usize) {
        let director = &self.directors[organization];
        let mut team = Team { id: group_of(director, &[]), acting: vec![], walled: vec![] };
        let chosen: BTreeSet<_> = (0..6).map(|_| self.dice.roll(self.people.len())).collect();
        for (nth, who) in chosen.into_iter().enumerate() {
            let capacity = ["chair", "member", "observer", "member", "secretary", "member"][nth];
            let id = &self.people[who].actor.id;
            let mut member = json!({"user_id": id, "capacity": capacity, "from": "2026-01-05T15:00:00Z"});
            // One of them left before any wall stood.
            let left = nth == 3;
            if left {
                member["until"] = json!("2026-06-01T15:00:00Z");
            } else {
                team.walled.push(who);
            }
            if !left && capacity != "observer" {
                team.acting.push(who);
            }
            director.post(&format!("/v1/groups/{}/members", team.id), member).must(201);
        }
        self.teams[organization].push(team);
    }

    /// A case, a person, and a group of the case's organisation.
    fn draw(&mut self) -> (usize, usize, usize) {
        let (at, who) = (self.dice.roll(self.matters.len()), self.dice.roll(self.people.len()));
        (at, who, self.dice.roll(self.teams[self.matters[at].organization].len()))
    }

    fn assign(&mut self) {
        let (at, who, team) = self.draw();
        let matter = &self.matters[at];
        let team = &self.teams[matter.organization][team];
        let of_group = self.dice.roll(4) == 0;
        let holder = if of_group { ("group_id", &team.id) } else { ("user_id", &self.people[who].actor.id) };
        let body = json!({holder.0: holder.1, "role": "JPL"});
        let director = &self.directors[matter.organization];
        // Some cannot be assigned: above their clearance, or twice.
        if director.post(&format!("/v1/cases/{}/assignments", matter.id), body).status == 201 {
            let holders = if of_group { team.acting.clone() } else { vec![who] };
            self.known.held.extend(holders.into_iter().map(|who| (at, who)));
        }
    }

    fn give_a_portfolio(&mut self, organization: usize) {
        let who = self.dice.roll(self.people.len());
        let office = *self.dice.one(&["Toronto", "Montréal"]);
        let portfolio = json!({"user_id": self.people[who].actor.id, "role": "JPL", "office": office});
        if self.directors[organization].post("/v1/assignments", portfolio).status == 201 {
            let fits = |matter: &Matter| matter.organization == organization && matter.office == office;
            let fitting = self.matters.iter().enumerate().filter(|(_, matter)| fits(matter));
            self.known.held.extend(fitting.map(|(at, _)| (at, who)));
        }
    }

    fn wall(&mut self) {
        let (at, who, team) = self.draw();
        let matter = &self.matters[at];
        let team = &self.teams[matter.organization][team];
        let (walled, out) = if self.dice.roll(3) == 0 {
            (("group_id", &team.id), team.walled.clone())
        } else {
            (("user_id", &self.people[who].actor.id), vec![who])
        };
        let mut wall = json!({walled.0: walled.1, "reason": "Acted for the applicant."});
        let is_over = self.dice.roll(4) == 0;
        if is_over {
            wall["from"] = json!("2026-09-01T04:00:00Z");
            wall["until"] = json!("2026-10-01T04:00:00Z");
        }
        self.directors[matter.organization].post(&format!("/v1/cases/{}/walls", matter.id), wall).must(201);
        if !is_over {
            self.known.walled.extend(out.into_iter().map(|who| (at, who)));
        }
    }

    fn break_the_glass(&mut self) {
        let (at, who, _) = self.draw();
        let (matter, person) = (&self.matters[at], &self.people[who]);
        let body = json!({"reason": "The hearing is moved to this afternoon."});
        let answer = person.actor.post(&format!("/v1/cases/{}/emergency-accesses", matter.id), body);
        let may = person.role.gives(Permission::BreakGlass);
        let can =
            may && person.organization == matter.organization && person.clearance >= matter.classification;
        let expected = match (self.known.sees(person, matter, (at, who)), can) {
            (true, _) if may => 409,
            (true, _) => 403,
            (false, true) => 201,
            (false, false) => 404,
        };
        assert_eq!(answer.status, expected, "{:?} {:?}: {}", person.role, matter.classification, answer.text);
        if answer.status == 201 {
            self.known.opened.insert((at, who));
        }
    }

    /// Asks a list, each case alone and the explanation: how many cases were shown to the person, and how many hidden.
    fn ask(&mut self, who: usize) -> (usize, usize) {
        let person = &self.people[who];
        let (listed, _) = person.actor.walk("/v1/cases?limit=7");
        let listed: HashSet<_> = listed.iter().map(|case| case["id"].as_str().unwrap().to_owned()).collect();
        let count = person.actor.get("/v1/cases?limit=1&include=count").must(200)["count"].clone();
        assert_eq!(count, json!(listed.len()), "a count counts what is listed");
        let acts = ["cases.read", "events.record", "deadlines.decide", "walls.manage", "users.manage"];
        let mut shown = 0;
        for (at, matter) in self.matters.iter().enumerate() {
            let sees = self.known.sees(person, matter, (at, who));
            let told = format!("{:?} {:?}, {:?}", person.role, person.clearance, matter.classification);
            assert_eq!(listed.contains(&matter.id), sees, "in the list: {told}");
            let status = person.actor.get(&format!("/v1/cases/{}", matter.id)).status;
            assert_eq!(status, if sees { 200 } else { 404 }, "alone: {told}");
            shown += usize::from(sees);
            let act = *self.dice.one(&acts);
            if person.organization == matter.organization {
                let body = json!({"user": person.actor.id, "case": matter.id, "act": act});
                let said = self.directors[matter.organization].post("/v1/policy/explain", body).must(200);
                let may = sees && person.role.gives(act.parse().unwrap());
                assert_eq!(said["allowed"], json!(may), "explained: {act} {told}: {said:#}");
            }
        }
        (shown, self.matters.len() - shown)
    }
}

fn lists_single_reads_and_explanations_say_the_same(api: &Api) {
    let mut scene = Scene::new(api);
    for organization in [0, 0, 1, 1] {
        scene.gather_a_team(organization);
    }
    (0..40).for_each(|_| scene.assign());
    (0..2).for_each(|organization| scene.give_a_portfolio(organization));
    (0..40).for_each(|_| scene.wall());
    (0..60).for_each(|_| scene.break_the_glass());
    api.app.principals.forget();
    let (mut shown, mut hidden) = (0, 0);
    for who in 0..scene.people.len() {
        let (seen, not) = scene.ask(who);
        (shown, hidden) = (shown + seen, hidden + not);
    }
    assert!(shown > 60 && hidden > 200, "{shown} {hidden}: the dice left something out");
}

on_both!(
    the_table_is_shown_in_both_languages,
    a_decision_names_its_line,
    a_wall_around_a_group_keeps_out_whoever_is_in_it_or_leaves_it,
    the_glass_is_broken_for_a_reason_until_the_end_of_the_day,
    an_emergency_ends_with_its_day,
    lists_single_reads_and_explanations_say_the_same,
);
