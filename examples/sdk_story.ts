/**
 * A day of a program that works with greffe, through the client for TypeScript.
 *
 * It opens a case, records, corrects, lists, imports, follows the changes, receives a message and
 * fetches a report. It needs the package of `sdk/typescript`, and the demo (cargo run -- demo);
 * where that is not at http://127.0.0.1:8080, its address is the argument. `sdk/check` runs it, and
 * `sdk_story.py` tells the same in Python.
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  download,
  etag,
  follow,
  Greffe,
  ifMatch,
  isReplayed,
  items,
  ProblemError,
  StaleError,
  update,
  type CaseInput,
  type ImportedCase,
} from '@greffe/client';
import { verify, WebhookError } from '@greffe/client/webhooks';

const BASE = process.argv[2] ?? 'http://127.0.0.1:8080';
const PASSWORD = 'fictional-people-only'; // Of everybody in the demo.
const DAY = 24 * 60 * 60 * 1000;

const folder = await mkdtemp(join(tmpdir(), 'greffe-'));
const greffe = new Greffe({ baseUrl: BASE, username: 'manager', password: PASSWORD });

/** A date is a string, YYYY-MM-DD: a `Date` is a time, and may be another day in UTC. */
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toLocaleDateString('en-CA');
const yes = (holds: boolean) => (holds ? 'yes' : 'no');

/** Takes messages as they come; what they are worth is found out later. */
const messages: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
const receiver = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  messages.push({ headers: request.headers, body: Buffer.concat(pieces) });
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));

/** Imports a file, and says what became of it. */
async function imported(cases: ImportedCase[]): Promise<string> {
  const path = join(folder, 'cases.ndjson');
  await writeFile(path, cases.map((one) => JSON.stringify(one) + '\n'));
  const announced = await greffe.createImport({ body: { format: 'ndjson', name: 'Story' } });
  const { id } = announced.data;
  // The file is read while it is sent, whatever its size.
  await greffe.sendImportFile({ path: { id }, body: await openAsBlob(path), headers: ifMatch(announced) });
  for (;;) {
    const { data } = await greffe.findImport({ path: { id } });
    if (data.finished_at) {
      return `${data.status}, ${data.created} created, ${data.unchanged} unchanged, ${data.failed} failed`;
    }
    await sleep(100);
  }
}

try {
  // 1. Where the changes are at now, and who is told of them.
  const start = (await greffe.followChanges({ query: { start: 'latest' } })).data.next_cursor;
  const { port } = receiver.address() as AddressInfo;
  const hook = (
    await greffe.createWebhook({
      body: { name: 'Story', url: `http://127.0.0.1:${port}/greffe`, types: ['event.recorded'] },
    })
  ).data;

  // 2. A case is opened. Each POST has a key, which is kept while it is sent again: this one is
  //    sent twice by hand, with the same.
  const key = { 'Idempotency-Key': randomUUID() };
  const opened: CaseInput = {
    proceeding: 'ALJR',
    style_of_cause: 'Doe v. Canada (MCI)',
    language: 'en',
    decision: { body: 'RAD', notified_on: daysAgo(9), location: 'in_canada' },
  };
  const first = await greffe.createCase({ body: opened, headers: key });
  const again = await greffe.createCase({ body: opened, headers: key });
  const { id } = first.data;
  const isSame = again.data.id === id;
  console.log(
    `Opened, version ${etag(first)}; sent again: ${yes(isReplayed(again))}, the same: ${yes(isSame)}.`,
  );

  // 3. What is wrong is an error, with the place and the reason.
  try {
    await greffe.createCase({ body: { proceeding: 'NONE', style_of_cause: 'Doe', language: 'en' } });
  } catch (problem) {
    if (!(problem instanceof ProblemError)) throw problem;
    const fault = problem.fault('/proceeding');
    console.log(`Refused: ${problem.status} ${problem.code}, /proceeding: ${fault?.code}.`);
  }

  // 4. What would follow from an event, and then the event.
  const filed = { type: 'application_filed', occurred_on: daysAgo(2) };
  const shown = await greffe.recordCaseEvent({ path: { id }, body: filed, query: { dry_run: true } });
  const { from, to } = shown.data.effects.stage;
  console.log(`Dry run: ${from} would be ${to}.`);
  const { event } = (await greffe.recordCaseEvent({ path: { id }, body: filed })).data;
  const now = await greffe.findCase({ path: { id } });
  console.log(`Recorded: ${now.data.stage}.`);

  // 5. Two people correct the same entry. Whoever comes second is told, reads, and decides; or has
  //    `update` read and write once more.
  const path = { id, event_id: event.id! };
  // Where the registry is, it may still be the day before.
  const yesterday = daysAgo(1);
  const seen = await greffe.findCaseEvent({ path });
  await greffe.correctCaseEvent({ path, body: { note: 'Filed in person.' }, headers: ifMatch(seen) });
  try {
    await greffe.correctCaseEvent({ path, body: { served_on: yesterday }, headers: ifMatch(seen) });
  } catch (stale) {
    if (!(stale instanceof StaleError)) throw stale;
    console.log(`Corrected with the version from before: ${stale.status} ${stale.code}.`);
  }
  const corrected = await update(
    () => greffe.findCaseEvent({ path }),
    (version) =>
      greffe.correctCaseEvent({ path, body: { served_on: yesterday }, headers: ifMatch(version) }),
    seen,
  );
  const { note, served_on } = corrected.data.event;
  console.log(`Read once more and corrected: ${note} Served yesterday: ${yes(served_on === yesterday)}.`);
  // Null clears; what is not named stays.
  const before = await greffe.findCase({ path: { id } });
  await greffe.updateCase({ path: { id }, body: { file_number: null }, headers: ifMatch(before) });

  // 6. A list from page to page.
  const ids: string[] = [];
  const cases = items((at) => greffe.listCases({ query: { ...at, limit: 10, sort: 'id' } }));
  for await (const one of cases) ids.push(one.id);
  const { count } = (await greffe.listCases({ query: { limit: 1, include: 'count' } })).data;
  const isWhole = ids.length === new Set(ids).size && ids.length === count && ids.length > 10;
  console.log(`Every case once, and as many as are counted: ${yes(isWhole)}.`);

  // 7. A file from another system. The same file twice changes nothing.
  const system = `STORY-${randomUUID().slice(0, 8)}`;
  const file = [0, 1, 2].map(
    (number): ImportedCase => ({
      external_ids: [{ system, id: `A${number}` }],
      proceeding: 'ALJR',
      style_of_cause: `Roe ${number} v. Canada (MCI)`,
      language: 'fr',
    }),
  );
  console.log(`Imported: ${await imported(file)}.`);
  console.log(`Imported again: ${await imported(file)}.`);

  // 8. What was done since the beginning.
  const ours: string[] = [];
  for await (const page of follow((at) => greffe.followChanges({ query: at }), { cursor: start })) {
    ours.push(...page.items.filter((change) => change.case_id === id).map((change) => change.type));
  }
  console.log(`Changes of the case: ${ours.join(', ')}.`);

  // 9. The message of it, verified by the secret, and by the public key.
  for (let tries = 0; messages.length === 0 && tries < 300; tries += 1) await sleep(100);
  const { headers, body } = messages[0]!;
  const message = await verify(body, headers, hook.secret);
  const byPublicKey = await verify(
    body,
    headers,
    hook.webhook.keys.map((one) => one.public_key),
  );
  const isOurs = message.data.case_id === id && JSON.stringify(message) === JSON.stringify(byPublicKey);
  console.log(`Received: ${message.type}, of the case, and verified in both ways: ${yes(isOurs)}.`);
  try {
    const changed = body.toString().replace('event.recorded', 'event.corrected');
    await verify(changed, headers, hook.secret);
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    console.log(`Changed on the way: ${error.message}.`);
  }
  await greffe.deleteWebhook({ path: { id: hook.id }, headers: { 'If-Match': '*' } });

  // 10. The report on roles and responsibilities in French, written to disk as it comes.
  const [matrix] = (await greffe.listMatrices()).data.items;
  const report = await download((as) =>
    greffe.downloadMatrixReportDocx({ ...as, path: { id: matrix!.id }, query: { lang: 'fr' } }),
  );
  const docx = join(folder, 'roles.docx');
  await writeFile(docx, report.stream);
  const written = await open(docx);
  const { buffer } = await written.read({ buffer: Buffer.alloc(4), position: 0 });
  await written.close();
  const isZip = buffer.toString('latin1') === 'PK\x03\x04';
  console.log(`The report in French: ${report.filename}, whole: ${yes(isZip)}.`);
  await greffe.signOut();
} finally {
  receiver.close();
  await rm(folder, { recursive: true });
}
