// The element Streamlit mounts: one Session for each place on a page, fed at every rerun.

import { Session } from './session.js';

const playing = new WeakMap();
const scores = new Map();

export default function ({ data, parentElement, setStateValue }) {
  const send = (report) => setStateValue('report', report);
  if (data.score) scores.set(data.holds, data.score);
  const score = scores.get(data.holds);
  if (!score) {
    send({ session: data.session, holds: '', sent_ms: Date.now(), events: [] });
    return undefined;
  }
  let session = playing.get(parentElement);
  if (session?.id !== data.session || session.holds !== data.holds) {
    session?.close();
    session = new Session(parentElement, data.session, score);
    playing.set(parentElement, session);
  }
  session.hear(data, send);
  return () => {
    playing.get(parentElement)?.close();
    playing.delete(parentElement);
  };
}
