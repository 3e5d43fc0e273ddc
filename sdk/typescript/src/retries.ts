/**
 * When a request is sent again, and after what time: `Retry-After` where the service says so, else twice as long each time.
 * Both are bounded, and spread, so that a thousand clients that were put off together do not come back together.
 */

/** How often a request is sent again, and for how long it waits. */
export interface Backoff {
  /** How often at most. */
  attempts: number;
  /** The longest wait before one of them, in milliseconds. */
  longestWait: number;
  /** Waits. */
  sleep: (milliseconds: number, signal?: AbortSignal | null) => Promise<void>;
}

export const BACKOFF: Backoff = { attempts: 4, longestWait: 30_000, sleep };

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
/** What happens before anything has been sent, as Node.js names it. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether the service has put the request off before it has done anything. */
export function isPutOff(response: Response): boolean {
  return response.status === 429 || response.status === 503;
}

/** Whether a request may be sent again that failed on the way: it does nothing twice, or was never sent. */
export function mayRepeat(request: Request, error: unknown): boolean {
  if (request.signal.aborted || !(error instanceof TypeError)) return false;
  const cause = error.cause as { code?: unknown } | undefined;
  const isSafe = SAFE.has(request.method) || request.headers.has('Idempotency-Key');
  return isSafe || (typeof cause?.code === 'string' && UNSENT.has(cause.code));
}

/** The milliseconds to wait before an attempt; they are counted from 1. */
export function wait(attempt: number, longest: number, response?: Response): number {
  const asked = retryAfter(response?.headers.get('Retry-After'));
  const time = asked > 0 ? asked * (1 + Math.random() / 4) : 500 * 2 ** (attempt - 1) * (1 - Math.random() / 2);
  return Math.min(time, longest);
}

function retryAfter(header: string | null | undefined): number {
  if (!header) return 0;
  const time = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(time) ? time : 0;
}

function sleep(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
