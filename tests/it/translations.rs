//! The French of what is written in English alone, in the code: the OpenAPI document, and `--help`. And who is spoken to
//! in which language on the command line.

use crate::support::backend::folder;
use crate::support::command::{SECRET, complains, create_user, greffe, says};
use greffe::server::openapi;
use greffe::text::Language;
use greffe::translations::{Translations, unwrapped};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that are the same in both languages, beside those that hold nothing but code.
const SAME_IN_BOTH: [&str; 1] = ["PATCH."];

/// What stands between back-ticks, in a text.
fn code(text: &str) -> Vec<&str> {
    let mut spans: Vec<_> = text.split('`').skip(1).step_by(2).collect();
    spans.sort_unstable();
    spans
}

/// Where the links of a text lead.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut links: Vec<_> =
        targets.chain(text.split_whitespace().filter(|word| word.contains("://"))).collect();
    links.sort_unstable();
    links
}

/// Whether a text says anything but code.
fn has_words(text: &str) -> bool {
    text.split('`').step_by(2).any(|outside| outside.contains(char::is_alphabetic))
}

/// Fails where a catalog does not say in French what these texts say, no more and no less. What is missing is shown
/// as lines to be filled in.
#[track_caller]
pub fn is_the_french_of(file: &str, texts: impl IntoIterator<Item = String>) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(path).unwrap();
    let catalog = Translations::read(&written).unwrap_or_else(|error| panic!("{file}: {error}"));
    let texts: BTreeSet<_> = texts.into_iter().map(|text| unwrapped(&text)).collect();
    let lines = |texts: Vec<&String>| {
        let lines: Vec<_> = texts.iter().map(|text| format!("  {}: \"\",", json!(text))).collect();
        lines.join("\n")
    };
    let missing: Vec<_> = texts
        .iter()
        .filter(|text| catalog.french(text).is_none_or(|french| french.trim().is_empty()))
        .collect();
    assert!(missing.is_empty(), "{file} lacks the French of {}:\n{}", missing.len(), lines(missing));
    let pairs: BTreeMap<_, _> = catalog.pairs().collect();
    let idle: Vec<_> = pairs.keys().filter(|english| !texts.contains(**english)).collect();
    assert!(idle.is_empty(), "{file} has what nothing says any more: {idle:#?}");
    let mut wrong = Vec::new();
    for (english, french) in &pairs {
        if english == french && has_words(english) && !SAME_IN_BOTH.contains(english) {
            wrong.push(format!("not translated: {english}"));
        }
        if code(english) != code(french) || links(english) != links(french) {
            wrong.push(format!("other code or links: {english} / {french}"));
        }
        if english.ends_with('.') != french.ends_with('.') {
            wrong.push(format!("another end: {english} / {french}"));
        }
        if [" ;", " ?", " !", "“", "”"].iter().any(|mark| french.contains(mark)) {
            wrong.push(format!("marks that are not set so: {french}"));
        }
    }
    assert!(wrong.is_empty(), "{file}: {wrong:#?}");
    let sorted = format!("{}\n", serde_json::to_string_pretty(&pairs).unwrap());
    assert!(sorted == written, "{file} is not sorted by its English texts, a line each");
}

fn document(language: Language) -> Value {
    serde_json::from_str(&openapi::text(&openapi::document(), language)).unwrap()
}

#[test]
fn the_document_is_in_french_too() {
    let mut texts = Vec::new();
    openapi::texts::each(&mut document(Language::En), &mut |text| texts.push(text.clone()));
    assert!(texts.len() > 2_000, "{}", texts.len());
    is_the_french_of("openapi/fr.json", texts);
}

/// Only what people read differs: whatever a program is made from is the same.
#[test]
fn both_documents_describe_the_same_operations() {
    let [english, french] = [Language::En, Language::Fr].map(|language| {
        let mut document = document(language);
        openapi::texts::each(&mut document, &mut String::clear);
        let responses = document["components"]["responses"].as_object_mut().unwrap();
        for response in responses.values_mut() {
            response.as_object_mut().unwrap().remove("content");
        }
        for operation in document["paths"].as_object_mut().unwrap().values_mut() {
            for operation in operation.as_object_mut().unwrap().values_mut() {
                for response in operation["responses"].as_object_mut().unwrap().values_mut() {
                    if let Some(problem) = response.pointer_mut("/content/application~1problem+json") {
                        problem.as_object_mut().unwrap().remove("example");
                    }
                }
            }
        }
        document
    });
    assert_eq!(english, french);
}

#[test]
fn the_help_is_in_french_too() {
    let texts = greffe::cli::help_texts();
    assert!(texts.len() > 100, "{}", texts.len());
    is_the_french_of("src/cli/fr.json", texts);
}

#[test]
fn the_printed_document_is_the_committed_one_in_either_language() {
    for (language, file) in [("en", "openapi.json"), ("fr", "openapi.fr.json")] {
        let committed =
            std::fs::read_to_string(format!("{}/openapi/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(says(&mut greffe(&["openapi", "--language", language])) == committed, "{file}");
    }
}

/// What begins the help, by which its language is known.
const ENGLISH: &str = "A court registry";
const FRENCH: &str = "Un greffe pour le contentieux";

#[test]
fn whoever_reads_french_is_spoken_to_in_french() {
    let file = folder().join("french.toml");
    std::fs::write(&file, "language = \"fr\"\n").unwrap();
    let file = file.to_str().unwrap();
    for (arguments, variables, begins) in [
        (&["--help"][..], &[][..], ENGLISH),
        (&["--language", "fr", "--help"], &[], FRENCH),
        (&["--language=fr", "-h"], &[], FRENCH),
        (&["--help"], &[("GREFFE_LANGUAGE", "fr")], FRENCH),
        (&["--help"], &[("LANG", "fr_CA.UTF-8")], FRENCH),
        (&["--help"], &[("LC_MESSAGES", "fr_CA.UTF-8"), ("LANG", "en_CA.UTF-8")], FRENCH),
        (&["--help"], &[("LC_ALL", "C"), ("LC_MESSAGES", "fr_CA.UTF-8"), ("LANG", "fr_CA.UTF-8")], ENGLISH),
        (&["--help"], &[("LC_ALL", ""), ("LANG", "fr_CA.UTF-8")], FRENCH),
        (&["--help"], &[("GREFFE_LANGUAGE", "en"), ("LC_ALL", "fr_CA.UTF-8")], ENGLISH),
        (&["--language", "en", "--help"], &[("GREFFE_LANGUAGE", "fr")], ENGLISH),
        (&["--config", file, "--help"], &[], FRENCH),
        (&["--config", file, "--help"], &[("GREFFE_LANGUAGE", "en")], ENGLISH),
        (&["--config", file, "--language", "en", "--help"], &[], ENGLISH),
        (&["--config", file, "--help"], &[("LC_ALL", "en_CA.UTF-8")], FRENCH),
    ] {
        let mut command = greffe(arguments);
        let said = says(command.envs(variables.iter().copied()));
        assert!(said.starts_with(begins), "{arguments:?} {variables:?}: {said}");
    }
    let refused = complains(&mut greffe(&["rules", "list", "--language", "de"]));
    assert!(refused.contains("[possible values: en, fr]"), "{refused}");
}

/// Every command, by the words that call it.
fn commands(words: &[&str]) -> Vec<Vec<String>> {
    let mut all = vec![words.iter().map(ToString::to_string).collect()];
    let help = says(greffe(words).args(["--help", "--language", "fr"]));
    let below = help.lines().skip_while(|line| *line != "Commandes\u{a0}:").skip(1);
    for line in below.take_while(|line| !line.is_empty()) {
        let name = line.strip_prefix("  ").and_then(|line| line.split(' ').next()).unwrap_or_default();
        if !["", "help"].contains(&name) {
            all.extend(commands(&[words, &[name]].concat()));
        }
    }
    all
}

#[test]
fn no_help_is_half_english() {
    let all = commands(&[]);
    assert!(all.len() > 20, "{all:?}");
    for words in all {
        for help in ["-h", "--help"] {
            // A command may have a `--language` of its own.
            let said = says(greffe(&["--language", "fr"]).args(&words).arg(help));
            let english = [
                "Usage:",
                "Options:",
                "Commands:",
                "Arguments:",
                "[env",
                "[default",
                "[possible",
                "Print ",
                "`",
            ];
            for mark in english {
                assert!(!said.contains(mark), "greffe {} {help}: {mark} in {said}", words.join(" "));
            }
            assert!(said.contains("Utilisation\u{a0}: greffe"), "{said}");
        }
    }
    let said = says(&mut greffe(&["serve", "--help", "--language", "fr"]));
    for part in [
        "[variable\u{a0}: GREFFE_PORT] [par défaut\u{a0}: 8080]",
        "[variable\u{a0}: GREFFE_LANGUAGE=fr] [valeurs possibles\u{a0}: en, fr]",
        "- json\u{a0}: Un objet JSON par ligne",
    ] {
        let said = says(greffe(&["serve", "--help"]).env("GREFFE_LANGUAGE", "fr"));
        assert!(said.contains(part), "no {part} in {said}");
    }
    assert!(
        !says(greffe(&["serve", "--help", "--language", "fr"]).env("GREFFE_SIGNING_SECRET", SECRET))
            .contains(SECRET)
    );
    assert!(said.contains("L'adresse où écouter"), "{said}");
}

#[test]
fn complaints_are_in_french_too() {
    let french = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("LANG", "fr_CA.UTF-8");
        command
    };
    for (arguments, parts) in [
        (
            &["serve", "--prot", "80"][..],
            &["erreur\u{a0}: l'argument «\u{a0}--prot\u{a0}»", "--port", "Utilisation"][..],
        ),
        (&["serve", "--port", "x"], &["la valeur «\u{a0}x\u{a0}» n'est pas acceptée pour «\u{a0}--port"]),
        (&["serve", "--trusted-proxies", "x"], &["écrivez un réseau sous la forme 10.0.0.0/8"]),
        (&["serve", "--database-url", "mysql://hunter2"], &["(non montrée)", "doit être sqlite:PATH"]),
        (&["serve", "--language", "de"], &["[valeurs possibles\u{a0}: en, fr]"]),
        (&["keys", "rotate", "--signing-keys-dir"], &["il manque une valeur"]),
        (&["user", "set-password"], &["il manque\u{a0}: --username"]),
        (&["serv"], &["la commande «\u{a0}serv\u{a0}» n'existe pas", "serve"]),
        (&["rules", "explain", "NONE"], &["il n'y a pas de règle NONE"]),
        (&["serve"], &["Aucune clé de signature n'est configurée.", "openssl rand"]),
        (&["migrate", "--config", "/no/such/file"], &["/no/such/file : "]),
    ] {
        let said = complains(&mut french(arguments));
        for part in parts {
            assert!(said.contains(part), "{arguments:?}: no {part} in {said}");
        }
        assert!(!said.contains("error:") && !said.contains("hunter2"), "{said}");
    }
    let said = complains(french(&["rules", "list"]).env("GREFFE_PROT", "80"));
    assert!(said.contains("variable d'environnement inconnue : GREFFE_PROT"), "{said}");
    let said = complains(french(&["serve"]).env("GREFFE_SIGNING_SECRET", "short"));
    assert!(said.contains("le secret de signature compte 5 octets"), "{said}");
}

/// The option of that name that `user create` has is about the user, and not about who types.
#[test]
fn the_language_of_a_user_is_not_that_of_the_command() {
    let database = format!("sqlite:{}", folder().join("languages.db").display());
    let create = [&create_user("viewer")[..], &["--database-url", &database, "--language", "fr"]].concat();
    let made = says(greffe(&create).write_stdin("correct horse battery staple\n"));
    assert!(made.starts_with("Created first ("), "{made}");
    let file = folder().join("languages.toml");
    std::fs::write(&file, "language = \"fr\"\n").unwrap();
    let again =
        [&create_user("viewer")[..], &["--database-url", &database, "--config", file.to_str().unwrap()]]
            .concat();
    let told =
        complains(greffe(&again).env("GREFFE_LANGUAGE", "fr").write_stdin("correct horse battery staple\n"));
    assert!(told.contains("il y a déjà un utilisateur first"), "{told}");
    assert_eq!(
        says(&mut greffe(&["migrate", "--database-url", &database, "--language", "fr"])),
        "Le schéma est à jour.\n"
    );
    let whole = says(&mut greffe(&["journal", "verify", "--database-url", &database, "--language", "fr"]));
    assert!(whole.starts_with("Le journal est intègre : 2 inscriptions dans 2 chaînes.\n"), "{whole}");
}
