/** The client: every operation of the API as a method, signed in, and sent again where that is safe. */

import { refusal } from './errors.js';
import { createClient, type Client } from './generated/client/index.js';
import { KEYED } from './generated/keyed.js';
import { Operations } from './generated/sdk.gen.js';
import { BACKOFF, isPutOff, mayRepeat, wait, type Backoff } from './retries.js';
import { bearer, SignIn, type Session } from './session.js';
import { VERSION } from './version.js';

/** What a client is made of. */
export interface GreffeOptions {
  /** The address of the service. */
  baseUrl: string;
  /** Who signs in, with `password`. */
  username?: string;
  /** Their password. */
  password?: string;
  /** Instead of them, the key of a service account, or an access token. */
  token?: string;
  /** The language of what people read in refusals and answers. */
  language?: 'en' | 'fr';
  /** The milliseconds until an answer has to begin; a follower waits up to 50,000. */
  timeout?: number;
  /** How a request is sent again that was put off or lost. */
  backoff?: Partial<Backoff>;
  /** What carries the requests; `globalThis.fetch`, if it is left out. */
  fetch?: typeof globalThis.fetch;
}

/** The body of a request as it was given: what it is sent again from. */
type Source = { body: BodyInit | null };

/** A client of the service at an address, for somebody who signs in or for the key of a service account. */
export class Greffe extends Operations {
  readonly #session: Session;

  constructor(options: GreffeOptions) {
    const { session, client } = connect(options);
    super({ client });
    this.#session = session;
  }

  /** Ends the session, if there is one. */
  signOut(): Promise<void> {
    return this.#session.end();
  }
}

function connect(options: GreffeOptions): { session: Session; client: Client } {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const backoff = { ...BACKOFF, ...options.backoff };
  const headers: Record<string, string> = {
    'Accept-Language': options.language ?? 'en',
    'User-Agent': `greffe-client-typescript/${VERSION}`,
  };
  const sources = new WeakMap<Request, Source>();
  const carry = (request: Request) => {
    const fetch = options.fetch ?? globalThis.fetch;
    return limited(request, options.timeout ?? 70_000, (bounded) => fetch(bounded));
  };
  const send = (request: Request) => repeated(request, sources.get(request), backoff, carry);
  const session = sessionOf(options, (path, body) => {
    const json = JSON.stringify(body);
    const request = new Request(baseUrl + path, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: json,
    });
    sources.set(request, { body: json });
    return send(request);
  });
  const client = createClient({
    baseUrl,
    headers,
    throwOnError: true,
    // A stream is sent as it is read. (Node.js wants to be told so.)
    ...{ duplex: 'half' },
    fetch: async (input, init) => {
      const request = input instanceof Request && !init ? input : new Request(input, init);
      const response = await signed(request, sources, session, send);
      if (!response.ok) throw await refusal(response);
      return response;
    },
  });
  client.interceptors.request.use((request, given) => {
    const body = given.serializedBody ?? (given.body as BodyInit | null | undefined) ?? null;
    if (request.method === 'POST' && KEYED.has(given.url) && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    sources.set(request, { body });
    return request;
  });
  return { session, client };
}

function sessionOf(options: GreffeOptions, send: (path: string, body: object) => Promise<Response>): Session {
  const { token, username, password } = options;
  if (token !== undefined && (username !== undefined || password !== undefined)) {
    throw new TypeError('give a token, or a user name and a password, not both');
  }
  if (username === undefined && password === undefined) return bearer(token);
  if (username === undefined || password === undefined) {
    throw new TypeError('a user name and a password go together');
  }
  return new SignIn({ username, password }, send);
}

/** A request with its body from the beginning. */
function fresh(request: Request, source: Source | undefined): Request {
  if (!source || source.body === null) return new Request(request);
  return new Request(request, { body: source.body, duplex: 'half' } as RequestInit);
}

/** Whether a request can be sent again: a stream can be read once. */
function isOnce(source: Source | undefined): boolean {
  return source?.body instanceof ReadableStream;
}

/** Sends a request as whoever is signed in, and again with another token where the first was refused. */
async function signed(
  request: Request,
  sources: WeakMap<Request, Source>,
  session: Session,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  const source = sources.get(request);
  const attempt = (token: string | undefined) => {
    if (token === undefined) return send(request);
    const headers = new Headers(request.headers);
    headers.set('Authorization', `Bearer ${token}`);
    const next = new Request(request.url, {
      method: request.method,
      headers,
      signal: request.signal,
      redirect: 'error',
      credentials: request.credentials,
    });
    if (source) sources.set(next, source);
    return send(next);
  };
  const token = await session.token();
  const response = await attempt(token);
  if (response.status !== 401 || token === undefined || isOnce(source)) return response;
  const other = await session.token(token);
  if (other === token) return response;
  await response.body?.cancel();
  return attempt(other);
}

/** Sends a request, and again what was put off, or lost where that does no harm. */
async function repeated(
  request: Request,
  source: Source | undefined,
  backoff: Backoff,
  carry: (request: Request) => Promise<Response>,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt > backoff.attempts || isOnce(source);
    let response: Response | undefined;
    try {
      response = await carry(fresh(request, source));
      if (isLast || !isPutOff(response)) return response;
      await response.body?.cancel();
    } catch (error) {
      if (isLast || !mayRepeat(request, error)) throw error;
    }
    await backoff.sleep(wait(attempt, backoff.longestWait, response), request.signal);
  }
}

/** Sends a request whose answer has to begin within a time; how long the rest of it takes is another matter. */
async function limited(
  request: Request,
  milliseconds: number,
  carry: (request: Request) => Promise<Response>,
): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new DOMException(`no answer within ${milliseconds} ms`, 'TimeoutError')),
    milliseconds,
  );
  try {
    return await carry(new Request(request, { signal: AbortSignal.any([request.signal, timeout.signal]) }));
  } finally {
    clearTimeout(timer);
  }
}
