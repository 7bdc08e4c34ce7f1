// The element Streamlit mounts: one Session for each place on a page, fed at every rerun.

import { Session } from './session.js';

const NEEDS = ['color: color-mix(in srgb, red, blue)', 'width: 1cqi', 'height: 1dvh'];
const TOO_OLD = 'This browser is too old for the player. Update it: Chrome or Edge from 111, Safari from 16.4, Firefox from 115 will do.';

const playing = new WeakMap();
const plans = new Map();

export default function ({ data, parentElement, setStateValue }) {
  if (!NEEDS.every((style) => CSS.supports(`(${style})`))) {
    parentElement.innerHTML = `<p>${TOO_OLD}</p>`;
    return undefined;
  }
  const send = (report) => setStateValue('report', report);
  if (data.plan) plans.set(data.plan_version, data.plan);
  const plan = plans.get(data.plan_version);
  if (!plan) {
    send({ session: data.session, plan_version: '', sent_ms: Date.now(), events: [] });
    return undefined;
  }
  let session = playing.get(parentElement);
  if (session?.id !== data.session || session.planVersion !== data.plan_version) {
    session?.close();
    session = new Session(parentElement, data.session, data.plan_version, plan);
    playing.set(parentElement, session);
  }
  session.hear(data, send);
  return () => {
    playing.get(parentElement)?.close();
    playing.delete(parentElement);
  };
}
