// Storage that never fails: the browser's own, or memory where that is forbidden or full.

/** JSON values by name; `isPersistent` says whether they will survive a reload. */
export class SafeStorage {
  /** @type {Map<string, unknown>} */
  #memory = new Map();
  isPersistent = true;
  #prefix;

  /** @param {string} prefix of the names in the browser's storage */
  constructor(prefix) {
    this.#prefix = prefix;
    this.write('probe', 1);
    this.remove('probe');
  }

  /**
   * @param {string} name
   * @returns {unknown} the value; null where there is none or it cannot be read
   */
  read(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return JSON.parse(localStorage.getItem(this.#prefix + name) ?? 'null');
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  write(name, value) {
    try {
      localStorage.setItem(this.#prefix + name, JSON.stringify(value));
      this.#memory.delete(name);
      this.isPersistent = true;
    } catch {
      this.#memory.set(name, value);
      this.isPersistent = false;
    }
  }

  /** @param {string} name */
  remove(name) {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(this.#prefix + name);
    } catch {
      this.isPersistent = false;
    }
  }

  /**
   * @param {string} start
   * @returns {string[]} the names that begin with `start`
   */
  names(start) {
    const names = [...this.#memory.keys()];
    try {
      names.push(...Object.keys(localStorage).map((key) => key.replace(this.#prefix, '')));
    } catch {
      this.isPersistent = false;
    }
    return [...new Set(names)].filter((name) => name.startsWith(start));
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>} whether a stored value has fields
 */
export const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
