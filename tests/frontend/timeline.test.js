// Python and the browser say alike where a session stands; the cases are those of tests/domain.

/** @import { Anchor, Event as PlayerEvent } from '#payloads' */
/** @import { Place, TimedStep } from '../../kneeapp/ui/widgets/player/frontend/timeline.js' */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { anchorAfter, apply, isMove, position, stepEnds } from '../../kneeapp/ui/widgets/player/frontend/timeline.js';

/**
 * @type {{
 *   steps: TimedStep[],
 *   position: { name: string, anchor: Anchor, now_ms: number, expected: Place }[],
 *   apply: { name: string, anchor: Anchor, event: PlayerEvent, expected: Anchor }[],
 *   fold: { name: string, events: PlayerEvent[], expected: Anchor }[],
 * }}
 */
const VECTORS = JSON.parse(readFileSync(new URL('../vectors/timeline.json', import.meta.url), 'utf8'));
/** @type {Anchor} */
const NOT_STARTED = { step: 0, elapsed_ms: 0, at_ms: 0, running: false };
const { steps } = VECTORS;

for (const { name, anchor, now_ms, expected } of VECTORS.position) {
  test(`position: ${name}`, () => assert.deepEqual(position(steps, anchor, now_ms), expected));
}

for (const { name, anchor, event, expected } of VECTORS.apply) {
  test(`apply: ${name}`, () => assert.deepEqual(apply(steps, anchor, event), expected));
}

for (const { name, events, expected } of VECTORS.fold) {
  test(`fold: ${name}`, () => assert.deepEqual(anchorAfter(steps, NOT_STARTED, events), expected));
}

test('events that came before the anchor change nothing', () => {
  const anchor = { step: 1, elapsed_ms: 5000, at_ms: 2000, running: true };
  const event = VECTORS.apply[0].event;
  assert.equal(anchorAfter(steps, anchor, [{ ...event, kind: 'back', at_ms: 1999 }]), anchor);
  assert.notEqual(anchorAfter(steps, anchor, [{ ...event, kind: 'back', at_ms: 2000 }]), anchor);
});

test('only moves move a session', () => {
  assert.ok(isMove({ kind: 'skip' }));
  assert.ok(!isMove({ kind: 'tenderness' }));
});

test('a running session crosses the ends of its steps, each once', () => {
  const anchor = { step: 0, elapsed_ms: 0, at_ms: 1000, running: true };
  const first = { step: 0, at_ms: 211000, elapsed_ms: 210000 };
  const second = { step: 1, at_ms: 271000, elapsed_ms: 60000 };
  assert.deepEqual(stepEnds(steps, anchor, 1000, 210999), []);
  assert.deepEqual(stepEnds(steps, anchor, 1000, 271000), [first, second]);
  assert.deepEqual(stepEnds(steps, anchor, 211000, 271000), [second]);
  assert.deepEqual(stepEnds(steps, { ...anchor, running: false }, 1000, 271000), []);
});
