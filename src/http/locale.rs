//! The language that a caller reads, one of the two.

use crate::text::Language;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};

/// The language of `Accept-Language` (RFC 9110, 12.5.4): the supported one of highest weight,
/// English if none is named. `fr-CA` is French.
#[must_use]
pub fn negotiate(headers: &HeaderMap) -> Language {
    let Some(accepted) = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else {
        return Language::default();
    };
    let mut best: Option<(Language, u16)> = None;
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Ok(language) = primary.parse::<Language>() else { continue };
        let weight = parts.find_map(|part| weight(part.trim())).unwrap_or(1000);
        if weight > 0 && best.is_none_or(|(_, heaviest)| weight > heaviest) {
            best = Some((language, weight));
        }
    }
    best.map_or_else(Language::default, |(language, _)| language)
}

/// `q=0.8` as thousandths; what cannot be read weighs nothing.
fn weight(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits = format!("{whole}{fraction:0<3}");
    Some(digits.get(..whole.len() + 3).and_then(|digits| digits.parse().ok()).unwrap_or(0).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn the_heaviest_supported_language_is_chosen() {
        let cases = [
            ("fr-CA", Language::Fr),
            ("de, fr;q=0.5, en;q=0.4", Language::Fr),
            ("en;q=0.3, fr;q=0.31", Language::Fr),
            ("fr;q=0, en", Language::En),
            ("FR", Language::Fr),
            ("de", Language::En),
            ("", Language::En),
            ("fr;q=abc, en;q=0.1", Language::En),
        ];
        for (accepted, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(negotiate(&headers), expected, "{accepted}");
        }
    }
}
