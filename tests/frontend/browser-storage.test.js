// A visitor's record in their own browser: kept, set aside and taken out as they say.

/** @import { Order, StorageReply } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import mount from '../../kneeapp/ui/record/browser_storage/frontend/browser-storage.js';
import { emptyStorage, forbiddenStorage, STORAGE } from './support.js';

/** A page of a visitor, on which each order has a number of its own. */
function aPage() {
  const root = {};
  const parentElement = /** @type {HTMLElement} */ (/** @type {unknown} */ ({ querySelector: () => root }));
  /** @type {StorageReply[]} */
  const replies = [];
  let number = 0;
  return {
    replies,
    /**
     * @param {Order} order
     * @param {{ file?: string, again?: boolean }} [options]
     */
    run: (order, { file = '', again = false } = {}) => {
      if (!again) number += 1;
      mount({
        data: { order, number, file, events: STORAGE.all + STORAGE.events },
        parentElement,
        setStateValue: (_, reply) => replies.push(reply),
        setTriggerValue: () => {},
      });
    },
  };
}

test('what was kept is found on the next visit, each order answered once', (t) => {
  emptyStorage(t);
  const first = aPage();
  first.run('look');
  first.run('keep', { file: 'packed' });
  assert.deepEqual(first.replies, []);
  const next = aPage();
  next.run('look');
  next.run('look', { again: true });
  assert.deepEqual(next.replies, [{ number: 1, file: 'packed' }]);
});

test('a damaged copy is set aside', (t) => {
  const browser = emptyStorage(t);
  const page = aPage();
  page.run('keep', { file: 'damaged' });
  page.run('aside');
  assert.deepEqual({ ...browser }, { 'kneeapp.record.aside': 'damaged' });
});

test('taken out, nothing of a record stays: neither copies nor events of sessions under way', (t) => {
  const browser = emptyStorage(t);
  browser['kneeapp.player.out.s1.a'] = '[]';
  browser['kneeapp.player.settings'] = '{}';
  browser.other = 'of another app';
  const page = aPage();
  page.run('keep', { file: 'packed' });
  page.run('forget');
  assert.deepEqual(Object.keys(browser), ['kneeapp.player.settings', 'other']);
});

test('a browser that stores nothing says so', (t) => {
  forbiddenStorage(t);
  const page = aPage();
  page.run('keep', { file: 'packed' });
  assert.deepEqual(page.replies, [{ number: 1, fault: true }]);
});
