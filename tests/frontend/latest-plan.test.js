// Of the plans that a page was sent, the last one is held and no other.

import assert from 'node:assert/strict';
import test from 'node:test';
import { LatestPlan } from '../../kneeapp/ui/widgets/player/frontend/latest-plan.js';
import { aPlan } from './support.js';

test('a plan is found by its version until another is sent', () => {
  const latest = new LatestPlan();
  assert.equal(latest.get('a'), null);
  assert.equal(latest.get(''), null);
  const [first, second] = [aPlan(), aPlan({ brief: true })];
  latest.set('a', first);
  assert.equal(latest.get('a'), first);
  latest.set('b', second);
  assert.equal(latest.get('b'), second);
  assert.equal(latest.get('a'), null, 'nothing grows with the sessions that a tab has seen');
});
