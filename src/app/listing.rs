//! Answering with a page of a list: from the cursor that was sent to the one that is sent.

use super::App;
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::page::{Page, PageItems, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What reading a page costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// What a page costs: rows in the order of an index.
    Cheap,
    /// The same, unless all items are to be counted.
    DearWhereCounted,
    /// More, whatever is asked.
    Dear,
}

impl App {
    /// Answers with a page of a list, of which `read` finds the items and `key` is the place of
    /// one.
    ///
    /// # Errors
    /// 400 where the cursor is not ours, before anything is read; what `read` returns.
    pub async fn list<T: Serialize + Send + 'static, K: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        caller: Context,
        paging: &PageRequest,
        key: impl FnOnce(&T) -> K,
        read: impl FnOnce(&mut Connection, &Context, Page<K>) -> Result<PageItems<T>> + Send + 'static,
    ) -> Result<Answer> {
        self.list_at(Cost::Cheap, caller, paging, key, read).await
    }

    /// [`App::list`], at a cost: what is dear is read in the lane of such queries.
    ///
    /// # Errors
    /// As `list`, and as [`App::read_dear`].
    pub async fn list_at<T: Serialize + Send + 'static, K: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        cost: Cost,
        caller: Context,
        paging: &PageRequest,
        key: impl FnOnce(&T) -> K,
        read: impl FnOnce(&mut Connection, &Context, Page<K>) -> Result<PageItems<T>> + Send + 'static,
    ) -> Result<Answer> {
        let user = caller.user.id;
        let page = paging.wanted(&self.cursors, user)?;
        let is_dear = match cost {
            Cost::Cheap => false,
            Cost::DearWhereCounted => page.count,
            Cost::Dear => true,
        };
        let read = move |connection: &mut Connection| read(connection, &caller, page);
        let found = if is_dear { self.read_dear(user, read).await? } else { self.read(read).await? };
        paging.page(&self.cursors, user, found, key)
    }

    /// Answers with a page of a list that is at hand, by code.
    ///
    /// # Errors
    /// 400 where the cursor is not ours.
    pub fn list_in_memory<'a, Entry: 'a, View: Serialize>(
        &self,
        caller: &Context,
        paging: &PageRequest,
        entries: impl IntoIterator<Item = &'a Entry>,
        code: impl Fn(&Entry) -> &str,
        view: impl Fn(&'a Entry) -> View,
    ) -> Result<Answer> {
        let Page { after, fetch, count } = paging.wanted::<String>(&self.cursors, caller.user.id)?;
        let mut entries: Vec<_> = entries.into_iter().collect();
        let count = count.then(|| i64::try_from(entries.len()).unwrap_or(i64::MAX));
        entries.sort_by(|one, other| code(one).cmp(code(other)));
        entries.retain(|entry| after.as_deref().is_none_or(|after| code(entry) > after));
        entries.truncate(usize::try_from(fetch).unwrap_or(usize::MAX));
        let last = usize::try_from(paging.limit).unwrap_or(usize::MAX).saturating_sub(1);
        let last = entries.get(last).map(|entry| code(entry).to_owned());
        let views: Vec<View> = entries.into_iter().map(view).collect();
        paging.page(&self.cursors, caller.user.id, (views, count), |_| last)
    }
}
