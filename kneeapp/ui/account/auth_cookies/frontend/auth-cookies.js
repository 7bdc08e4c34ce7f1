// Sets or drops the cookies of a sign-in in this browser, once for each command.

/** @import { ComponentArguments } from '#component' */
/** @import { CookieData } from '#payloads' */

/** @type {string | undefined} the number of the command carried out last */
let done;

/** @param {ComponentArguments<CookieData>} args */
export default function ({ data }) {
  if (done === data.number) return;
  done = data.number;
  for (const cookie of data.cookies) setCookie(cookie);
  if (!data.path) return;
  fetch(data.path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ticket: data.ticket }),
  }).catch(() => {
    if (done === data.number) done = undefined; // the server was not reached: the next run tries again
  });
}

/** @param {string} cookie */
function setCookie(cookie) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in older browsers
  document.cookie = cookie;
}
