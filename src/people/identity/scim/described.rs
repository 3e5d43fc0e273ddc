//! The fields of users, described for directories (RFC 7643, section 7): what stands here is what
//! is kept.

use super::api::{ENTERPRISE, EXTENSION, LIST, USER};
use super::catalog::{ScimAttribute, ScimSchema, ScimSchemas, meta};
use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::text::{Language, Text};

/// Describes fields in one language.
#[derive(Clone, Copy)]
struct Describer(Language);

impl Describer {
    fn field(self, name: &'static str, kind: &'static str, en: &str, fr: &str) -> ScimAttribute {
        ScimAttribute {
            name,
            kind,
            multi_valued: false,
            description: Text::new(en, fr).in_language(self.0).to_owned(),
            required: false,
            case_exact: false,
            mutability: "readWrite",
            returned: "default",
            uniqueness: "none",
            canonical_values: Vec::new(),
            sub_attributes: Vec::new(),
        }
    }

    fn text(self, name: &'static str, en: &str, fr: &str) -> ScimAttribute {
        self.field(name, "string", en, fr)
    }

    fn texts<const N: usize>(self, fields: [(&'static str, &str, &str); N]) -> Vec<ScimAttribute> {
        fields.into_iter().map(|(name, en, fr)| self.text(name, en, fr)).collect()
    }

    fn group(
        self,
        name: &'static str,
        en: &str,
        fr: &str,
        sub_attributes: Vec<ScimAttribute>,
    ) -> ScimAttribute {
        ScimAttribute { sub_attributes, ..self.field(name, "complex", en, fr) }
    }

    fn several(
        self,
        name: &'static str,
        en: &str,
        fr: &str,
        sub_attributes: Vec<ScimAttribute>,
    ) -> ScimAttribute {
        ScimAttribute { multi_valued: true, ..self.group(name, en, fr, sub_attributes) }
    }

    /// The parts of a value of which there may be several.
    fn parts_of_value(self) -> Vec<ScimAttribute> {
        let value = self.text("value", "The value.", "La valeur.");
        let display = self.text(
            "display",
            "The value as it is shown to people.",
            "La valeur telle qu'elle est affichée aux personnes.",
        );
        let mut parts = vec![ScimAttribute { required: true, ..value }, display];
        parts.extend(self.kind_and_preference());
        parts
    }

    fn kind_and_preference(self) -> [ScimAttribute; 2] {
        [
            self.text("type", "What it is for, as work or home.", "Son usage, comme work ou home."),
            self.field(
                "primary",
                "boolean",
                "Whether it is the preferred one.",
                "Si c'est la valeur préférée.",
            ),
        ]
    }

    fn emails(self) -> ScimAttribute {
        let parts = vec![
            ScimAttribute { required: true, ..self.text("value", "The address.", "L'adresse.") },
            self.text("display", "The address as it is shown.", "L'adresse telle qu'elle est affichée."),
            ScimAttribute {
                canonical_values: vec!["work", "home", "other"],
                ..self.text(
                    "type",
                    "Reminders go to the address at work.",
                    "Les rappels sont envoyés à l'adresse professionnelle.",
                )
            },
            self.field(
                "primary",
                "boolean",
                "Whether it is the preferred one.",
                "Si elle est l'adresse préférée.",
            ),
        ];
        self.several(
            "emails",
            "The addresses: reminders are mailed to one of them.",
            "Les adresses : les rappels sont envoyés à l'une d'elles.",
            parts,
        )
    }

    fn postal_addresses(self) -> ScimAttribute {
        let mut parts = self.texts([
            ("formatted", "All of it, as on an envelope.", "L'adresse complète, comme sur une enveloppe."),
            (
                "streetAddress",
                "The street, the number and what else goes with them.",
                "La rue, le numéro et ce qui les accompagne.",
            ),
            ("locality", "The city.", "La ville."),
            ("region", "The province, the state or the region.", "La province, l'État ou la région."),
            ("postalCode", "The postal code.", "Le code postal."),
            ("country", "The country.", "Le pays."),
        ]);
        parts.extend(self.kind_and_preference());
        self.several("addresses", "The postal addresses.", "Les adresses postales.", parts)
    }

    fn of_users(self) -> Vec<ScimAttribute> {
        let user_name = self.text(
            "userName",
            "The name to sign in with, kept in lower case.",
            "Le nom d'utilisateur, conservé en minuscules.",
        );
        let name = self.texts([
            ("formatted", "All of the name.", "Le nom complet."),
            ("givenName", "The given name.", "Le prénom."),
            ("middleName", "The middle name.", "Le deuxième prénom."),
            ("familyName", "The family name.", "Le nom de famille."),
            ("honorificPrefix", "What goes before the name.", "Le titre qui précède le nom."),
            ("honorificSuffix", "What goes after the name.", "La mention qui suit le nom."),
        ]);
        let mut fields = vec![
            ScimAttribute { required: true, uniqueness: "server", ..user_name },
            self.text("displayName", "The name to show.", "Le nom affiché."),
            self.group("name", "The parts of the name.", "Les parties du nom.", name),
        ];
        fields.extend(self.texts([
            ("nickName", "The name by which friends call the person.", "Le surnom de la personne."),
            (
                "profileUrl",
                "The address of a page about the person.",
                "L'adresse d'une page consacrée à la personne.",
            ),
            (
                "title",
                "The title of the person in the enterprise.",
                "Le titre de la personne dans l'entreprise.",
            ),
            ("userType", "The kind of employment.", "Le type d'emploi."),
            (
                "preferredLanguage",
                "What begins with fr is French, anything else English.",
                "Ce qui commence par fr désigne le français, le reste l'anglais.",
            ),
            (
                "locale",
                "The locale, in which dates and amounts are shown.",
                "Les paramètres régionaux, selon lesquels les dates et les montants sont affichés.",
            ),
            ("timezone", "The time zone, as the IANA names it.", "Le fuseau horaire, selon l'IANA."),
        ]));
        fields.push(self.emails());
        for (name, en, fr) in [
            ("phoneNumbers", "The telephone numbers.", "Les numéros de téléphone."),
            ("ims", "The addresses for instant messages.", "Les adresses de messagerie instantanée."),
            ("photos", "The addresses of pictures of the person.", "Les adresses de photos de la personne."),
            (
                "entitlements",
                "The entitlements of the person in other systems.",
                "Les droits de la personne dans d'autres systèmes.",
            ),
            (
                "roles",
                "The roles of the person in other systems. The role here is that of the extension.",
                "Les rôles de la personne dans d'autres systèmes. Le rôle dans ce service est celui de l'extension.",
            ),
        ] {
            fields.push(self.several(name, en, fr, self.parts_of_value()));
        }
        fields.push(self.postal_addresses());
        let active = self.field(
            "active",
            "boolean",
            "Whether the user may sign in: true for a new user of whom nothing is said.",
            "Si l'utilisateur peut s'authentifier : vrai, sauf indication contraire, pour un nouvel utilisateur.",
        );
        fields.push(ScimAttribute { required: true, ..active });
        fields
    }

    fn of_ours(self) -> Vec<ScimAttribute> {
        let role = self.text(
            "role",
            "What the user is in the service: a viewer, if nothing is said.",
            "Le rôle de l'utilisateur dans le service : viewer, sauf indication contraire.",
        );
        let clearance = self.text(
            "clearance",
            "Up to where the user is cleared: unclassified, if nothing is said.",
            "Le niveau d'habilitation de l'utilisateur : unclassified, sauf indication contraire.",
        );
        let office = self.text(
            "office",
            "The office in which the user works.",
            "Le bureau où travaille l'utilisateur.",
        );
        vec![
            ScimAttribute {
                required: true,
                canonical_values: Role::ALL.iter().map(|role| role.code()).collect(),
                ..role
            },
            ScimAttribute {
                required: true,
                canonical_values: Classification::ALL.iter().map(|level| level.code()).collect(),
                ..clearance
            },
            ScimAttribute { case_exact: true, ..office },
        ]
    }

    fn of_enterprise(self) -> Vec<ScimAttribute> {
        let manager = self.texts([
            ("value", "The id, here or in the directory.", "L'identifiant, ici ou dans l'annuaire."),
            ("$ref", "The address of the resource.", "L'adresse de la ressource."),
            ("displayName", "The name to show.", "Le nom affiché."),
        ]);
        let mut fields = self.texts([
            ("employeeNumber", "The number of the employee.", "Le matricule."),
            ("costCenter", "The cost centre.", "Le centre de coûts."),
            (
                "organization",
                "The organisation, as the directory names it.",
                "L'organisme, tel que l'annuaire le nomme.",
            ),
            ("division", "The division.", "La division."),
            ("department", "The department.", "Le service."),
        ]);
        fields.push(self.group(
            "manager",
            "The person to whom this one reports.",
            "La personne dont celle-ci relève.",
            manager,
        ));
        fields
    }
}

/// The schemas that users have.
#[must_use]
pub fn schemas(base: &str, language: Language) -> ScimSchemas {
    let describe = Describer(language);
    let schema = |id, name, description: Text, attributes| ScimSchema {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        id,
        name,
        description: description.in_language(language).to_owned(),
        attributes,
        meta: meta(base, "Schema", &format!("Schemas/{id}")),
    };
    let resources = vec![
        schema(
            USER,
            "User",
            Text::new(
                "A person of the organisation, as far as this service keeps it.",
                "Une personne de l'organisme, dans la mesure où ce service la conserve.",
            ),
            describe.of_users(),
        ),
        schema(
            EXTENSION,
            "User",
            Text::new(
                "What this service adds: role, clearance and office.",
                "Ce que ce service ajoute : rôle, habilitation et bureau.",
            ),
            describe.of_ours(),
        ),
        schema(
            ENTERPRISE,
            "EnterpriseUser",
            Text::new(
                "What a directory says of people of an enterprise, kept as it says it.",
                "Ce qu'un annuaire dit des personnes d'une entreprise, conservé tel quel.",
            ),
            describe.of_enterprise(),
        ),
    ];
    let count = resources.len();
    ScimSchemas { schemas: [LIST], total_results: count, start_index: 1, items_per_page: count, resources }
}
