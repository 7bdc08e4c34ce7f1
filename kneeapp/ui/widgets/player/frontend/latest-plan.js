// The plan that the page was sent last, so that the server need not send it in each run.

/** @import { PlayerPlan } from '#payloads' */

/** Holds one plan: a page shows one session, and drawings make a plan some 40 kB. */
export class LatestPlan {
  #version = '';
  /** @type {PlayerPlan | null} */
  #plan = null;

  /**
   * @param {string} version
   * @param {PlayerPlan} plan
   */
  set(version, plan) {
    this.#version = version;
    this.#plan = plan;
  }

  /**
   * @param {string} version
   * @returns {PlayerPlan | null} null where another, or none, was sent last
   */
  get(version) {
    return version === this.#version ? this.#plan : null;
  }
}
