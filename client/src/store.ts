// What this tablet keeps: keys under PINs, the tablet's own secret, signed things not yet sent.

export interface KeptKey {
  /** Public key, 64 hex digits. */
  key: string;
  origin: string;
  person: string;
  name: string;
  salt: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  wrapped: ArrayBuffer;
  /** Wrong PINs in a row, and until when none is tried (ms since 1970). */
  wrong: number;
  until: number;
}

export interface Unsent {
  id: string;
  origin: string;
  envelope: string;
  title: string;
  at: number;
  /** Why the desk cannot take it, where it said so. */
  problem?: string;
}

type Place = "keys" | "device" | "unsent";

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("showclear", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "key" });
      asked.result.createObjectStore("device");
      asked.result.createObjectStore("unsent", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function run<T>(place: Place, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(place, mode, { durability: "strict" });
  const asked = act(transaction.objectStore(place));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const store = {
  keys: (): Promise<KeptKey[]> => run("keys", "readonly", (all) => all.getAll()),
  key: (key: string): Promise<KeptKey | undefined> => run("keys", "readonly", (all) => all.get(key)),
  keep: (key: KeptKey): Promise<unknown> => run("keys", "readwrite", (all) => all.put(key)),
  drop: (key: string): Promise<unknown> => run("keys", "readwrite", (all) => all.delete(key)),
  secret: (): Promise<CryptoKey | undefined> => run("device", "readonly", (all) => all.get("secret")),
  keepSecret: (secret: CryptoKey): Promise<unknown> => run("device", "readwrite", (all) => all.put(secret, "secret")),
  paperSince: (): Promise<string | undefined> => run("device", "readonly", (all) => all.get("paper-since")),
  keepPaperSince: (clock: string): Promise<unknown> => run("device", "readwrite", (all) => all.put(clock, "paper-since")),
  forgetPaperSince: (): Promise<unknown> => run("device", "readwrite", (all) => all.delete("paper-since")),
  unsent: (): Promise<Unsent[]> => run("unsent", "readonly", (all) => all.getAll()),
  keepUnsent: (one: Unsent): Promise<unknown> => run("unsent", "readwrite", (all) => all.put(one)),
  sent: (id: string): Promise<unknown> => run("unsent", "readwrite", (all) => all.delete(id)),
};
