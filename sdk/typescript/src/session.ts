/** Signing in, and staying signed in. */

import { refusal } from './errors.js';

/** The milliseconds before its end at which an access token is no longer used. */
const EARLY = 30_000;

interface Tokens {
  access: string;
  refresh: string;
  until: number;
}

/** Sends a request without signing in for it. */
export type Send = (path: string, body: object) => Promise<Response>;

/** What a request is signed with. */
export interface Session {
  /** An access token that is good, and not the one that was refused. */
  token(refused?: string): Promise<string | undefined>;
  /** Ends it. */
  end(): Promise<void>;
}

/** The key of a service account, or a token that somebody else looks after. */
export function bearer(token: string | undefined): Session {
  return { token: () => Promise.resolve(token), end: () => Promise.resolve() };
}

/**
 * Signs in before the first request, and refreshes the token before it ends. A token is asked for once, however many wait for
 * it: a refresh token is good for one use.
 */
export class SignIn implements Session {
  #tokens: Tokens | undefined;
  #renewal: Promise<Tokens> | undefined;

  constructor(
    private readonly credentials: { username: string; password: string },
    private readonly send: Send,
  ) {}

  async token(refused?: string): Promise<string> {
    const tokens = this.#tokens;
    if (tokens && tokens.access !== refused && Date.now() < tokens.until) return tokens.access;
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = undefined));
    return (await this.#renewal).access;
  }

  async end(): Promise<void> {
    const tokens = this.#tokens;
    if (!tokens) return;
    const response = await this.send('/v1/auth/revoke', { refresh_token: tokens.refresh });
    if (!response.ok) throw await refusal(response);
    this.#tokens = undefined;
  }

  async #renew(): Promise<Tokens> {
    const before = this.#tokens;
    this.#tokens = undefined;
    if (before) {
      const response = await this.send('/v1/auth/refresh', { refresh_token: before.refresh });
      if (response.status !== 401) return this.#take(response);
      await response.body?.cancel();
    }
    return this.#take(await this.send('/v1/auth/token', this.credentials));
  }

  async #take(response: Response): Promise<Tokens> {
    if (!response.ok) throw await refusal(response);
    const pair = (await response.json()) as { access_token: string; refresh_token: string; expires_in: number };
    const good = pair.expires_in * 1000;
    const until = Date.now() + Math.max(good - EARLY, good / 2);
    this.#tokens = { access: pair.access_token, refresh: pair.refresh_token, until };
    return this.#tokens;
  }
}
