//! Pages: keyset cursors that are authenticated and bound to the list, its filters and its caller.

use super::answer::Answer;
use super::query;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// The extras that a list may be asked for beside its items.
#[derive(Clone, Copy, Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// The number of all items that the filters let through.
    Count,
}

/// The number of items on a page if the caller does not say.
pub const DEFAULT_LIMIT: i64 = 50;

const MAC_LENGTH: usize = 16;

/// The parameters of a list that say nothing of what is in it.
const NO_FILTERS: [&str; 4] = ["cursor", "limit", "start", "wait"];

/// The key that signs cursors and recognises its own.
#[derive(Clone)]
pub struct Cursors(Vec<u8>);

impl Cursors {
    /// Makes it with a key of its own, derived from the signing key.
    #[must_use]
    pub const fn with_key(key: Vec<u8>) -> Self {
        Self(key)
    }

    fn mac(&self, scope: &str, caller: UserId, position: &[u8]) -> Result<Hmac<Sha256>> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|error| Error::internal(error.to_string()))?;
        for part in [scope.as_bytes(), caller.uuid().as_bytes(), position] {
            mac.update(&part.len().to_be_bytes());
            mac.update(part);
        }
        Ok(mac)
    }

    fn seal(&self, scope: &str, caller: UserId, position: &impl Serialize) -> Result<String> {
        let position = serde_json::to_vec(position)?;
        let mut sealed = self.mac(scope, caller, &position)?.finalize().into_bytes().to_vec();
        sealed.truncate(MAC_LENGTH);
        sealed.extend(position);
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    fn open<K: DeserializeOwned>(&self, scope: &str, caller: UserId, cursor: &str) -> Result<K> {
        let foreign = || {
            Error::new(Code::InvalidCursor).with_detail(
                "Use next_cursor exactly as it was given, with the same filters and the same sign-in, or start again without it.",
                "Utilisez next_cursor tel que reçu, avec les mêmes filtres et le même compte, ou recommencez sans curseur.",
            )
        };
        let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| foreign())?;
        let (mac, position) = sealed.split_at_checked(MAC_LENGTH).ok_or_else(foreign)?;
        self.mac(scope, caller, position)?.verify_truncated_left(mac).map_err(|_| foreign())?;
        serde_json::from_slice(position).map_err(|_| foreign())
    }
}

/// The parameters of a list that say which page is asked for, as each list documents them
/// (`page_params!`).
pub trait PageParams {
    /// How many items at most.
    fn limit(&self) -> Option<i64>;
    /// How many items at the very most.
    fn greatest(&self) -> i64 {
        200
    }
    /// How many items if the caller does not say.
    fn usual(&self) -> i64 {
        DEFAULT_LIMIT
    }
    /// `next_cursor` of the page before.
    fn cursor(&self) -> Option<&str>;
    /// What else is wanted.
    fn include(&self) -> Option<Include>;
}

/// Makes [`PageParams`] of types that have the fields `limit`, `cursor` and `include`.
macro_rules! page_params {
    ($($name:ident),+ $(,)?) => {$(
        impl crate::http::page::PageParams for $name {
            fn limit(&self) -> Option<i64> {
                self.limit
            }

            fn cursor(&self) -> Option<&str> {
                self.cursor.as_deref()
            }

            fn include(&self) -> Option<crate::http::page::Include> {
                self.include
            }
        }
    )+};
}
pub(crate) use page_params;

/// The query string of a list.
pub struct Paged<T> {
    /// The parameters.
    pub query: T,
    /// Which page they ask for.
    pub paging: PageRequest,
}

impl<T: DeserializeOwned + IntoParams + PageParams + 'static> FromRequest for Paged<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(query::of_request::<T>(request).map(|(query, pairs)| {
            let paging = PageRequest::of(request.path(), &query, pairs);
            Self { query, paging }
        }))
    }
}

/// Which page of a list is asked for, with the filters that it goes with.
#[derive(Clone, Debug)]
pub struct PageRequest {
    path: String,
    filters: Vec<(String, String)>,
    /// The greatest number of items.
    pub limit: i64,
    cursor: Option<String>,
    /// Whether the number of all items is wanted.
    pub count: bool,
}

/// What is to be read for a page.
#[derive(Clone, Copy, Debug)]
pub struct Page<K> {
    /// The key of the last item of the page before, if there was one.
    pub after: Option<K>,
    /// How many items at most: one more than the page holds, to see whether there is another page.
    pub fetch: i64,
    /// Whether the number of all items is wanted.
    pub count: bool,
}

/// What was read for a page: the items, and how many there are in all where that was wanted.
pub type PageItems<T> = (Vec<T>, Option<i64>);

impl<Id: Copy> Page<(i64, Id)> {
    /// The last item of the page before, in a list that is in order of time.
    #[must_use]
    pub fn after_instant(&self) -> Option<(Instant, Id)> {
        self.after.and_then(|(micros, id)| Some((Instant::from_micros(micros)?, id)))
    }
}

impl PageRequest {
    fn of(path: &str, params: &impl PageParams, pairs: Vec<(String, String)>) -> Self {
        let mut filters = pairs;
        filters.retain(|(key, _)| !NO_FILTERS.contains(&key.as_str()));
        filters.sort();
        Self {
            path: path.to_owned(),
            filters,
            limit: params.limit().unwrap_or_else(|| params.usual()).clamp(1, params.greatest()),
            cursor: params.cursor().map(str::to_owned),
            count: matches!(params.include(), Some(Include::Count)),
        }
    }

    fn scope(&self) -> String {
        let filters = serde_urlencoded::to_string(&self.filters).unwrap_or_default();
        format!("{}?{filters}", self.path)
    }

    /// The key of the last item of the page before, if there was one.
    ///
    /// # Errors
    /// 400 where the cursor is not ours, or belongs to another list, other filters or another
    /// caller.
    pub fn after<K: DeserializeOwned>(&self, cursors: &Cursors, caller: UserId) -> Result<Option<K>> {
        self.cursor.as_deref().map(|cursor| cursors.open(&self.scope(), caller, cursor)).transpose()
    }

    /// What is to be read for the page.
    ///
    /// # Errors
    /// As [`PageRequest::after`].
    pub fn wanted<K: DeserializeOwned>(&self, cursors: &Cursors, caller: UserId) -> Result<Page<K>> {
        let after = self.after(cursors, caller)?;
        Ok(Page { after, fetch: self.limit.saturating_add(1), count: self.count })
    }

    /// The page of what was fetched: the item too many is left out and becomes the cursor of the
    /// next page.
    ///
    /// # Errors
    /// Fails if an item has no JSON form.
    pub fn page<T: Serialize, K: Serialize>(
        &self,
        cursors: &Cursors,
        caller: UserId,
        (mut items, count): PageItems<T>,
        key: impl FnOnce(&T) -> K,
    ) -> Result<Answer> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more).map(key);
        let next_cursor = last.map(|key| self.cursor_at(cursors, caller, &key)).transpose()?;
        let link = next_cursor.as_ref().map(|cursor| self.link(cursor));
        let answer = Answer::ok(&Listed { items, next_cursor, count })?;
        Ok(Answer { link, ..answer })
    }

    /// The cursor that goes on after a place.
    ///
    /// # Errors
    /// Fails if the place has no JSON form.
    pub fn cursor_at(&self, cursors: &Cursors, caller: UserId, place: &impl Serialize) -> Result<String> {
        cursors.seal(&self.scope(), caller, place)
    }

    /// The same request, going on after this cursor if there is one, with no more items than this.
    #[must_use]
    pub fn going_on(self, cursor: Option<String>, most: i64) -> Self {
        Self { cursor: cursor.or(self.cursor), limit: self.limit.min(most), ..self }
    }

    /// The address of the page after a cursor, as a `Link`.
    #[must_use]
    pub fn link(&self, cursor: &str) -> String {
        let mut pairs = self.filters.clone();
        pairs.push(("limit".to_owned(), self.limit.to_string()));
        pairs.push(("cursor".to_owned(), cursor.to_owned()));
        format!("<{}?{}>; rel=\"next\"", self.path, serde_urlencoded::to_string(&pairs).unwrap_or_default())
    }
}

#[derive(Serialize)]
struct Listed<T> {
    items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
}

/// Declares the documented shape of a page, by name: generics do not make good SDKs.
macro_rules! page_of {
    ($(#[$doc:meta])* $name:ident, $item:ty) => {
        $(#[$doc])*
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "the shape is documented here and written by `PageRequest::page`")]
        pub struct $name {
            /// The items, in the order of the list.
            items: Vec<$item>,
            /// The cursor of the next page, to be sent as `cursor`; left out on the last one.
            next_cursor: Option<String>,
            /// The number of items in all, with `include=count`.
            count: Option<i64>,
        }
    };
}
pub(crate) use page_of;

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(path: &str, filters: &[(&str, &str)], cursor: Option<&str>) -> PageRequest {
        let filters = filters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        PageRequest {
            path: path.to_owned(),
            filters,
            limit: 1,
            cursor: cursor.map(str::to_owned),
            count: false,
        }
    }

    #[test]
    fn a_cursor_opens_only_where_it_was_made() {
        let cursors = Cursors::with_key(vec![7; 32]);
        let (me, other) = (UserId::generate(), UserId::generate());
        let sealed =
            cursors.seal(&paging("/v1/cases", &[("status", "open")], None).scope(), me, &(1, "a")).unwrap();
        let open = |path, filters: &[(&str, &str)], caller, cursor: &str| {
            paging(path, filters, Some(cursor)).after::<(i32, String)>(&cursors, caller)
        };
        assert_eq!(open("/v1/cases", &[("status", "open")], me, &sealed).unwrap(), Some((1, "a".to_owned())));
        assert!(open("/v1/cases", &[("status", "open")], other, &sealed).is_err(), "another caller");
        assert!(open("/v1/cases", &[("status", "closed")], me, &sealed).is_err(), "other filters");
        assert!(open("/v1/deadlines", &[("status", "open")], me, &sealed).is_err(), "another list");
        let mut altered = sealed.clone();
        let swapped = if altered.ends_with('A') { "B" } else { "A" };
        altered.replace_range(altered.len() - 1.., swapped);
        assert!(open("/v1/cases", &[("status", "open")], me, &altered).is_err(), "altered");
        assert!(open("/v1/cases", &[], me, "not a cursor").is_err());
    }

    #[test]
    fn the_item_too_many_becomes_the_cursor() {
        let cursors = Cursors::with_key(vec![7; 32]);
        let me = UserId::generate();
        let first = paging("/x", &[], None).page(&cursors, me, (vec![1, 2], None), |item| *item).unwrap();
        assert!(first.body.contains("next_cursor") && first.link.is_some());
        let last = paging("/x", &[], None).page(&cursors, me, (vec![1], Some(1)), |item| *item).unwrap();
        assert_eq!(last.body, r#"{"items":[1],"count":1}"#);
    }
}
