//! What is said where a document or its file is refused, in both languages.

use super::media;
use crate::access::privilege::Privilege;
use crate::error::{Code, Error, Fault};
use crate::ids::UserId;

/// Whether the name of a file may not hold a character: it parts a path, or a terminal obeys it.
pub(super) fn is_of_no_name(character: char) -> bool {
    character.is_control() || matches!(character, '/' | '\\' | ':')
}

/// The fault of a name that is a path, or that a terminal would obey.
pub(super) fn name_fault(name: &str) -> Option<Fault> {
    let is_dots = name.trim().trim_matches('.').is_empty();
    (name.chars().any(is_of_no_name) || is_dots).then(|| {
        Fault::body(
            "/file_name",
            "not_a_file_name",
            "A name of a file has no path and no control character. Send its last part.",
            "Un nom de fichier ne comporte ni chemin ni caractère de commande. Envoyez-en la dernière partie.",
        )
    })
}

/// The fault of a privilege that its writer does not share.
pub(super) fn not_privy(privilege: Privilege) -> Fault {
    let (code, needed) = (privilege.code(), privilege.permission().code());
    Fault::body(
        "/privilege",
        "not_privy",
        format!(
            "A document under the privilege {code} is for those who have the permission {needed}, which you do not. Leave the privilege out, or have somebody add it who does."
        ),
        format!(
            "Un document visé par le privilège {code} est réservé aux titulaires de la permission {needed}, que vous n'avez pas. Retirez le privilège ou confiez-en l'ajout à une personne qui l'a."
        ),
    )
}

/// The fault of a document that the case does not have, or the caller is not shown.
#[must_use]
pub fn unknown_document(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "unknown_document",
        "This case has no such document, or you may not know of it. GET /v1/cases/{id}/documents lists those that it has.",
        "Le dossier n'a pas ce document, ou vous ne pouvez en connaître l'existence. GET /v1/cases/{id}/documents énumère ceux qu'il a.",
    )
}

/// The fault of an entry or a deadline that the case does not have.
pub(super) fn unknown_part(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "not_of_case",
        "This case has no such event or deadline. Name its own.",
        "Le dossier n'a pas cet événement ou cette échéance. Indiquez les siens.",
    )
}

/// The fault of giving back without a reason what somebody else has out.
pub(super) fn reason_needed() -> Fault {
    Fault::body(
        "/reason",
        "required",
        "Somebody else has it out. Say why you give it back for them.",
        "Une autre personne l'a réservé. Indiquez pourquoi vous le libérez à sa place.",
    )
}

/// The refusal where somebody else has a document out.
pub(super) fn out(holder: UserId) -> Error {
    Error::new(Code::CheckedOut).with_detail(
        format!("The user {holder} has it out. Ask them to give it back, or do so with a reason: POST .../check-in."),
        format!("L'utilisateur {holder} l'a réservé. Demandez-lui de le libérer, ou faites-le avec un motif : POST .../check-in."),
    )
}

/// The refusal of a file that is not of a type that is taken.
pub(super) fn of_no_type() -> Error {
    let taken = media::TAKEN.join(", ");
    Error::new(Code::UnsupportedMediaType).with_detail(
        format!("By what is in it, the file is of none of the types that are taken: {taken}."),
        format!("D'après son contenu, le fichier n'est d'aucun des types acceptés : {taken}."),
    )
}

/// The refusal of a file of no bytes.
pub(super) fn empty() -> Error {
    Error::new(Code::InvalidBody).with_detail(
        "The file is empty. Send one with something in it.",
        "Le fichier est vide. Envoyez-en un qui contient quelque chose.",
    )
}

/// The refusal of a file that is not what its digest says.
pub(super) fn mismatch() -> Error {
    Error::new(Code::DigestMismatch).with_detail(
        "What arrived has another SHA-256 than Content-Digest says. Nothing of it was kept: send it again.",
        "Ce qui est arrivé n'a pas l'empreinte SHA-256 qu'indique Content-Digest. Rien n'en a été conservé : renvoyez-le.",
    )
}

/// The refusal of a digest that cannot be read.
pub(super) fn unreadable_digest() -> Error {
    Error::new(Code::InvalidHeader).with_faults(vec![Fault::header(
        "Content-Digest",
        "invalid_digest",
        "Write it as RFC 9530 has it: sha-256=:BASE64:, of 32 bytes.",
        "Écrivez-la comme le veut la RFC 9530 : sha-256=:BASE64:, de 32 octets.",
    )])
}
