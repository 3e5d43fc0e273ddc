/** Messages and their signatures. */

import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { messageId, verify, WebhookError } from '../src/webhooks.js';

const AT = 1_614_265_330;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ZEROS = Buffer.alloc(32).toString('base64');
const BODY = JSON.stringify({ type: 'webhook.ping', timestamp: '2026-03-09T14:00:00Z', data: { webhook_id: 'é' } });
const now = { now: AT };

/** The headers of a message, by the specification. */
function signed(body = BODY, at = String(AT)): Record<string, string> {
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const tag = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
  return {
    'Webhook-Id': 'msg_1',
    'WEBHOOK-TIMESTAMP': at,
    'webhook-signature': `v1a,AAAA v1,${ZEROS} v1,${tag} v2,x`,
  };
}

test('the vector of the specification is good', async () => {
  const body = '{"test": 2432232314}';
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': String(AT),
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  assert.deepEqual(await verify(body, headers, SECRET, now), { test: 2432232314 });
  assert.deepEqual(await verify(Buffer.from(body), new Headers(headers), SECRET, now), { test: 2432232314 });
  await assert.rejects(verify(`${body} `, headers, SECRET, now), /no signature is good/);
});

test('one good signature and one good key are enough', async () => {
  const message = await verify(BODY, signed(), [`whsec_${ZEROS}`, SECRET], { now: AT + 299 });
  assert.equal(message.type, 'webhook.ping');
  assert.equal(messageId(signed()), 'msg_1');
  await assert.rejects(verify(BODY, signed(), `whsec_${ZEROS}`, now), WebhookError);
  const ofNoVersion = { ...signed(), 'webhook-signature': signed()['webhook-signature']!.replaceAll('v1,', 'v3,') };
  await assert.rejects(verify(BODY, ofNoVersion, SECRET, now), WebhookError);
});

test('a public key verifies what its other half signed', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const key = `whpk_${raw.toString('base64')}`;
  const signature = sign(null, Buffer.from(`msg_1.${AT}.${BODY}`), privateKey).toString('base64');
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(AT), 'webhook-signature': `v1,AAAA v1a,${signature}` };
  assert.equal((await verify(BODY, headers, key, now)).type, 'webhook.ping');
  await assert.rejects(verify(BODY, { ...headers, 'webhook-id': 'msg_2' }, key, now), WebhookError);
  // A signature of one kind is none of the other.
  await assert.rejects(verify(BODY, { ...headers, 'webhook-signature': `v1,${signature}` }, key, now), WebhookError);
});

test('a message of another time is refused', async () => {
  for (const other of [AT + 301, AT - 301]) {
    const told = `it is of ${AT}, here it is ${other} \\(seconds since 1970\\), and 300 seconds are allowed`;
    await assert.rejects(
      verify(BODY, signed(), SECRET, { now: other }),
      new RegExp(`too old, or from the future: ${told}`),
    );
  }
  await assert.rejects(verify(BODY, signed(BODY, 'NaN'), SECRET, now), /no number of seconds/);
});

test('headers of whatever form are refused and break nothing', async () => {
  const wrong: [string, string][] = [
    ['webhook-signature', 'v1'],
    ['webhook-signature', 'v1,ü'],
    ['webhook-signature', 'v1,A'],
    ['webhook-signature', ''],
    ['WEBHOOK-TIMESTAMP', 'NaN'],
    ['WEBHOOK-TIMESTAMP', '9'.repeat(400)],
    ['Webhook-Id', ''],
  ];
  for (const [name, value] of wrong) {
    await assert.rejects(verify(BODY, { ...signed(), [name]: value }, SECRET, now), WebhookError, `${name}: ${value}`);
  }
});

test('a key of no form is the fault of whoever gave it', async () => {
  for (const key of ['', 'MfKQ9r8GKYqr', 'whsec_', 'whsec_%']) {
    await assert.rejects(verify(BODY, signed(), key, now), /whsec_/);
  }
});
