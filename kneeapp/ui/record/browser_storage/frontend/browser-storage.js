// Stores a visitor's record in this browser's own storage, once they have said so.
// What is stored is one packed text, written whole: no other tab ever reads half of it.

/** @import { ComponentArguments } from '#component' */
/** @import { Order, StorageData, StorageReply } from '#payloads' */

const RECORD = 'kneeapp.record';
const DAMAGED = 'kneeapp.record.aside';

/** @type {WeakMap<Element, number>} the number of the order that each element carried out last */
const done = new WeakMap();

/** @type {Record<Order, (data: StorageData) => string | null | void>} */
const ORDERS = {
  look: () => localStorage.getItem(RECORD),
  keep: ({ file }) => {
    if (localStorage.getItem(RECORD) !== file) localStorage.setItem(RECORD, file);
  },
  aside: () => {
    const file = localStorage.getItem(RECORD);
    if (file !== null) localStorage.setItem(DAMAGED, file);
    localStorage.removeItem(RECORD);
  },
  forget: ({ events }) => {
    const waiting = Object.keys(localStorage).filter((name) => name.startsWith(events));
    for (const name of [RECORD, DAMAGED, ...waiting]) localStorage.removeItem(name);
  },
};

/** @param {ComponentArguments<StorageData, { found: StorageReply }>} args */
export default function ({ data, parentElement, setStateValue }) {
  const { order, number } = data;
  const root = parentElement.querySelector('.browser-storage');
  if (!root || done.get(root) === number) return;
  done.set(root, number);
  try {
    const found = ORDERS[order](data);
    if (found) setStateValue('found', { number, file: found });
  } catch {
    setStateValue('found', { number, fault: true });
  }
}
