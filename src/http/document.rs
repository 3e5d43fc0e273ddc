//! The `OpenAPI` document as it is served. Whoever asks gets it, signed in or not, and it is the
//! largest answer that there is: so it is compressed once, and each time that it is asked for costs
//! no more than the sending.

use crate::text::Language;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LANGUAGE, ContentEncoding, HeaderMap, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::sync::{LazyLock, OnceLock};

/// The query of the document.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskDocument {
    /// The language of the document; that of `Accept-Language`, if it is left out.
    #[param(inline)]
    pub lang: Option<Language>,
}

/// The document, in both languages.
pub struct Served {
    en: Rendition,
    fr: LazyLock<Rendition, Box<dyn FnOnce() -> Rendition + Send>>,
}

impl Served {
    /// The document with this text, and what writes it in French once somebody asks for that: a
    /// start does not wait for it.
    #[must_use]
    pub fn of(en: String, fr: impl FnOnce() -> String + Send + 'static) -> Self {
        Self { en: Rendition::of(en), fr: LazyLock::new(Box::new(|| Rendition::of(fr()))) }
    }

    /// The answer to whoever asks for it in this language.
    #[must_use]
    pub fn answer(&self, request: &HttpRequest, language: Language) -> HttpResponse {
        match language {
            Language::En => self.en.answer(request, language),
            Language::Fr => self.fr.answer(request, language),
        }
    }
}

/// The document in one language.
struct Rendition {
    text: Bytes,
    zipped: OnceLock<Option<Bytes>>,
}

impl Rendition {
    fn of(text: String) -> Self {
        Self { text: text.into(), zipped: OnceLock::new() }
    }

    fn answer(&self, request: &HttpRequest, language: Language) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((CACHE_CONTROL, "public, max-age=300"))
            .insert_header((CONTENT_LANGUAGE, language.code()))
            .insert_header((VARY, "Accept-Encoding, Accept-Language"))
            .content_type("application/json");
        if !request.headers().contains_key(ACCEPT_ENCODING) {
            return answer.body(self.text.clone());
        }
        // That the coding is said keeps it from being compressed again, in whatever way is asked
        // for.
        match self.zipped().filter(|_| takes_gzip(request.headers())) {
            Some(zipped) => answer.insert_header(ContentEncoding::Gzip).body(zipped),
            None => answer.insert_header(ContentEncoding::Identity).body(self.text.clone()),
        }
    }

    fn zipped(&self) -> Option<Bytes> {
        let zip = || {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&self.text).and_then(|()| encoder.finish()).ok().map(Bytes::from)
        };
        self.zipped.get_or_init(zip).clone()
    }
}

/// Whether `Accept-Encoding` takes gzip (RFC 9110, 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let said = headers.get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let is_refused =
            weight.trim().trim_start_matches("q=").parse::<f32>().is_ok_and(|weight| weight <= 0.0);
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::MessageBody as _;
    use actix_web::http::header::CONTENT_ENCODING;
    use actix_web::test::TestRequest;
    use std::io::Read as _;

    fn asked(served: &Rendition, codings: Option<&str>) -> (Option<String>, Bytes) {
        let request = TestRequest::default();
        let request =
            codings.into_iter().fold(request, |request, said| request.insert_header((ACCEPT_ENCODING, said)));
        let answer = served.answer(&request.to_http_request(), Language::En);
        let coding = answer.headers().get(CONTENT_ENCODING).map(|coding| coding.to_str().unwrap().to_owned());
        (coding, answer.into_body().try_into_bytes().unwrap())
    }

    #[test]
    fn it_is_compressed_once_and_in_no_other_way() {
        let served = Rendition::of("{\"openapi\": \"3.1.0\"}".repeat(100));
        assert_eq!(asked(&served, None), (None, served.text.clone()));
        for codings in ["gzip", "GZIP", "br;q=1.0, gzip;q=0.5"] {
            let (coding, zipped) = asked(&served, Some(codings));
            assert_eq!(coding.as_deref(), Some("gzip"), "{codings}");
            assert_eq!(zipped.as_ptr(), asked(&served, Some("gzip")).1.as_ptr(), "the same bytes each time");
            let mut text = Vec::new();
            flate2::read::GzDecoder::new(&*zipped).read_to_end(&mut text).unwrap();
            assert_eq!(text, served.text);
        }
        for codings in ["br", "gzip;q=0", "gzip;q=0.0, br"] {
            assert_eq!(
                asked(&served, Some(codings)),
                (Some("identity".to_owned()), served.text.clone()),
                "{codings}"
            );
        }
    }
}
