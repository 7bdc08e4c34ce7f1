// What outlives the page: the browser's storage, or memory where that is forbidden or full.

const PREFIX = 'kneeapp.player.';

/** JSON values by name; `lasting` says whether they will survive a reload. */
export class Shelf {
  #memory = new Map();
  lasting = true;

  constructor() {
    this.write('probe', 1);
    this.remove('probe');
  }

  read(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return JSON.parse(localStorage.getItem(PREFIX + name));
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
      this.#memory.delete(name);
      this.lasting = true;
    } catch {
      this.#memory.set(name, value);
      this.lasting = false;
    }
  }

  remove(name) {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(PREFIX + name);
    } catch {
      this.lasting = false;
    }
  }

  /** The names that begin with `start`. */
  names(start) {
    const names = [...this.#memory.keys()];
    try {
      names.push(...Object.keys(localStorage).map((key) => key.replace(PREFIX, '')));
    } catch {
      this.lasting = false;
    }
    return [...new Set(names)].filter((name) => name.startsWith(start));
  }
}
