// The element Streamlit mounts: one Session for each place on a page, fed at every rerun.

/** @import { Cleanup, ComponentArguments } from '#component' */
/** @import { PlayerData, PlayerReport } from '#payloads' */

import { LatestPlan } from './latest-plan.js';
import { Session } from './session.js';

const NEEDED_STYLES = ['color: color-mix(in srgb, red, blue)', 'width: 1cqi', 'height: 1dvh'];
const TOO_OLD =
  'This browser is too old for the player. Update it: Chrome or Edge from 111, Safari from 16.4, Firefox from 115 will do.';

/** @type {WeakMap<Node, Session>} */
const sessions = new WeakMap();
const latestPlan = new LatestPlan();

/**
 * @param {ComponentArguments<PlayerData, { report: PlayerReport }>} args
 * @returns {Cleanup | undefined}
 */
export default function ({ data, parentElement, setStateValue }) {
  if (!NEEDED_STYLES.every((style) => CSS.supports(`(${style})`))) {
    parentElement.innerHTML = `<p>${TOO_OLD}</p>`;
    return undefined;
  }
  /** @param {PlayerReport} report */
  const send = (report) => setStateValue('report', report);
  if (data.plan) latestPlan.set(data.plan_version, data.plan);
  let session = sessions.get(parentElement);
  const plan = session?.planVersion === data.plan_version ? session.plan : latestPlan.get(data.plan_version);
  if (!plan) {
    send({ session: data.session, plan_version: '', sent_ms: Date.now(), asking: false, events: [] });
    return undefined;
  }
  if (session?.id !== data.session || session.planVersion !== data.plan_version) {
    session?.close();
    session = new Session(parentElement, data.session, data.plan_version, plan);
    sessions.set(parentElement, session);
  }
  session.onServerState(data, send);
  return () => {
    sessions.get(parentElement)?.close();
    sessions.delete(parentElement);
  };
}
