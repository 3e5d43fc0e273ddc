/**
 * What a receiver does with a message: it makes sure that the service sent it, and sent it now.
 *
 * Messages are signed by the Standard Webhooks specification 1.0: `v1` with a secret (`whsec_...`), `v1a` with an Ed25519 key
 * whose public half (`whpk_...`) everybody may have. Both are verified by Web Crypto, in constant time.
 */

import { GreffeError } from './errors.js';
import type { WebhookMessage } from './generated/types.gen.js';

/** A message that is not to be trusted. Answer it with 400 or 401, and look at nothing in it. */
export class WebhookError extends GreffeError {
  override name = 'WebhookError';
}

/** Headers, as the Fetch standard and as Node.js have them. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** The seconds by which the time in the message may be off: 300, if they are left out. */
  tolerance?: number;
  /** The time, in seconds since 1970; that of the clock, if it is left out. */
  now?: number;
}

/**
 * The message, once one of its signatures is found to be good; else a `WebhookError` is thrown.
 *
 * `body` is what came, byte for byte. `keys` are the secrets (`whsec_...`) and public keys (`whpk_...`) that are good: while they
 * are rotated, more than one. The same message may come more than once: `webhook-id` tells (`messageId`).
 */
export async function verify(
  body: string | Uint8Array,
  headers: HeadersLike,
  keys: string | readonly string[],
  { tolerance = 300, now = Date.now() / 1000 }: VerifyOptions = {},
): Promise<WebhookMessage> {
  const [message, at, signatures] = ['id', 'timestamp', 'signature'].map((name) => header(headers, `webhook-${name}`));
  if (!message || !at || !signatures) {
    throw new WebhookError(
      'a header is missing: webhook-id, webhook-timestamp and webhook-signature have to be there',
    );
  }
  if (!/^\d+$/.test(at)) throw new WebhookError('webhook-timestamp is no number of seconds');
  if (Math.abs(now - Number(at)) > tolerance) {
    throw new WebhookError(
      `the message is too old, or from the future: it is of ${at.slice(0, 15)}, here it is ${Math.round(now)}` +
        ` (seconds since 1970), and ${tolerance} seconds are allowed`,
    );
  }
  const content = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = joined(new TextEncoder().encode(`${message}.${at}.`), content);
  // Every key is tried with every signature: how long it takes does not tell which one was good.
  const tried = (typeof keys === 'string' ? [keys] : keys).flatMap((key) =>
    signatures.split(' ').map((signature) => isGood(key, signature, signed)),
  );
  if (!(await Promise.all(tried)).includes(true)) throw new WebhookError('no signature is good');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content)) as WebhookMessage;
  } catch {
    throw new WebhookError('the message is signed, and of no form that is known');
  }
}

/** What tells a message from others: the same each time it is sent. */
export function messageId(headers: HeadersLike): string | undefined {
  return header(headers, 'webhook-id');
}

function header(headers: HeadersLike, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : found?.join(' ');
}

async function isGood(key: string, signature: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const comma = signature.indexOf(',');
  const version = signature.slice(0, Math.max(comma, 0));
  const given = decoded(signature.slice(comma + 1));
  if (key.startsWith('whsec_')) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const secret = await crypto.subtle.importKey('raw', keyOf(key), algorithm, false, ['verify']);
    return version === 'v1' && given !== undefined && crypto.subtle.verify('HMAC', secret, given, signed);
  }
  if (key.startsWith('whpk_')) {
    const algorithm = { name: 'Ed25519' };
    const known = await crypto.subtle.importKey('raw', keyOf(key), algorithm, false, ['verify']);
    return version === 'v1a' && given !== undefined && crypto.subtle.verify(algorithm, known, given, signed);
  }
  throw new TypeError('a key begins with whsec_ or whpk_');
}

function keyOf(key: string): Uint8Array<ArrayBuffer> {
  const found = decoded(key.slice(key.indexOf('_') + 1));
  if (!found?.length) throw new TypeError('what follows whsec_ or whpk_ is not base64');
  return found;
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
