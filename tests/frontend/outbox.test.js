// Events wait until the server says that it has them: none is lost, none is numbered twice.

/** @import { TestContext } from 'node:test' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Outbox } from '../../kneeapp/ui/widgets/player/frontend/outbox.js';
import { SafeStorage } from '../../kneeapp/ui/widgets/player/frontend/storage.js';
import { anEvent, emptyStorage, FakeClock, START_MS, STORAGE } from './support.js';

const SESSION = 's1';
const MONTH = 30 * 86_400_000;
const { client: _client, seq: _seq, ...EVENT } = anEvent();

/**
 * An empty browser at START_MS, with its clock.
 * @param {TestContext} t
 */
const aBrowser = (t) => ({ clock: new FakeClock(t), stored: emptyStorage(t) });

const openOutbox = () => new Outbox(new SafeStorage(STORAGE.all), STORAGE.events, SESSION);

/** @param {Outbox} outbox */
const numbers = (outbox) => outbox.waiting.map(({ seq }) => seq);

test('events are numbered in their order and wait', (t) => {
  aBrowser(t);
  const outbox = openOutbox();
  outbox.add(EVENT);
  outbox.add({ ...EVENT, kind: 'resume' });
  assert.deepEqual(outbox.waiting, [
    { ...EVENT, client: outbox.client, seq: 0 },
    { ...EVENT, client: outbox.client, seq: 1, kind: 'resume' },
  ]);
});

test('they are stored under the names, and in the form, that browsers hold already', (t) => {
  const { stored } = aBrowser(t);
  const outbox = openOutbox();
  outbox.add(EVENT);
  assert.deepEqual(Object.keys(stored), [`kneeapp.player.out.${SESSION}.${outbox.client}`]);
  assert.deepEqual(JSON.parse(Object.values(stored)[0]), [{ client: outbox.client, seq: 0, ...EVENT }]);
});

test('what the server has does not wait any more', (t) => {
  const { stored } = aBrowser(t);
  const outbox = openOutbox();
  outbox.add(EVENT);
  outbox.add(EVENT);
  outbox.acknowledge({ [outbox.client]: 0 });
  assert.deepEqual(numbers(outbox), [1]);
  outbox.acknowledge({ [outbox.client]: 1 });
  assert.deepEqual(outbox.waiting, []);
  assert.deepEqual(Object.keys(stored), []);
});

test('a page that comes later sends what an earlier one left behind, under its name', (t) => {
  aBrowser(t);
  const earlier = openOutbox();
  earlier.add(EVENT);
  const later = openOutbox();
  later.add(EVENT);
  assert.notEqual(later.client, earlier.client);
  assert.deepEqual(
    later.waiting.map(({ client, seq }) => [client, seq]),
    [
      [earlier.client, 0],
      [later.client, 0],
    ],
  );
});

test('what another tab left is removed whole, once the server has all of it', (t) => {
  aBrowser(t);
  const other = openOutbox();
  other.add(EVENT);
  other.add(EVENT);
  const own = openOutbox();
  own.acknowledge({ [other.client]: 0 });
  assert.deepEqual(numbers(own), [0, 1]);
  own.acknowledge({ [other.client]: 1 });
  assert.deepEqual(numbers(own), []);
  own.add(EVENT);
  own.retains = true;
  own.acknowledge({ [own.client]: 0 });
  own.acknowledge({});
  assert.deepEqual(numbers(own), [], 'what was acknowledged once stays so');
});

test('where the server may forget its record, events stay and only the open ones are sent', (t) => {
  const { stored } = aBrowser(t);
  const outbox = openOutbox();
  outbox.retains = true;
  outbox.add(EVENT);
  outbox.acknowledge({ [outbox.client]: 0 });
  assert.deepEqual(outbox.waiting, []);
  assert.equal(Object.keys(stored).length, 1);
  assert.deepEqual(numbers(openOutbox()), [0], 'for a server that has forgotten');
});

test('events of other sessions are not sent with this one', (t) => {
  aBrowser(t);
  new Outbox(new SafeStorage(STORAGE.all), STORAGE.events, 's2').add(EVENT);
  assert.deepEqual(openOutbox().waiting, []);
});

test('what is no event is not sent', (t) => {
  const { stored } = aBrowser(t);
  const mangled = [null, 7, 'x', {}, anEvent({ seq: 0.5 }), { ...anEvent(), client: 1 }, [anEvent()]];
  stored[`kneeapp.player.out.${SESSION}.a`] = JSON.stringify([...mangled, anEvent()]);
  assert.deepEqual(openOutbox().waiting, [anEvent()]);
});

test('after a month events are forgotten', (t) => {
  const { clock, stored } = aBrowser(t);
  openOutbox().add({ ...EVENT, at_ms: START_MS });
  clock.advance(MONTH);
  assert.equal(openOutbox().waiting.length, 1);
  clock.advance(1);
  assert.equal(openOutbox().waiting.length, 0);
  assert.deepEqual(Object.keys(stored), []);
});
