//! Two OpenAPI documents compared: what of the later one breaks a client that was written for the earlier one.
//!
//! What a client sends, the service has to go on taking: it may take more. What a client reads, the service has to go on giving:
//! it may give more fields, and no more than what the client was told of a field. A code whose set is open is a plain string in
//! the document, so that a new one is no change; where there is an `enum`, the set was promised. Names of schemas are not compared:
//! they are nothing on the wire.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Which way something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    /// A client sends it.
    In,
    /// A client reads it.
    Out,
}

/// Everything that breaks a client, each with its place.
pub fn breaks(before: &Value, after: &Value) -> Vec<String> {
    let mut comparison = Comparison { before, after, under_way: HashSet::new(), found: Vec::new() };
    comparison.documents();
    comparison.found
}

struct Comparison<'a> {
    before: &'a Value,
    after: &'a Value,
    /// The pairs of named schemas that are compared already: some hold themselves.
    under_way: HashSet<(String, String, Way)>,
    found: Vec<String>,
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(name) => {
            resolved(document, document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null))
        }
        None => value,
    }
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The forms that a schema lets a value have, without that of `null`, and whether it may be that.
fn forms<'a>(document: &'a Value, schema: &'a Value) -> (Vec<&'a Value>, bool) {
    let schema = resolved(document, schema);
    let one_of = ["oneOf", "anyOf"].into_iter().find_map(|key| schema[key].as_array());
    let Some(all) = one_of else {
        let is_null = schema["type"] == "null";
        let may_be_null =
            is_null || schema["type"].as_array().is_some_and(|types| types.contains(&json!("null")));
        return (if is_null { Vec::new() } else { vec![schema] }, may_be_null);
    };
    let (mut found, mut may_be_null) = (Vec::new(), false);
    for one in all {
        let (forms, null) = forms(document, one);
        found.extend(forms);
        may_be_null |= null;
    }
    (found, may_be_null)
}

/// The types that a form lets a value have, without `null`; nothing, where it lets it have any.
fn types(form: &Value) -> Option<BTreeSet<&str>> {
    let mut types = match &form["type"] {
        Value::String(one) => BTreeSet::from([one.as_str()]),
        Value::Array(_) => words(&form["type"]),
        _ => return None,
    };
    types.remove("null");
    Some(types)
}

/// The fields of an object, and those that must be there: with those of `allOf`.
fn object<'a>(document: &'a Value, form: &'a Value) -> (BTreeMap<&'a str, &'a Value>, BTreeSet<&'a str>) {
    let mut properties: BTreeMap<_, _> =
        fields(&form["properties"]).map(|(name, schema)| (name.as_str(), schema)).collect();
    let mut required = words(&form["required"]);
    for part in form["allOf"].as_array().into_iter().flatten() {
        let (more, needed) = object(document, resolved(document, part));
        properties.extend(more);
        required.extend(needed);
    }
    (properties, required)
}

impl<'a> Comparison<'a> {
    fn note(&mut self, place: &str, what: &str) {
        self.found.push(format!("{place}: {what}"));
    }

    fn documents(&mut self) {
        let (before, after) = (self.before, self.after);
        for (path, item) in fields(&before["paths"]) {
            for (method, operation) in
                fields(item).filter(|(_, operation)| operation["responses"].is_object())
            {
                let place = format!("{} {path}", method.to_uppercase());
                match after["paths"].get(path).and_then(|item| item.get(method)) {
                    Some(other) => self.operations(&place, operation, other),
                    None => self.note(&place, "the operation is gone"),
                }
            }
        }
    }

    fn operations(&mut self, place: &str, before: &'a Value, after: &'a Value) {
        if before["operationId"] != after["operationId"] {
            self.note(place, &format!("{} is called {} now", before["operationId"], after["operationId"]));
        }
        let is_open = |document: &Value, operation: &Value| {
            let asked = operation.get("security").unwrap_or(&document["security"]).as_array();
            asked.is_none_or(|ways| ways.is_empty() || ways.contains(&json!({})))
        };
        if is_open(self.before, before) && !is_open(self.after, after) {
            self.note(place, "one has to be signed in now");
        }
        self.parameters(place, before, after);
        self.bodies(place, before, after);
        for (status, response) in fields(&before["responses"]) {
            let place = format!("{place} {status}");
            let Some(other) = after["responses"].get(status) else {
                self.note(&place, "the status is gone");
                continue;
            };
            let (response, other) = (resolved(self.before, response), resolved(self.after, other));
            for (header, _) in fields(&response["headers"]) {
                if other["headers"].get(header).is_none() {
                    self.note(&place, &format!("the header {header} is gone"));
                }
            }
            self.contents(&place, (&response["content"], &other["content"]), Way::Out);
        }
    }

    fn parameters(&mut self, place: &str, before: &'a Value, after: &'a Value) {
        let listed = |document: &'a Value, operation: &'a Value| {
            let all = operation["parameters"].as_array().into_iter().flatten();
            let all = all.map(move |parameter| resolved(document, parameter));
            let key = |parameter: &'a Value| {
                let name = parameter["name"].as_str().unwrap_or_default();
                (parameter["in"].as_str().unwrap_or_default(), name)
            };
            all.map(|parameter| (key(parameter), parameter)).collect::<BTreeMap<_, _>>()
        };
        let (here, there) = (listed(self.before, before), listed(self.after, after));
        for ((way, name), parameter) in &here {
            let place = format!("{place} {way} parameter {name}");
            match there.get(&(*way, *name)) {
                None => self.note(&place, "it is gone"),
                Some(other) => {
                    if parameter["required"] != true && other["required"] == true {
                        self.note(&place, "it is needed now");
                    }
                    self.schemas(&place, (&parameter["schema"], &other["schema"]), Way::In);
                }
            }
        }
        for ((way, name), parameter) in &there {
            if !here.contains_key(&(*way, *name)) && parameter["required"] == true {
                self.note(&format!("{place} {way} parameter {name}"), "it is new, and needed");
            }
        }
    }

    fn bodies(&mut self, place: &str, before: &'a Value, after: &'a Value) {
        let place = format!("{place} body");
        let (here, there) =
            (resolved(self.before, &before["requestBody"]), resolved(self.after, &after["requestBody"]));
        match (here.is_object(), there.is_object()) {
            (false, false) => {}
            (true, false) => self.note(&place, "it is gone"),
            (is_there, true) => {
                if there["required"] == true && here["required"] != true {
                    self.note(&place, "it is needed now");
                }
                if is_there {
                    self.contents(&place, (&here["content"], &there["content"]), Way::In);
                }
            }
        }
    }

    fn contents(&mut self, place: &str, (before, after): (&'a Value, &'a Value), way: Way) {
        for (media, content) in fields(before) {
            let place = format!("{place} {media}");
            match after.get(media) {
                None => self.note(&place, "the media type is gone"),
                Some(other) => self.schemas(&place, (&content["schema"], &other["schema"]), way),
            }
        }
    }

    /// What is found of these two alone.
    fn tried(&mut self, place: &str, pair: (&'a Value, &'a Value), way: Way) -> Vec<String> {
        let (found, under_way) = (std::mem::take(&mut self.found), self.under_way.clone());
        self.form(place, pair, way);
        let of_these = std::mem::replace(&mut self.found, found);
        if !of_these.is_empty() {
            // What does not fit here is told where it stands by itself.
            self.under_way = under_way;
        }
        of_these
    }

    fn schemas(&mut self, place: &str, (before, after): (&'a Value, &'a Value), way: Way) {
        if let (Some(here), Some(there)) = (before["$ref"].as_str(), after["$ref"].as_str())
            && !self.under_way.insert((here.to_owned(), there.to_owned(), way))
        {
            return;
        }
        let (here, null_here) = forms(self.before, before);
        let (there, null_there) = forms(self.after, after);
        match way {
            Way::In if null_here && !null_there => self.note(place, "it takes no null any more"),
            Way::Out if null_there && !null_here => self.note(place, "it may be null now"),
            _ => {}
        }
        if let ([here], [there]) = (here.as_slice(), there.as_slice()) {
            return self.form(place, (here, there), way);
        }
        // Each form that a client sends is still taken as one of those there are, and each that it reads is one that it knew.
        let (each, among): (Vec<_>, _) = match way {
            Way::In => (here, there),
            Way::Out => (there, here),
        };
        for one in each {
            let fits = among.iter().any(|other| {
                let pair = if way == Way::In { (one, *other) } else { (*other, one) };
                self.tried(place, pair, way).is_empty()
            });
            if !fits {
                let what = if way == Way::In {
                    "a form is not taken any more"
                } else {
                    "it has a form that it had not"
                };
                self.note(place, what);
            }
        }
    }

    fn form(&mut self, place: &str, (before, after): (&'a Value, &'a Value), way: Way) {
        let (wider, narrower) = match way {
            Way::In => (after, before),
            Way::Out => (before, after),
        };
        let fits = |one: &str, all: &BTreeSet<&str>| {
            all.contains(one) || (one == "integer" && all.contains("number"))
        };
        match (types(wider), types(narrower)) {
            (Some(wider), Some(narrower)) if narrower.iter().all(|one| fits(one, &wider)) => {}
            (None, _) => {}
            _ => {
                self.note(place, &format!("its type was {} and is {}", before["type"], after["type"]));
                return;
            }
        }
        self.codes(place, (before, after), way);
        let (format, other) = (before["format"].as_str(), after["format"].as_str());
        let is_wider = |narrow: Option<&str>, wide: Option<&str>| {
            narrow == wide || (narrow == Some("int32") && wide == Some("int64")) || wide.is_none()
        };
        let keeps_format = match way {
            Way::In => is_wider(format, other),
            Way::Out => is_wider(other, format),
        };
        if !keeps_format {
            self.note(place, &format!("its format was {} and is {}", before["format"], after["format"]));
        }
        if way == Way::In {
            self.limits(place, before, after);
        }
        self.objects(place, (before, after), way);
        match (before.get("items"), after.get("items")) {
            (Some(here), Some(there)) => self.schemas(&format!("{place}/*"), (here, there), way),
            (None, Some(_)) if way == Way::In => self.note(place, "its items were any"),
            (Some(_), None) if way == Way::Out => self.note(place, "its items may be any now"),
            _ => {}
        }
    }

    fn codes(&mut self, place: &str, (before, after): (&Value, &Value), way: Way) {
        let codes = |form: &Value| {
            let all =
                form["enum"].as_array().cloned().or_else(|| form.get("const").map(|one| vec![one.clone()]));
            all.map(|all| all.into_iter().filter(|code| !code.is_null()).collect::<Vec<_>>())
        };
        let (here, there) = (codes(before), codes(after));
        let missing = |of: &[Value], among: &[Value]| {
            of.iter()
                .filter(|code| !among.contains(code))
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        match (way, here, there) {
            (Way::In, None, Some(_)) => self.note(place, "it takes some values alone now"),
            (Way::Out, Some(_), None) => self.note(place, "its values were these alone, and may be any now"),
            (Way::In, Some(here), Some(there)) => {
                let gone = missing(&here, &there);
                if !gone.is_empty() {
                    self.note(place, &format!("it does not take {gone} any more"));
                }
            }
            (Way::Out, Some(here), Some(there)) => {
                let new = missing(&there, &here);
                if !new.is_empty() {
                    self.note(place, &format!("it may be {new} now"));
                }
            }
            _ => {}
        }
    }

    /// The limits of what is sent.
    fn limits(&mut self, place: &str, before: &Value, after: &Value) {
        for (limit, is_least) in [
            ("minLength", true),
            ("minItems", true),
            ("minProperties", true),
            ("minimum", true),
            ("exclusiveMinimum", true),
            ("maxLength", false),
            ("maxItems", false),
            ("maxProperties", false),
            ("maximum", false),
            ("exclusiveMaximum", false),
        ] {
            let Some(now) = after[limit].as_f64() else { continue };
            let was = before[limit].as_f64();
            let is_narrower = was.is_none_or(|was| if is_least { now > was } else { now < was });
            // That a text or a list has at least nothing is no limit.
            if is_narrower && !(is_least && limit != "minimum" && now <= 0.0) {
                self.note(place, &format!("{limit} was {} and is {}", before[limit], after[limit]));
            }
        }
        for limit in ["pattern", "uniqueItems", "multipleOf"] {
            let now = &after[limit];
            if !now.is_null() && *now != false && *now != before[limit] {
                self.note(place, &format!("{limit} was {} and is {now}", before[limit]));
            }
        }
    }

    fn objects(&mut self, place: &str, (before, after): (&'a Value, &'a Value), way: Way) {
        let (here, needed_before) = object(self.before, before);
        let (there, needed) = object(self.after, after);
        for (name, schema) in &here {
            let place = format!("{place}/{name}");
            let Some(other) = there.get(name) else {
                self.note(&place, "the field is gone");
                continue;
            };
            match way {
                Way::In if needed.contains(name) && !needed_before.contains(name) => {
                    self.note(&place, "the field is needed now");
                }
                Way::Out if needed_before.contains(name) && !needed.contains(name) => {
                    self.note(&place, "the field may be left out now");
                }
                _ => {}
            }
            self.schemas(&place, (schema, other), way);
        }
        if way == Way::In {
            let is_new = |name: &&&str| !here.contains_key(**name);
            for name in needed.iter().filter(is_new) {
                self.note(&format!("{place}/{name}"), "the field is new, and needed");
            }
        }
        let (more, other) = (&before["additionalProperties"], &after["additionalProperties"]);
        if more.is_object() && other.is_object() {
            self.schemas(&format!("{place}/{{}}"), (more, other), way);
        } else if way == Way::In && *other == false && *more != false && before["type"] == "object" {
            self.note(place, "it takes no other fields any more");
        }
    }
}
