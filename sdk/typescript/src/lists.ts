/** Lists from page to page, changes as they come, and changes of what somebody else may have changed. */

import { StaleError } from './errors.js';

/** A page of a list. */
export interface Page<T> {
  items: readonly T[];
  next_cursor?: string | undefined;
}

/** A page of the changes. */
export interface FeedPage<T> extends Page<T> {
  next_cursor: string;
  has_more: boolean;
}

/** What asks for a page: it goes into the query. */
export interface At {
  cursor?: string;
}

/**
 * Every page of a list, each asked for when it is needed.
 *
 *     for await (const page of pages((at) => greffe.listCases({ query: { ...at, limit: 200 } }))) ...
 */
export async function* pages<P extends Page<unknown>>(
  read: (at: At) => Promise<{ data: P }>,
): AsyncGenerator<P, void> {
  let cursor: string | undefined;
  do {
    const { data } = await read(cursor === undefined ? {} : { cursor });
    yield data;
    cursor = data.next_cursor;
  } while (cursor !== undefined);
}

/** Every item of a list: `for await (const item of items((at) => greffe.listCases({ query: at }))) ...` */
export async function* items<T>(read: (at: At) => Promise<{ data: Page<T> }>): AsyncGenerator<T, void> {
  for await (const page of pages(read)) yield* page.items;
}

/**
 * The changes as they come, page by page.
 *
 *     for await (const page of follow((at) => greffe.followChanges({ query: at }), { cursor: kept, wait: 30 })) ...
 *
 * Keep `next_cursor` of a page once you are done with it, and begin there the next time: nothing is missed. With `wait` it does
 * not end; without, it ends where there is nothing more.
 */
export async function* follow<P extends FeedPage<unknown>>(
  read: (at: At & { wait?: number }) => Promise<{ data: P }>,
  { cursor, wait }: { cursor?: string | undefined; wait?: number | undefined } = {},
): AsyncGenerator<P, void> {
  let at: At & { wait?: number } = { ...(wait ? { wait } : {}), ...(cursor === undefined ? {} : { cursor }) };
  for (;;) {
    const { data } = await read(at);
    yield data;
    if (!wait && !data.has_more) return;
    at = { ...at, cursor: data.next_cursor };
  }
}

/**
 * Writes what depends on a version, and once more where somebody else was faster.
 *
 * `write` is given what was read, makes the change from it, and sends it with `ifMatch`. If the version is stale (412), it is
 * read again and written once more; if that one is stale, too, a `StaleError` is thrown.
 *
 *     await update(
 *       () => greffe.findCase({ path: { id } }),
 *       (seen) => greffe.updateCase({ path: { id }, body: { office: 'Toronto' }, headers: ifMatch(seen) }),
 *     );
 *
 * With `seen`, which was read before, nothing is read for the first attempt.
 */
export async function update<T, R>(read: () => Promise<T>, write: (seen: T) => Promise<R>, seen?: T): Promise<R> {
  try {
    return await write(seen ?? (await read()));
  } catch (error) {
    if (!(error instanceof StaleError)) throw error;
    return await write(await read());
  }
}
