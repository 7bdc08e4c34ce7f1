// The browser carries out once what it is to do about cookies.

/** @import { CookieData } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import mount from '../../kneeapp/ui/account/auth_cookies/frontend/auth-cookies.js';
import { replaceGlobal } from './support.js';

/** @param {CookieData} data */
const run = (data) => mount({ data, parentElement: /** @type {HTMLElement} */ ({}), setStateValue: () => {} });

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
