//! `/v1/cases/{id}/conflicts`, `/v1/conflicts/check`, and what opening a case and entering a party say of names.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::db::schema::{case_names, name_keys};
use greffe::teams::conflicts::service::index_missing;
use serde_json::{Value, json};

/// A case with one applicant of this name, and its counsel where one is named.
#[track_caller]
fn case_of(actor: &Actor<'_>, name: &str, counsel: Option<&str>) -> Value {
    let mut party = json!({"kind": "person", "capacity": "applicant", "name": name});
    if let Some(counsel) = counsel {
        party["counsel"] = json!({"name": counsel});
    }
    let mut case = new_case("2026-03-02");
    case["parties"] = json!([party]);
    actor.post("/v1/cases", case).must(201)
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// What a case's names are elsewhere: the codes, and the cases.
#[track_caller]
fn found(actor: &Actor<'_>, case: &Value) -> Vec<(String, String)> {
    let list = actor.get(&format!("/v1/cases/{}/conflicts", id(case))).must(200);
    let pair = |finding: &Value| {
        (finding["code"].as_str().unwrap().to_owned(), finding["case_id"].as_str().unwrap().to_owned())
    };
    list["items"].as_array().unwrap().iter().map(pair).collect()
}

/// What stands in the way of an assignment: the codes and how much they weigh.
#[track_caller]
fn checked(actor: &Actor<'_>, case: &Value, user: &str, role: &str) -> Vec<(String, String)> {
    let asked = json!({"case_id": id(case), "user_id": user, "role": role});
    let list = actor.post("/v1/conflicts/check", asked).must(200);
    let pair = |finding: &Value| {
        let reason = &finding["reason"];
        assert!(reason["en"] != reason["fr"] && reason["fr"].is_string(), "{finding}");
        (finding["code"].as_str().unwrap().to_owned(), finding["severity"].as_str().unwrap().to_owned())
    };
    list["items"].as_array().unwrap().iter().map(pair).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[track_caller]
fn person(administrator: &Actor<'_>, username: &str, display_name: &str) -> String {
    let username = format!("{username}-{}", &administrator.username);
    let new = json!({"username": username, "display_name": display_name, "password": PASSWORD, "role": "litigator"});
    id(&administrator.post("/v1/users", new).must(201)).to_owned()
}

#[track_caller]
fn add(actor: &Actor<'_>, case: &Value, party: Value) -> Value {
    actor.post(&format!("/v1/cases/{}/parties", id(case)), party).must(201)
}

fn one_name_is_found_in_its_other_spellings(api: &Api) {
    let manager = api.manager();
    let first = case_of(&manager, "Élise Benoît-Hébert", None);
    assert!(first.get("conflicts").is_none(), "{first:#}");
    let second = case_of(&manager, "BENOIT HEBERT, Elise", None);
    let finding = &second["conflicts"][0];
    assert_eq!(second["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&finding["code"], &finding["severity"], &finding["name"], &finding["capacity"]),
        (&json!("same_name"), &json!("notice"), &json!("Élise Benoît-Hébert"), &json!("applicant"))
    );
    assert_eq!(
        (&finding["case_id"], &finding["style_of_cause"], &finding["party_id"]),
        (&first["id"], &first["style_of_cause"], &first["parties"][0]["id"])
    );
    assert!(finding.get("file_number").is_none());
    assert_eq!(found(&manager, &first), pairs(&[("same_name", id(&second))]));
    let one = case_of(&manager, "Mohammed Yousef Qadir", None);
    let other = case_of(&manager, "Kadir, Muhamad Youssef", None);
    assert_eq!(found(&manager, &other), pairs(&[("similar_name", id(&one))]));
    let third = case_of(&manager, "Mohammed Yousef QADIR", None);
    let both = pairs(&[("same_name", id(&one)), ("similar_name", id(&other))]);
    assert_eq!(found(&manager, &third), both, "what is the same comes first");
}

fn what_opens_a_case_or_enters_a_party_says_what_it_found(api: &Api) {
    let manager = api.manager();
    let first = case_of(&manager, "Nadia Haddad", Some("Me Paul Lavoie"));
    let second = case_of(&manager, "Somebody Else", None);
    let party = json!({"kind": "person", "capacity": "intervener", "name": "Paul Lavoie"});
    let added = add(&manager, &second, party);
    assert_eq!(
        (&added["conflicts"][0]["capacity"], &added["conflicts"][0]["case_id"]),
        (&json!("counsel"), &first["id"]),
        "a party that is counsel elsewhere"
    );
    let address = format!("/v1/cases/{}/parties/{}", id(&second), id(&added));
    assert!(manager.get(&address).must(200).get("conflicts").is_none(), "only where it was entered");
    let renamed = manager.patch(&address, "\"1\"", json!({"name": "Paula Lavoie-Roy"})).must(200);
    assert!(renamed.get("conflicts").is_none(), "{renamed:#}");
    let represented =
        manager.patch(&address, "\"2\"", json!({"counsel": {"name": "Maître Nadia Haddad"}})).must(200);
    assert_eq!(represented["conflicts"][0]["name"], "Nadia Haddad", "counsel who is a party elsewhere");
    assert_eq!(found(&manager, &second), pairs(&[("same_name", id(&first))]));
    assert_eq!(manager.delete(&address, "\"3\"").status, 204);
    assert_eq!((found(&manager, &second), found(&manager, &first)), (Vec::new(), Vec::new()));
    let page = manager.get(&format!("/v1/cases/{}/journal?limit=1", id(&second))).must(200);
    assert!(!page.to_string().contains("conflicts"), "the journal says what was written");
}

fn what_cases_have_in_common_every_day_is_no_finding(api: &Api) {
    let manager = api.manager();
    let minister = |case: &Value| {
        let party = json!({"kind": "organization", "capacity": "minister",
            "name": "The Minister of Citizenship and Immigration", "counsel": {"name": "Nathalie Roy"}});
        add(&manager, case, party)
    };
    let officer = json!({"kind": "person", "capacity": "decision_maker", "name": "Officer Demo 12"});
    let (first, second) = (
        case_of(&manager, "A Person", Some("Paul Lavoie")),
        case_of(&manager, "B Person", Some("Paul Lavoie")),
    );
    minister(&first);
    add(&manager, &first, officer.clone());
    let added = [minister(&second), add(&manager, &second, officer)];
    assert!(added.iter().all(|party| party.get("conflicts").is_none()), "{added:#?}");
    assert_eq!(found(&manager, &second), Vec::new());
    let third = case_of(&manager, "Demo Officer 12", None);
    assert_eq!(third["conflicts"].as_array().unwrap().len(), 2, "a party who decides elsewhere");
    assert_eq!(third["conflicts"][0]["capacity"], "decision_maker");
}

fn a_case_that_may_not_be_seen_is_never_named(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let first = case_of(&manager, "Rosa Quispe", None);
    let second = case_of(&manager, "Rosa Quispe", None);
    assert_eq!(found(&analyst, &second), pairs(&[("same_name", id(&first))]));
    let wall = json!({"user_id": analyst.id, "reason": "Knows the applicant."});
    manager.post(&format!("/v1/cases/{}/walls", id(&first)), wall).must(201);
    assert_eq!(found(&analyst, &second), Vec::new());
    assert_eq!(found(&manager, &second).len(), 1);
    let foreign = api.manager();
    assert!(case_of(&foreign, "Rosa Quispe", None).get("conflicts").is_none());
    let litigator = organization.litigator();
    assert!(case_of(&litigator, "Rosa Quispe", None).get("conflicts").is_none(), "only what is theirs");
}

fn who_decided_or_deposed_is_not_counsel(api: &Api) {
    let administrator = api.administrator();
    let case = case_of(&administrator, "An Applicant", None);
    let decider = person(&administrator, "decider", "Dominique Fournier");
    let affiant = person(&administrator, "affiant", "Alex Ouellet");
    let account = json!({"kind": "person", "capacity": "affiant", "name": "A. O.", "user_id": affiant});
    assert_eq!(add(&administrator, &case, account)["user_id"], affiant.as_str());
    add(
        &administrator,
        &case,
        json!({"kind": "person", "capacity": "decision_maker", "name": "FOURNIER, Dominique"}),
    );
    let bar = |code| pairs(&[(code, "bar")]);
    assert_eq!(checked(&administrator, &case, &decider, "JCO"), bar("decided_in_the_matter"));
    assert_eq!(checked(&administrator, &case, &affiant, "JCO"), bar("swore_affidavit"));
    for user in [&decider, &affiant] {
        assert_eq!(checked(&administrator, &case, user, "JPL"), Vec::new(), "no counsel");
    }
    let other = person(&administrator, "other", "Alexe Ouelet");
    assert_eq!(checked(&administrator, &case, &other, "JCO"), Vec::new(), "the account says who it is");
    let unlike = person(&administrator, "unlike", "Danielle Fournier");
    assert_eq!(checked(&administrator, &case, &unlike, "JCO"), Vec::new());
    let alike = person(&administrator, "alike", "Dominique Fourniere");
    assert_eq!(
        checked(&administrator, &case, &alike, "JCO"),
        pairs(&[("similar_to_decision_maker", "waivable")])
    );
}

fn who_held_the_decision_decided_it(api: &Api) {
    let agency = fixtures::Organization::new(
        api,
        greffe::people::identity::model::OrganizationKind::EnforcementAgency,
    );
    let (manager, officer) = (agency.manager(), agency.litigator());
    let case = case_of(&manager, "An Applicant", None);
    let linked = case_of(&manager, "The Same", None);
    let link = json!({"case_id": id(&linked), "kind": "redetermination_of"});
    manager.post(&format!("/v1/cases/{}/links", id(&case)), link).must(201);
    assert_eq!(checked(&manager, &case, &officer.id, "CHO"), Vec::new());
    let assigned = manager
        .post(
            &format!("/v1/cases/{}/assignments", id(&linked)),
            json!({"user_id": officer.id, "role": "DEC"}),
        )
        .must(201);
    let barred = pairs(&[("decided_in_the_matter", "bar")]);
    assert_eq!(checked(&manager, &case, &officer.id, "CHO"), barred, "on a linked case");
    assert_eq!(checked(&manager, &linked, &officer.id, "CHO"), barred, "on the case itself");
    manager.post(&format!("/v1/assignments/{}/end", id(&assigned)), json!({})).must(200);
    assert_eq!(checked(&manager, &case, &officer.id, "CLU"), Vec::new(), "no counsel");
}

fn who_may_have_acted_is_waived(api: &Api) {
    let administrator = api.administrator();
    let case = case_of(&administrator, "Omar Haddad", Some("Me Camille Tremblay"));
    let own = json!({"kind": "organization", "capacity": "respondent", "name": "The Minister", "counsel": {"name": "Renée Roy"}});
    add(&administrator, &case, own);
    let before = person(&administrator, "before", "Camille Tremblay");
    let alike = person(&administrator, "alike", "Camile Tremblai");
    let client = person(&administrator, "client", "Renée Roy");
    let waivable = |code| pairs(&[(code, "waivable")]);
    assert_eq!(checked(&administrator, &case, &before, "JCO"), waivable("acted_in_the_matter"));
    assert_eq!(checked(&administrator, &case, &alike, "JPL"), waivable("acted_in_the_matter"));
    assert_eq!(checked(&administrator, &case, &client, "JCO"), Vec::new(), "counsel for the client");
    let again = case_of(&administrator, "HADDAD Omar", None);
    assert_eq!(checked(&administrator, &again, &before, "JCO"), waivable("acted_for_the_same_person"));
    assert_eq!(checked(&administrator, &again, &client, "JCO"), Vec::new());
    let unrelated = case_of(&administrator, "Somebody Else", None);
    assert_eq!(checked(&administrator, &unrelated, &before, "JCO"), Vec::new());
}

fn an_assignment_over_a_finding_needs_a_recorded_waiver(api: &Api) {
    let organization = api.organization();
    let (administrator, manager, litigator) =
        (organization.administrator(), organization.manager(), organization.litigator());
    let case = case_of(&litigator, "Amina Diallo", Some("Me Jeanne Tremblay"));
    let taken = person(&administrator, "tremblay", "TREMBLAY, Jeanne");
    let address = format!("/v1/cases/{}/assignments", id(&case));
    let body = json!({"user_id": taken, "role": "JPL"});
    let refused =
        manager.post(&address, body.clone()).refused(409, "conflict").at("/user_id", "acted_in_the_matter");
    assert!(refused.text.contains("waiver"), "{}", refused.text);
    let mut waived = body.clone();
    waived["waiver"] = json!({"reason": "Another person of that name: date of call checked."});
    litigator.post(&address, waived.clone()).refused(403, "forbidden");
    let made = manager.post(&address, waived).must(201);
    let waiver = &made["waiver"];
    assert_eq!(waiver["waived_by"], manager.id.as_str());
    assert_eq!(waiver["findings"][0]["code"], "acted_in_the_matter");
    // A hand-over does not go around it.
    let other = case_of(&litigator, "Bintou Diallo", Some("Jeanne Tremblay"));
    let leaves = json!({"from_user_id": litigator.id, "to_user_id": taken});
    manager
        .post("/v1/assignments/handover", leaves)
        .refused(409, "conflict")
        .at("/user_id", "acted_in_the_matter");
    // What bars is not waived.
    let officer = person(&administrator, "officer", "Octave Officier");
    add(
        &manager,
        &other,
        json!({"kind": "person", "capacity": "decision_maker", "name": "Officier, Octave"}),
    );
    let held =
        litigator.get(&format!("/v1/cases/{}/assignments", id(&other))).must(200)["items"][0]["id"].clone();
    let end = format!("/v1/assignments/{}/end", held.as_str().unwrap());
    manager.post(&end, json!({})).must(200);
    let barred = json!({"user_id": officer, "role": "JCO", "waiver": {"reason": "He is very busy."}});
    let address = format!("/v1/cases/{}/assignments", id(&other));
    manager.post(&address, barred).refused(409, "conflict").at("/user_id", "decided_in_the_matter");
}

fn a_check_is_refused_where_it_should_be(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "An Applicant", None);
    let asked = json!({"case_id": id(&case), "user_id": manager.id, "role": "JCO"});
    let stranger = api.manager();
    stranger.post("/v1/conflicts/check", asked.clone()).refused(404, "not_found");
    let nobody = world::NOBODY;
    let wrong = json!({"case_id": id(&case), "user_id": nobody, "role": "XYZ"});
    let refused = manager.post("/v1/conflicts/check", wrong).refused(422, "invalid_body");
    refused.at("/user_id", "unknown_user").at("/role", "unknown_role");
    // A role that people of the organisation cannot hold is no clear way.
    let check = json!({"case_id": id(&case), "user_id": manager.id, "role": "IRB"});
    let suggest = json!({"case_id": id(&case), "role": "IRB"});
    for (path, body) in [("/v1/conflicts/check", check), ("/v1/assignments/suggest", suggest)] {
        let refused = manager.post(path, body).refused(422, "invalid_body");
        let refused = refused.at("/role", "role_not_held_by_organization");
        assert!(refused.text.contains("JCO") && !refused.text.contains("IRB"), "{}", refused.text);
    }
    let party = json!({"kind": "person", "capacity": "affiant", "name": "X", "user_id": nobody});
    let parties = format!("/v1/cases/{}/parties", id(&case));
    manager.post(&parties, party.clone()).refused(422, "invalid_body").at("/user_id", "unknown_user");
    let mut new = new_case("2026-03-02");
    new["parties"] = json!([{"kind": "person", "capacity": "applicant", "name": "Y"}, party]);
    manager.post("/v1/cases", new).refused(422, "invalid_body").at("/parties/1/user_id", "unknown_user");
    let address = format!("{parties}/{}", case["parties"][0]["id"].as_str().unwrap());
    manager.patch(&address, "\"1\"", json!({"user_id": nobody})).refused(422, "invalid_body");
    let known = manager.patch(&address, "\"1\"", json!({"user_id": manager.id})).must(200);
    assert_eq!(known["user_id"], manager.id.as_str());
    assert!(manager.patch(&address, "\"2\"", json!({"user_id": null})).must(200).get("user_id").is_none());
}

fn names_from_before_are_made_up_for_once(api: &Api) {
    use diesel::prelude::*;
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let first = case_of(&manager, "Rosa Quispe", Some("Paul Lavoie"));
    let second = case_of(&manager, "Quispe, Rosa", None);
    add(&manager, &second, json!({"kind": "organization", "capacity": "minister", "name": "The Minister"}));
    api.db.write_now(|connection| Ok(diesel::delete(case_names::table).execute(connection)?)).unwrap();
    assert_eq!(found(&manager, &second), Vec::new());
    assert_eq!(index_missing(&api.db).unwrap(), 2, "the parties that are persons");
    assert_eq!(found(&manager, &second), pairs(&[("same_name", id(&first))]));
    let kept =
        || api.db.read_now(|connection| Ok(case_names::table.count().get_result::<i64>(connection)?));
    assert_eq!(kept().unwrap(), 3);
    assert_eq!((index_missing(&api.db).unwrap(), kept().unwrap()), (0, 3));
    // An older process enters names without keys.
    api.db.write_now(|connection| Ok(diesel::delete(name_keys::table).execute(connection)?)).unwrap();
    assert_eq!(found(&manager, &second), Vec::new());
    assert_eq!((index_missing(&api.db).unwrap(), kept().unwrap()), (2, 3));
    assert_eq!(found(&manager, &second), pairs(&[("same_name", id(&first))]));
}

/// The findings about a case's names: how sure each is, and what makes it.
#[track_caller]
fn sureness(actor: &Actor<'_>, case: &Value) -> Vec<(String, Vec<String>)> {
    let list = actor.get(&format!("/v1/cases/{}/conflicts", id(case))).must(200);
    let read = |finding: &Value| {
        let (en, fr) = (&finding["reason"]["en"], &finding["reason"]["fr"]);
        assert!(en != fr && fr.is_string(), "{finding}");
        let grounds = finding["grounds"].as_array().unwrap().iter();
        let grounds = grounds.map(|ground| ground.as_str().unwrap().to_owned()).collect();
        (finding["strength"].as_str().unwrap().to_owned(), grounds)
    };
    list["items"].as_array().unwrap().iter().map(read).collect()
}

fn a_finding_says_how_sure_it_is_and_what_makes_it(api: &Api) {
    let manager = api.manager();
    for (one, other, strength, grounds) in [
        ("Karim Ben-Ali", "BENALI, Karim", "same", &["joined_words"][..]),
        ("Ewan Mc Donald", "Ewan McDonald", "same", &["joined_words"]),
        ("Jane Marie Quill", "Jane Quill", "likely", &["more_words"]),
        ("Anna Smith-Jones", "Anna Smith", "likely", &["more_words"]),
        ("Hon. Liam Frobisher", "Liam Frobisher", "same", &["same_words"]),
        ("Noah Wexford Jr.", "Noah Wexford", "likely", &["suffix"]),
        ("Mohammed Zubairi", "Muhammad Zubairi", "likely", &["sounds_alike"]),
        ("Ulrich Franzer", "Ulrich Franser", "possible", &["spelled_alike"]),
    ] {
        let first = case_of(&manager, one, None);
        let second = case_of(&manager, other, None);
        let grounds: Vec<_> = grounds.iter().map(|ground| (*ground).to_owned()).collect();
        let expected = vec![(strength.to_owned(), grounds)];
        assert_eq!(sureness(&manager, &second), expected, "{one} and {other}");
        assert_eq!(sureness(&manager, &first), expected, "{other} and {one}");
        let reason = &second["conflicts"][0]["reason"];
        let says = expected[0].1 != ["same_words"];
        assert_eq!(reason["en"].as_str().unwrap().contains("What makes it: "), says, "{reason}");
        assert_eq!(reason["fr"].as_str().unwrap().contains("Ce qui l'indique : "), says, "{reason}");
    }
}

fn one_uci_is_found_whatever_the_names(api: &Api) {
    let organization = api.organization();
    let (manager, viewer) = (organization.manager(), organization.viewer());
    let with_uci = |name: &str| {
        let mut new = new_case("2026-03-02");
        new["parties"] =
            json!([{"kind": "person", "capacity": "applicant", "name": name, "uci": "99-8877-6655"}]);
        manager.post("/v1/cases", new).must(201)
    };
    let (first, second) = (with_uci("Rosa Quispe"), with_uci("Ludmila Petrov"));
    assert_eq!(found(&manager, &second), pairs(&[("same_identifier", id(&first))]));
    assert_eq!(sureness(&manager, &second), [("same".to_owned(), vec!["same_uci".to_owned()])]);
    assert_eq!(
        found(&viewer, &second),
        Vec::new(),
        "who is not shown UCIs is not told that two are the same"
    );
    let third = with_uci("QUISPE, Rosa");
    assert_eq!(sureness(&manager, &third)[0].1, ["same_uci"], "the latest first");
    assert_eq!(sureness(&manager, &third)[1].1, ["same_uci", "same_words"]);
    assert_eq!(found(&viewer, &third), pairs(&[("same_name", id(&first))]), "the name alone");
    // Under an order, a UCI is shown as the name is.
    let analyst = organization.analyst();
    let order = json!({"confidentiality": "anonymised"});
    manager.patch(&format!("/v1/cases/{}", id(&first)), "*", order).must(200);
    assert_eq!(found(&analyst, &second), pairs(&[("same_identifier", id(&third))]));
    assert_eq!(found(&manager, &second).len(), 2);
    // One account is found, too.
    let account = person(&organization.administrator(), "account", "Octave Officier");
    let party = |capacity: &str, name: &str| json!({"kind": "person", "capacity": capacity, "name": name, "user_id": account});
    add(&manager, &second, party("decision_maker", "Octave O."));
    let added = add(&manager, &third, party("intervener", "Somebody Else"));
    assert_eq!(added["conflicts"][0]["grounds"], json!(["same_account"]), "{added:#}");
}

fn another_name_of_a_party_is_compared_and_hidden_as_names_are(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let mut new = new_case("2026-03-02");
    new["parties"] = json!([{"kind": "person", "capacity": "applicant", "name": "Rosalind Achterberg",
        "aliases": [" Rosa Quispe-Mamani ", "Rosa Quispe-Mamani", "Lady R."]}]);
    let first = manager.post("/v1/cases", new).must(201);
    let party = &first["parties"][0];
    assert_eq!(party["aliases"], json!(["Rosa Quispe-Mamani", "Lady R."]), "each once");
    let second = case_of(&manager, "QUISPE MAMANI Rosa", None);
    let finding = &second["conflicts"][0];
    assert_eq!(finding["name"], "Rosa Quispe-Mamani", "as it is written there");
    assert_eq!(
        (&finding["strength"], &finding["grounds"]),
        (&json!("same"), &json!(["same_words", "alias"]))
    );
    assert_eq!(found(&analyst, &first), pairs(&[("same_name", id(&second))]), "one finding a party");
    let at = format!("/v1/cases/{}/parties/{}", id(&first), id(party));
    let order = |order: &str| {
        let at = format!("/v1/cases/{}", id(&first));
        manager.patch(&at, "*", json!({"confidentiality": order})).must(200)
    };
    order("anonymised");
    let partial = analyst.get(&at);
    assert!(partial.json.get("aliases").is_none() && !partial.text.contains("Quispe"), "{}", partial.text);
    analyst
        .patch(&at, "*", json!({"aliases": null}))
        .refused(422, "invalid_body")
        .at("/aliases", "not_shown");
    let journal = analyst.get(&format!("/v1/cases/{}/journal?limit=200", id(&first)));
    assert!(!journal.text.contains("Quispe"), "{}", journal.text);
    assert_eq!((found(&analyst, &first), found(&analyst, &second)), (Vec::new(), Vec::new()));
    order("none");
    let gone = manager.patch(&at, "*", json!({"aliases": null})).must(200);
    assert!(gone.get("aliases").is_none(), "{gone:#}");
    assert_eq!(found(&manager, &second), Vec::new());
    for aliases in [json!([""]), json!(["a\nb"]), json!([1]), json!("Rosa"), json!(vec!["x"; 11])] {
        manager.patch(&at, "*", json!({"aliases": aliases})).refused(422, "invalid_body");
    }
}

fn who_deposed_under_another_spelling_is_stopped(api: &Api) {
    let administrator = api.administrator();
    let user = person(&administrator, "fraser", "Liam Fraser");
    for (name, expected) in [
        ("Liam Fraser", ("swore_affidavit", "bar")),
        ("Hon. Liam Fraser", ("swore_affidavit", "bar")),
        ("FRASER, Liam, K.C.", ("swore_affidavit", "bar")),
        ("Liam J. Fraser", ("similar_to_affiant", "waivable")),
        ("Liam Fraser Jr.", ("similar_to_affiant", "waivable")),
        ("L. Fraser", ("similar_to_affiant", "waivable")),
        ("Liam Frazer", ("similar_to_affiant", "waivable")),
    ] {
        let case = case_of(&administrator, "An Applicant", None);
        add(&administrator, &case, json!({"kind": "person", "capacity": "affiant", "name": name}));
        assert_eq!(checked(&administrator, &case, &user, "JCO"), pairs(&[expected]), "{name}");
        let body = json!({"user_id": user, "role": "JCO"});
        let at = format!("/v1/cases/{}/assignments", id(&case));
        administrator.post(&at, body).refused(409, "conflict").at("/user_id", expected.0);
    }
    let case = case_of(&administrator, "An Applicant", None);
    add(
        &administrator,
        &case,
        json!({"kind": "person", "capacity": "affiant", "name": "Liam K. Fraser-Ouellet"}),
    );
    let namesake = person(&administrator, "namesake", "Liam J. Fraser");
    assert_eq!(checked(&administrator, &case, &namesake, "JCO"), Vec::new());
}

/// What a litigation manager is told of names that others are not shown: the cases.
fn told(manager: &Actor<'_>) -> Vec<String> {
    let (all, _) = manager.walk("/v1/notifications?kind=names_in_common&unread=true");
    all.iter().map(|one| one["case_id"].as_str().unwrap().to_owned()).collect()
}

/// Marks all of it as read, so that what comes next is new.
fn read_all(manager: &Actor<'_>) {
    let (all, _) = manager.walk("/v1/notifications?kind=names_in_common&unread=true");
    for one in &all {
        manager.post(&format!("/v1/notifications/{}/read", id(one)), json!({})).must(200);
    }
}

/// What an answer says, without what is of this one party.
fn alike(answer: &Answer, name: &str) -> Value {
    let mut said = answer.essence();
    for key in ["id", "created_at", "updated_at"] {
        said.as_object_mut().unwrap().remove(key);
    }
    serde_json::from_str(&said.to_string().replace(name, "NAME")).unwrap()
}

fn a_name_that_is_not_shown_is_not_found(api: &Api) {
    let organization = api.organization();
    let (manager, analyst, viewer) = (organization.manager(), organization.analyst(), organization.viewer());
    let probe = case_of(&manager, "Somebody Else", None);
    let parties = format!("/v1/cases/{}/parties", id(&probe));
    let enter = |name: &str| {
        let party = json!({"kind": "person", "capacity": "applicant", "name": name});
        analyst.post(&parties, party)
    };
    let of_probe = |actor: &Actor<'_>| actor.get(&format!("/v1/cases/{}/conflicts", id(&probe))).must(200);
    let nothing = alike(&enter("Ludmila Nobody"), "Ludmila Nobody");
    assert_eq!(told(&manager), Vec::<String>::new(), "nothing was found");
    for (name, hide) in [
        ("Zelda Quarrington", json!({"confidentiality": "anonymised"})),
        ("Yusuf Okonkwolade", json!({"confidentiality": "sealed"})),
        ("Xanthe Papadimos", json!({})),
        ("Wilhelm Grothendick", json!({"classification": "protected_c"})),
    ] {
        let director = organization.cleared(Role::LitigationManager, Classification::ProtectedC);
        let hidden = case_of(&director, name, None);
        let at = format!("/v1/cases/{}", id(&hidden));
        director.patch(&at, "*", hide.clone()).must(200);
        if hide == json!({}) {
            let wall = json!({"user_id": analyst.id, "reason": "Knows the applicant."});
            director.post(&format!("{at}/walls"), wall).must(201);
            let wall = json!({"user_id": viewer.id, "reason": "Knows the applicant."});
            director.post(&format!("{at}/walls"), wall).must(201);
        }
        let entered = enter(name);
        assert_eq!(alike(&entered, name), nothing, "{name}: as if there were no such name");
        for actor in [&analyst, &viewer] {
            assert_eq!(of_probe(actor), json!({"items": []}), "{name}");
        }
        // Nor is it from the other side, where the case may be seen and the names in it may not.
        let other_side = analyst.get(&format!("{at}/conflicts"));
        assert!(other_side.status == 404 || other_side.json == json!({"items": []}), "{}", other_side.text);
        let found = of_probe(&director);
        assert_eq!(found["items"][0]["case_id"], hidden["id"], "{name}: {found:#}");
        assert_eq!(told(&director), [id(&probe)], "{name}: who may read it is told, once");
        let party = entered.json["id"].as_str().unwrap();
        assert_eq!(manager.delete(&format!("{parties}/{party}"), "*").status, 204);
    }
    assert_eq!(told(&analyst), Vec::<String>::new());
    // Who is cleared for less than the case is not told of it either.
    read_all(&manager);
    assert_eq!(enter("Wilhelm Grothendick").status, 201);
    assert_eq!(told(&manager), Vec::<String>::new());
}

fn an_assignment_over_a_name_that_is_not_shown_is_told_to_a_manager(api: &Api) {
    let organization = api.organization();
    let (administrator, manager, litigator) =
        (organization.administrator(), organization.manager(), organization.litigator());
    let counsel = person(&administrator, "hidden", "Honorine Delacroix-Petit");
    case_of(&manager, "Omar Haddad", Some("Honorine Delacroix-Petit"));
    let own = case_of(&litigator, "Omar Haddad", None);
    assert!(own.get("conflicts").is_none(), "the other case is hidden from the litigator");
    assert_eq!(told(&manager), [id(&own)]);
    let at = format!("/v1/cases/{}/assignments", id(&own));
    let body = json!({"user_id": counsel, "role": "JPL"});
    manager.post(&at, body.clone()).refused(409, "conflict").at("/user_id", "acted_for_the_same_person");
    read_all(&manager);
    assert_eq!(checked(&litigator, &own, &counsel, "JPL"), Vec::new());
    let made = litigator.post(&at, body).must(201);
    assert!(made.get("waiver").is_none(), "{made:#}");
    assert_eq!(told(&manager), [id(&own)]);
}

fn a_waiver_over_a_name_that_is_not_shown_is_not_there(api: &Api) {
    let organization = api.organization();
    let (administrator, manager, viewer) =
        (organization.administrator(), organization.manager(), organization.viewer());
    let sealed = case_of(&manager, "Amina Diallo", None);
    let open = case_of(&manager, "Somebody Else", None);
    let link = json!({"case_id": id(&sealed), "kind": "related"});
    manager.post(&format!("/v1/cases/{}/links", id(&open)), link).must(201);
    let namesake = person(&administrator, "namesake", "Amina Diallo");
    let at = format!("/v1/cases/{}/assignments", id(&open));
    let waiver = json!({"reason": "Another person: date of birth checked."});
    let waived = json!({"user_id": namesake, "role": "JPL", "waiver": waiver});
    let made = manager.post(&at, waived).must(201);
    let finding = &made["waiver"]["findings"][0];
    assert_eq!((&finding["name"], &finding["case_id"]), (&json!("Amina Diallo"), &sealed["id"]), "{made:#}");
    assert_eq!(finding["style_of_cause"], sealed["style_of_cause"]);
    let address = format!("/v1/assignments/{}", id(&made));
    let whole = viewer.get(&address);
    assert_eq!(whole.json["waiver"]["findings"][0]["name"], "Amina Diallo", "no court has ordered anything");
    let order = json!({"confidentiality": "anonymised"});
    manager.patch(&format!("/v1/cases/{}", id(&sealed)), "*", order).must(200);
    let partial = viewer.get(&address);
    assert!(partial.json.get("waiver").is_none(), "{}", partial.text);
    assert_eq!(partial.etag(), "\"1\"", "no tag tells of one");
    assert_eq!(manager.get(&address).must(200)["waiver"], made["waiver"]);
    let journal = viewer.get(&format!("/v1/cases/{}/journal?limit=200", id(&open))).must(200);
    let assigned = journal["items"].as_array().unwrap().iter();
    let assigned = assigned.filter(|entry| entry["action"] == "assignment.created").collect::<Vec<_>>();
    assert!(assigned.iter().all(|entry| entry["after"].get("waiver").is_none()), "{assigned:#?}");
    assert!(!journal.to_string().contains("date of birth checked"));
    // What is kept is where it was found, and not the name.
    let kept = manager.get(&format!("/v1/cases/{}/journal?limit=200", id(&open))).must(200);
    let kept = kept["items"].as_array().unwrap().iter().find(|entry| entry["after"].get("waiver").is_some());
    let findings = kept.unwrap()["after"]["waiver"]["findings"].clone();
    assert_eq!((&findings[0]["case_id"], findings[0].get("name")), (&sealed["id"], None));
}

on_both!(
    one_name_is_found_in_its_other_spellings,
    what_opens_a_case_or_enters_a_party_says_what_it_found,
    what_cases_have_in_common_every_day_is_no_finding,
    a_case_that_may_not_be_seen_is_never_named,
    who_decided_or_deposed_is_not_counsel,
    who_held_the_decision_decided_it,
    who_may_have_acted_is_waived,
    an_assignment_over_a_finding_needs_a_recorded_waiver,
    a_check_is_refused_where_it_should_be,
    names_from_before_are_made_up_for_once,
    a_finding_says_how_sure_it_is_and_what_makes_it,
    one_uci_is_found_whatever_the_names,
    another_name_of_a_party_is_compared_and_hidden_as_names_are,
    who_deposed_under_another_spelling_is_stopped,
    a_name_that_is_not_shown_is_not_found,
    an_assignment_over_a_name_that_is_not_shown_is_told_to_a_manager,
    a_waiver_over_a_name_that_is_not_shown_is_not_there,
);
