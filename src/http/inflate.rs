//! Bodies that come compressed: inflated up to the limit and no further, however much a few bytes
//! claim to hold.
//!
//! The decoders read on demand, so what is refused was never in memory: a body of a kilobyte that
//! would be a gigabyte costs as much as one of a mebibyte.

use super::body::{LIMIT, too_large};
use crate::error::{Code, Error, Hint, Result};
use actix_web::http::header::{CONTENT_ENCODING, HeaderMap};
use actix_web::web::Bytes;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// The coding by which a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Not compressed.
    Identity,
    /// `gzip`.
    Gzip,
    /// `deflate`, in the form of zlib.
    Deflate,
    /// `br`.
    Brotli,
}

/// The codings that are taken, as `Accept-Encoding` says it.
const TAKEN: &str = "gzip, deflate, br";

impl Coding {
    /// The coding that `Content-Encoding` names.
    ///
    /// # Errors
    /// 415 where it is none that is taken, or several on top of each other.
    pub fn of(headers: &HeaderMap) -> Result<Self> {
        let Some(declared) = headers.get(CONTENT_ENCODING) else { return Ok(Self::Identity) };
        let declared = declared.to_str().unwrap_or_default().trim().to_ascii_lowercase();
        let is_only = headers.get_all(CONTENT_ENCODING).count() == 1;
        match declared.as_str() {
            "identity" if is_only => Ok(Self::Identity),
            "gzip" | "x-gzip" if is_only => Ok(Self::Gzip),
            "deflate" if is_only => Ok(Self::Deflate),
            "br" if is_only => Ok(Self::Brotli),
            _ => Err(Error::new(Code::UnsupportedMediaType)
                .with_detail(
                    format!("Send the body as it is, or compressed once: {TAKEN}."),
                    format!("Envoyez le corps tel quel ou compressé une seule fois : {TAKEN}."),
                )
                .with_hint(Hint::AcceptEncoding(TAKEN))),
        }
    }

    /// The body as it was before it was compressed.
    ///
    /// # Errors
    /// 413 where that is over the limit; 400 where it is not compressed in this way.
    pub fn inflate(self, bytes: Bytes) -> Result<Bytes> {
        match self {
            Self::Identity => Ok(bytes),
            Self::Gzip => read(MultiGzDecoder::new(bytes.as_ref())),
            Self::Deflate => read(ZlibDecoder::new(bytes.as_ref())),
            Self::Brotli => read(brotli::Decompressor::new(bytes.as_ref(), 4096)),
        }
    }
}

fn read(decoder: impl Read) -> Result<Bytes> {
    let mut inflated = Vec::new();
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX);
    // One more than the limit tells a body that reaches it from one that passes it.
    decoder.take(limit.saturating_add(1)).read_to_end(&mut inflated).map_err(|_| {
        Error::new(Code::MalformedBody).with_detail(
            "The body is not compressed as Content-Encoding says.",
            "Le corps n'est pas compressé comme l'indique Content-Encoding.",
        )
    })?;
    if inflated.len() > LIMIT { Err(too_large()) } else { Ok(inflated.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Class;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn a_body_is_inflated_up_to_the_limit_and_no_further() {
        assert_eq!(Coding::Gzip.inflate(gzip(b"{}")).unwrap(), "{}");
        assert_eq!(Coding::Gzip.inflate(gzip(&vec![b' '; LIMIT])).unwrap().len(), LIMIT);
        let over = Coding::Gzip.inflate(gzip(&vec![b' '; LIMIT + 1])).unwrap_err();
        assert_eq!(over.code().class(), Class::TooLarge);
        for coding in [Coding::Gzip, Coding::Deflate, Coding::Brotli] {
            let wrong = coding.inflate(Bytes::from_static(b"{\"not\": \"compressed\"}")).unwrap_err();
            assert_eq!(wrong.code(), Code::MalformedBody, "{coding:?}");
        }
    }
}
