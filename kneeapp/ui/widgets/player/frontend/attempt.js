// What a browser may lack or forbid: tried, and gone on without.

/**
 * @template T
 * @param {() => T} action
 * @returns {T | undefined} undefined where it threw
 */
export const attempt = (action) => {
  try {
    return action();
  } catch {
    return undefined;
  }
};
