/** A client of greffe: see the README, or the methods of `Greffe`, one for each operation of the API. */

export * from './answers.js';
export { Greffe, type GreffeOptions } from './client.js';
export { GreffeError, ProblemError, StaleError, UnexpectedAnswer } from './errors.js';
export type * from './generated/types.gen.js';
export { follow, items, pages, update, type At, type FeedPage, type Page } from './lists.js';
export type { Backoff } from './retries.js';
export { VERSION } from './version.js';
