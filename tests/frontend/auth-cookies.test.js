// The browser carries out what it is to do about cookies once, and again only where it did not come through.

/** @import { CookieData } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import mount from '../../kneeapp/ui/account/auth_cookies/frontend/auth-cookies.js';
import { replaceGlobal, settled } from './support.js';

/** @param {CookieData} data */
const run = (data) =>
  mount({
    data,
    parentElement: /** @type {HTMLElement} */ ({}),
    setStateValue: () => {},
    setTriggerValue: () => {},
  });

/** @param {Partial<CookieData>} fields */
const command = (fields) => ({ number: '1', path: '', ticket: '', cookies: [], ...fields });

test('cookies are set once for each command', (t) => {
  /** @type {string[]} */
  const cookies = [];
  replaceGlobal(t, 'document', Object.defineProperty({}, 'cookie', { set: (cookie) => cookies.push(cookie) }));
  run(command({ cookies: ['a=1', 'b=2'] }));
  run(command({ cookies: ['a=1', 'b=2'] }));
  assert.deepEqual(cookies, ['a=1', 'b=2']);
  run(command({ number: '2', cookies: ['a='] }));
  assert.deepEqual(cookies.slice(2), ['a=']);
});

test('a ticket is posted once; where the server was not reached the next run tries again', async (t) => {
  /** @type {[path: string, body: string][]} */
  const posted = [];
  let reachable = false;
  replaceGlobal(t, 'fetch', async (/** @type {string} */ path, /** @type {{ body: string }} */ { body }) => {
    posted.push([path, body]);
    if (!reachable) throw new TypeError('no network');
    return { ok: true };
  });
  const signIn = command({ number: '3', path: '/_kneeapp/sign-in', ticket: 'secret' });
  run(signIn);
  await settled();
  reachable = true;
  run(signIn);
  await settled();
  run(signIn);
  assert.deepEqual(posted, Array(2).fill(['/_kneeapp/sign-in', '{"ticket":"secret"}']));
});
