/** What the layer does, against a service that is made up: no network, no waiting. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  download,
  etag,
  follow,
  Greffe,
  ifMatch,
  items,
  lines,
  ProblemError,
  StaleError,
  UnexpectedAnswer,
  update,
  type GreffeOptions,
} from '../src/index.js';

const PROBLEM = { 'Content-Type': 'application/problem+json' };
const ID = '019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10';

interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}

/** A client of a service that gives these answers, and what it was asked. */
function service(answers: (() => Response)[], options: Partial<GreffeOptions> = { token: 'key' }) {
  const asked: Asked[] = [];
  const signIns: string[] = [];
  const waited: number[] = [];
  const greffe = new Greffe({
    baseUrl: 'http://greffe.test/',
    backoff: { attempts: 3, sleep: async (time) => void waited.push(time) },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const body = await request.text();
      if (url.pathname.startsWith('/v1/auth/') && options.username !== 'refused') {
        signIns.push(url.pathname);
        const tokens = { access_token: `a${signIns.length}`, refresh_token: 'r', expires_in: 900 };
        return json(200, tokens)();
      }
      asked.push({ method: request.method, url, headers: request.headers, body });
      const answer = answers.shift();
      assert.ok(answer, 'it is asked more often than there are answers');
      return answer();
    },
    ...options,
  });
  return { greffe, asked, signIns, waited };
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  () => Response.json(body, { status, headers });
const problem = (status: number, code: string, more: object = {}) =>
  json(status, { type: 'urn:x', title: 'No', status, instance: '/', code, request_id: 'r1', ...more }, PROBLEM);
const later = (status: number, seconds: number) =>
  json(status, {}, { ...PROBLEM, 'Retry-After': String(seconds) });
const lost = (code: string) => (): Response => {
  throw new TypeError('fetch failed', { cause: { code } });
};
const page = (ids: string[], more: object = {}) => json(200, { items: ids.map((id) => ({ id })), ...more });
const feed = { body: { scope: 'mine', language: 'en' } } as never;
const officePatch = { path: { id: ID }, body: {}, headers: { 'If-Match': '*' } };

test('what was put off is sent again with its key after the time that was asked for', async () => {
  const { greffe, asked, waited } = service([later(429, 7), later(503, 3000), problem(422, 'invalid_body')]);
  await assert.rejects(greffe.createFeed(feed), ProblemError);
  assert.equal(new Set(asked.map(({ headers }) => headers.get('Idempotency-Key'))).size, 1);
  assert.match(asked[0]!.headers.get('Idempotency-Key')!, /^[0-9a-f-]{36}$/);
  assert.deepEqual(asked.map(({ body }) => body), Array(3).fill('{"scope":"mine","language":"en"}'));
  assert.ok(waited[0]! >= 7000 && waited[0]! <= 8750, String(waited[0]));
  assert.equal(waited[1], 30_000, 'no longer than is bearable');
});

test('it is given up in the end', async () => {
  const { greffe, asked } = service(Array.from({ length: 4 }, () => later(503, 1)));
  await assert.rejects(greffe.findVersion(), (error: UnexpectedAnswer) => error.status === 503);
  assert.equal(asked.length, 4);
});

test('what was lost is sent again only where it does nothing twice', async () => {
  let { greffe, asked } = service([lost('ECONNRESET'), lost('ECONNRESET'), json(200, {})]);
  await greffe.findVersion();
  assert.equal(asked.length, 3);
  ({ greffe, asked } = service([lost('ECONNRESET'), problem(422, 'invalid_body')]));
  await assert.rejects(greffe.createFeed(feed), ProblemError);
  assert.equal(asked.length, 2, 'its key keeps it from being done twice');
  ({ greffe, asked } = service([lost('ECONNRESET')]));
  await assert.rejects(greffe.updateOffice(officePatch), TypeError);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]!.headers.get('Content-Type'), 'application/merge-patch+json');
  ({ greffe, asked } = service([lost('ECONNREFUSED'), problem(404, 'not_found')]));
  await assert.rejects(greffe.updateOffice(officePatch), ProblemError);
  assert.equal(asked.length, 2, 'nothing had been sent');
  ({ greffe, asked } = service([lost('ECONNRESET')]));
  await assert.rejects(greffe.computeDeadlines({ body: {} } as never), TypeError);
  assert.equal(asked[0]!.headers.get('Idempotency-Key'), null, 'it takes no key, so it is given none');
});

test('one signs in once, and again where the token is refused', async () => {
  const who = { username: 'litigator', password: 'secret', language: 'fr' } as const;
  const { greffe, asked, signIns } = service([json(200, {}), json(200, {}), json(401, {}, PROBLEM), json(200, {})], who);
  await Promise.all([greffe.findVersion(), greffe.findVersion()]);
  await greffe.findVersion();
  const tokens = asked.map(({ headers }) => headers.get('Authorization'));
  assert.deepEqual(tokens, ['Bearer a1', 'Bearer a1', 'Bearer a1', 'Bearer a2']);
  assert.deepEqual(signIns, ['/v1/auth/token', '/v1/auth/refresh']);
  assert.deepEqual([...new Set(asked.map(({ headers }) => headers.get('Accept-Language')))], ['fr']);
  await greffe.signOut();
  assert.equal(signIns.at(-1), '/v1/auth/revoke');
});

test('a token is refreshed before it ends', async (context) => {
  context.mock.timers.enable({ apis: ['Date'] });
  const who = { username: 'litigator', password: 'secret' };
  const { greffe, signIns } = service([json(200, {}), json(200, {}), json(200, {})], who);
  for (const minutes of [0, 14, 1]) {
    context.mock.timers.tick(minutes * 60_000);
    await greffe.findVersion();
  }
  assert.deepEqual(signIns, ['/v1/auth/token', '/v1/auth/refresh']);
});

test('a refused sign-in is a problem, and says no password', async () => {
  const { greffe, asked } = service([problem(401, 'invalid_credentials')], { username: 'refused', password: 'hidden' });
  await assert.rejects(greffe.findVersion(), (error: ProblemError) => {
    assert.equal(error.code, 'invalid_credentials');
    return !error.message.includes('hidden');
  });
  assert.equal(asked.length, 1);
});

test('a problem says where and why', async () => {
  const fault = { in: 'body', pointer: '/decision/notified_on', code: 'invalid_date', message: 'No such day.' };
  const found = problem(422, 'invalid_body', { errors: [fault] });
  const notOurs = json(404, { code: 'not_ours', status: 404 });
  const { greffe } = service([found, notOurs, problem(403, 'forbidden')]);
  await assert.rejects(greffe.findMe(), (error: ProblemError) => {
    assert.equal(error.fault('/decision/notified_on')?.code, 'invalid_date');
    assert.equal(error.fault('/office'), undefined);
    return error.status === 422 && error.code === 'invalid_body' && error.message.includes('No such day.');
  });
  await assert.rejects(greffe.findMe(), UnexpectedAnswer);
  const { error } = (await greffe.findMe({ throwOnError: false })) as { error: unknown };
  assert.ok(error instanceof ProblemError);
});

test('a stale version is read and written once more', async () => {
  const read = (tag: string) => json(200, { id: ID }, { ETag: tag });
  const change = (greffe: Greffe) =>
    update(
      () => greffe.findOffice({ path: { id: ID } }),
      (seen) => greffe.updateOffice({ path: { id: ID }, body: {}, headers: ifMatch(seen) }),
    );
  const { greffe, asked } = service([read('"1"'), problem(412, 'stale_version'), read('"2"'), read('"3"')]);
  assert.equal(etag(await change(greffe)), '"3"');
  assert.deepEqual(asked.map(({ headers }) => headers.get('If-Match')), [null, '"1"', null, '"2"']);
  const stale = problem(412, 'stale_version');
  await assert.rejects(change(service([read('"1"'), stale, read('"2"'), stale]).greffe), StaleError);
  await assert.rejects(change(service([read('"1"'), problem(409, 'conflict')]).greffe), ProblemError);
});

test('a list is read page by page, and only as far as it is wanted', async () => {
  const { greffe, asked } = service([page(['a', 'b'], { next_cursor: 'x' }), page(['c'])]);
  const found: string[] = [];
  for await (const one of items((at) => greffe.listCases({ query: { ...at, limit: 2 } }))) found.push(one.id);
  assert.deepEqual(found, ['a', 'b', 'c']);
  assert.deepEqual(asked.map(({ url }) => url.search), ['?limit=2', '?cursor=x&limit=2']);
  const first = service([page(['a'], { next_cursor: 'x' })]);
  for await (const one of items((at) => first.greffe.listCases({ query: at }))) {
    assert.equal(one.id, 'a');
    break;
  }
});

test('the changes end where there is nothing more, unless one waits', async () => {
  const { greffe, asked } = service([
    page(['a'], { next_cursor: 'x', has_more: true }),
    page([], { next_cursor: 'y', has_more: true }),
    page(['b'], { next_cursor: 'z', has_more: false }),
    page([], { next_cursor: 'z', has_more: false }),
    page(['c'], { next_cursor: 'zz', has_more: false }),
  ]);
  const sizes: number[] = [];
  for await (const one of follow((at) => greffe.followChanges({ query: at }), { cursor: 'w' })) sizes.push(one.items.length);
  assert.deepEqual(sizes, [1, 0, 1]);
  for await (const one of follow((at) => greffe.followChanges({ query: at }), { cursor: 'z', wait: 30 })) {
    if (one.items.length) break;
  }
  assert.deepEqual(
    asked.map(({ url }) => url.searchParams.toString()),
    ['cursor=w', 'cursor=x', 'cursor=y', 'wait=30&cursor=z', 'wait=30&cursor=z'],
  );
});

test('a file is sent again whole, and a stream once', async () => {
  const who = { username: 'manager', password: 'secret' };
  const whole = 'line\n'.repeat(50_000);
  const send = { path: { id: ID }, headers: { 'If-Match': '*' } };
  const { greffe, asked } = service([later(503, 1), json(401, {}, PROBLEM), problem(409, 'conflict')], who);
  await assert.rejects(greffe.sendImportFile({ ...send, body: new Blob([whole]) }), ProblemError);
  assert.deepEqual(asked.map(({ body }) => body === whole), [true, true, true]);
  assert.equal(asked[0]!.headers.get('Content-Type'), 'application/octet-stream');
  const once = service([later(503, 1)]);
  const body = new Blob([whole]).stream() as unknown as Blob;
  await assert.rejects(once.greffe.sendImportFile({ ...send, body }), UnexpectedAnswer);
  assert.equal(once.asked[0]!.body, whole);
});

test('a file is read as it comes', async () => {
  const headers = { 'Content-Type': 'application/x-ndjson', 'Content-Disposition': 'attachment; filename="../cases.ndjson"' };
  const whole = new TextEncoder().encode('{"a":"é"}\n{}\r\n\n1');
  // The third piece begins in the middle of a letter.
  const pieces = [whole.slice(0, 5), whole.slice(5, 7), whole.slice(7, 13), whole.slice(13)];
  let pulled = 0;
  const stream = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => (pulled < pieces.length ? controller.enqueue(pieces[pulled++]) : controller.close()),
    });
  const { greffe } = service([() => new Response(stream(), { headers }), problem(403, 'forbidden')]);
  const file = await download((as) => greffe.exportCases(as));
  assert.deepEqual([file.filename, file.contentType], ['cases.ndjson', 'application/x-ndjson']);
  const read: string[] = [];
  for await (const line of lines(file)) read.push(line);
  assert.deepEqual(read, ['{"a":"é"}', '{}', '', '1']);
  await assert.rejects(download((as) => greffe.exportCases(as)), ProblemError);
});

test('an answer that does not begin in time is given up, and one that is no longer wanted', async () => {
  const never: typeof fetch = (input) =>
    new Promise((_, reject) => {
      const { signal } = input as Request;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const { greffe } = service([], { token: 'key', fetch: never, timeout: 5 });
  await assert.rejects(greffe.findVersion(), { name: 'TimeoutError' });
  const patient = service([], { token: 'key', fetch: never });
  await assert.rejects(patient.greffe.findVersion({ signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
});

test('a token goes with no password', () => {
  assert.throws(() => new Greffe({ baseUrl: 'http://greffe.test', token: 'a', username: 'b' }), /not both/);
  assert.throws(() => new Greffe({ baseUrl: 'http://greffe.test', username: 'b' }), /go together/);
});
