/** What an answer says beside its data: the version, and files as they come. */

/** An answer of an operation. */
export interface Answer<T> {
  data: T;
  request: Request;
  response: Response;
}

/** The version that was read, for `If-Match`. */
export function etag(answer: { response: Response }): string {
  const tag = answer.response.headers.get('ETag');
  if (tag === null) throw new TypeError('this answer has no ETag: read the resource itself');
  return tag;
}

/** The headers of a change of what was read: `updateCase({ headers: ifMatch(seen), ... })`. */
export function ifMatch(answer: { response: Response }): { 'If-Match': string } {
  return { 'If-Match': etag(answer) };
}

/** Whether it had been done before, under the same idempotency key. */
export function isReplayed(answer: { response: Response }): boolean {
  return answer.response.headers.get('Idempotency-Replayed') === 'true';
}

/** A file, read as it comes. */
export interface Download {
  /**
   * The bytes. Read them, or cancel them: `writeFile(path, file.stream)` of `node:fs/promises` writes them as they come. If
   * the answer is cut short, it throws, and what was written stays: write beside, and rename.
   */
  stream: ReadableStream<Uint8Array>;
  /** The name that the service gives the file, without any folder. */
  filename: string | undefined;
  /** The media type. */
  contentType: string | undefined;
  response: Response;
}

/** What tells an operation to leave the body of its answer to be read. */
export interface AsStream {
  parseAs: 'stream';
}

/**
 * A file as a stream, whatever its size.
 *
 *     const file = await download((as) => greffe.exportCasesCsv({ ...as, query: { lang: 'fr' } }));
 */
export async function download(ask: (as: AsStream) => Promise<{ response: Response }>): Promise<Download> {
  const { response } = await ask({ parseAs: 'stream' });
  return {
    stream: response.body ?? new Blob([]).stream(),
    filename: filenameOf(response.headers.get('Content-Disposition')),
    contentType: response.headers.get('Content-Type') ?? undefined,
    response,
  };
}

function filenameOf(disposition: string | null): string | undefined {
  const name = /filename="([^"]+)"|filename=([^;\s]+)/i.exec(disposition ?? '');
  return (name?.[1] ?? name?.[2])?.split(/[\\/]/).pop() || undefined;
}

/** The lines of a file, as they come. */
export async function* lines(file: { stream: ReadableStream<Uint8Array> }): AsyncGenerator<string, void> {
  let rest = '';
  const decoder = new TextDecoder();
  const reader = file.stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const found = rest.split(/\r?\n/);
      rest = found.pop() ?? '';
      yield* found;
      if (done) break;
    }
    if (rest) yield rest;
  } finally {
    // Whoever stops in the middle has read enough.
    await reader.cancel();
  }
}
