// Reports leave by a request of their own where the server takes it, else as the page's state.

/** @import { TestContext } from 'node:test' */
/** @import { PlayerReport } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox } from '../../kneeapp/ui/widgets/player/frontend/outbox.js';
import { SafeStorage } from '../../kneeapp/ui/widgets/player/frontend/storage.js';
import { Transport } from '../../kneeapp/ui/widgets/player/frontend/transport.js';
import { anEvent, emptyStorage, FakeClock, page, replaceGlobal, STORAGE, settled } from './support.js';

const ANSWER = { acked: {}, server_ms: 1 };
const BEACON = '/_kneeapp/events?session=s1';

/**
 * A way out that writes down what leaves by it; `status` is what the server answers a request with.
 * @param {TestContext} t
 * @param {{ beacon?: string, status?: number }} options
 */
function aTransport(t, { beacon, status = 200 } = {}) {
  emptyStorage(t);
  page(t);
  const clock = new FakeClock(t);
  const outbox = new Outbox(new SafeStorage(STORAGE.all), STORAGE.events, 's1');
  /** @type {Partial<PlayerReport>} */
  const fields = {};
  /** @type {string[]} */
  const posted = [];
  /** @type {PlayerReport[]} */
  const sent = [];
  /** @type {unknown[]} */
  const answers = [];
  /** @type {string[]} */
  const beacons = [];
  replaceGlobal(t, 'fetch', async (/** @type {URL} */ url) => {
    posted.push(url.pathname + url.search);
    if (!status) throw new TypeError('no network');
    return { ok: status === 200, status, json: async () => ANSWER };
  });
  replaceGlobal(t, 'navigator', { sendBeacon: (/** @type {URL} */ url) => beacons.push(url.pathname) });
  const writeReport = () => ({ plan_version: 'v', muted: null, asking: false, events: outbox.waiting, ...fields });
  const transport = new Transport(outbox, writeReport, (answer) => answers.push(answer));
  transport.connect((report) => sent.push(report), { beacon, delayed: false });
  const happens = () => outbox.add(anEvent());
  const pass = async (/** @type {number} */ ms) => {
    clock.advance(ms);
    await settled();
  };
  return { transport, outbox, fields, posted, sent, answers, beacons, happens, pass };
}

test('a request spares the page a run, and its answer is taken in', async (t) => {
  const { transport, happens, pass, posted, sent, answers } = aTransport(t, { beacon: BEACON });
  happens();
  transport.schedule();
  transport.schedule();
  await pass(20);
  assert.deepEqual(posted, [BEACON], 'events of one moment travel together');
  assert.deepEqual(sent, []);
  assert.deepEqual(answers, [ANSWER]);
});

for (const [name, options] of /** @type {const} */ ([
  ['where no request is taken', {}],
  ['where it is refused', { beacon: BEACON, status: 403 }],
  ['without a network', { beacon: BEACON, status: 0 }],
])) {
  test(`${name} a report becomes the page's state`, async (t) => {
    const { transport, happens, pass, sent } = aTransport(t, options);
    happens();
    transport.schedule();
    await pass(20);
    assert.equal(sent.length, 1);
    assert.equal(sent[0].events.length, 1);
  });
}

test('a record out of reach is said to be, and no run of the page is tried', async (t) => {
  const { transport, happens, pass, sent } = aTransport(t, { beacon: BEACON, status: 503 });
  happens();
  transport.schedule();
  await pass(20);
  assert.ok(transport.delayed);
  assert.deepEqual(sent, []);
});

test('the end of a session changes the page', async (t) => {
  const { transport, fields, pass, posted, sent } = aTransport(t, { beacon: BEACON });
  fields.ending = 'finished';
  transport.schedule();
  await pass(20);
  assert.deepEqual([posted.length, sent.length], [0, 1]);
});

test('a reason to stop for good goes both ways, once', async (t) => {
  const { transport, fields, pass, posted, sent } = aTransport(t, { beacon: BEACON });
  fields.asking = true;
  transport.schedule();
  await pass(20);
  assert.deepEqual([posted.length, sent.length], [1, 1]);
  transport.schedule();
  await pass(20);
  assert.deepEqual([posted.length, sent.length], [2, 1]);
});

test('the sound switched off is stored with the person', async (t) => {
  const { transport, fields, pass, sent } = aTransport(t, { beacon: BEACON });
  fields.muted = true;
  transport.schedule();
  await pass(20);
  assert.deepEqual(
    sent.map(({ muted }) => muted),
    [true],
  );
});

test('what is not acknowledged is sent again after four seconds', async (t) => {
  const { transport, happens, pass, posted } = aTransport(t, { beacon: BEACON });
  happens();
  transport.schedule();
  await pass(20);
  await pass(3999);
  transport.retry();
  assert.equal(posted.length, 1);
  await pass(1);
  transport.retry();
  assert.equal(posted.length, 2);
});

test('a page that is left hands over what waits, and nothing else', (t) => {
  const { transport, happens, beacons } = aTransport(t, { beacon: BEACON });
  transport.flushOnUnload();
  assert.deepEqual(beacons, []);
  happens();
  transport.flushOnUnload();
  assert.deepEqual(beacons, ['/_kneeapp/events']);
});

test('once closed nothing is sent any more', async (t) => {
  const { transport, happens, pass, sent } = aTransport(t);
  happens();
  transport.schedule();
  transport.close();
  await pass(20);
  assert.deepEqual(sent, []);
});

test('a request that is refused after the page has let go sends nothing', async (t) => {
  const { transport, happens, pass, sent, posted } = aTransport(t, { beacon: BEACON, status: 403 });
  happens();
  transport.schedule();
  const passing = pass(20);
  transport.close();
  await passing;
  assert.deepEqual([posted.length, sent.length], [1, 0]);
});
