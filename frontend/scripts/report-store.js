// What the report form keeps on this device: reports that are not received yet, and their photos.
const NAME = "holdfast-report";
const STORES = { reports: "key", photos: "id" };

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath });
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another page holds the store"));
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

async function run(store, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = act(transaction.objectStore(store));
    // A write is only kept once its transaction is: a phone that runs out of room says so here.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

export const all = (store) => run(store, "readonly", (rows) => rows.getAll());
export const get = (store, key) => run(store, "readonly", (rows) => rows.get(key));
export const put = (store, row) => run(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, key) => run(store, "readwrite", (rows) => rows.delete(key));

/** Changes the row with `key`, if it is still there, and gives it. */
export async function change(store, key, changes) {
  const row = await get(store, key);
  if (row) await put(store, { ...row, ...changes });
  return row && { ...row, ...changes };
}

/** The photos of one report, in the order in which they were added. */
export async function photosOf(key) {
  return (await all("photos")).filter((photo) => photo.key === key).sort((one, other) => one.at - other.at);
}

/** Forgets a report and its photos. */
export async function forget(key) {
  for (const photo of await photosOf(key)) await remove("photos", photo.id);
  await remove("reports", key);
}
