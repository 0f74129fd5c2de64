// People's keys on this tablet. A key is Ed25519, made here, and lies wrapped under its owner's PIN
// and the tablet's own secret, which cannot be read out: a copied store opens nowhere else.
import { joined, toHex, utf8 } from "./bytes";
import { store, type KeptKey } from "./store";

const ROUNDS = 600_000; // PBKDF2-SHA-256, as OWASP's cheat sheet of 2023 has it
const TRIES = 5; // wrong PINs in a row before a pause
const PAUSE_MS = 60_000;

export class WrongPin extends Error {}

export async function canKeepKeys(): Promise<boolean> {
  if (!globalThis.isSecureContext || !crypto.subtle) return false;
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

async function secret(): Promise<CryptoKey> {
  const kept = await store.secret();
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  await store.keepSecret(made);
  return made;
}

async function lockOf(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  const slow = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, typed, 256);
  const bound = await crypto.subtle.sign("HMAC", await secret(), joined(salt, new Uint8Array(slow)));
  return crypto.subtle.importKey("raw", bound, "AES-GCM", false, ["wrapKey", "unwrapKey"]);
}

/** Make a key under a PIN. It is kept at once, before anything is said of it to the desk. */
export async function makeKey(origin: string, person: string, name: string, pin: string): Promise<KeptKey> {
  await navigator.storage?.persist?.();
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("Ed25519: expected a pair of keys");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, await lockOf(pin, salt), { name: "AES-GCM", iv });
  const key = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  const kept: KeptKey = { key, origin, person, name, salt, iv, wrapped, wrong: 0, until: 0 };
  await store.keep(kept);
  return kept;
}

/** Open a key with its PIN, for this moment; the opened key cannot be read out. */
export async function unlock(kept: KeptKey, pin: string, now: number): Promise<CryptoKey> {
  if (kept.until > now) throw new WrongPin(String(Math.ceil((kept.until - now) / 1000)));
  try {
    const opened = await crypto.subtle.unwrapKey(
      "pkcs8", kept.wrapped, await lockOf(pin, kept.salt), { name: "AES-GCM", iv: kept.iv }, "Ed25519", false, ["sign"],
    );
    if (kept.wrong) await store.keep({ ...kept, wrong: 0, until: 0 });
    return opened;
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
    const wrong = kept.wrong + 1;
    await store.keep({ ...kept, wrong, until: wrong % TRIES === 0 ? now + PAUSE_MS : 0 });
    throw new WrongPin("");
  }
}

export async function sign(opened: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", opened, bytes));
}

export async function keysHere(origin: string): Promise<KeptKey[]> {
  return (await store.keys()).filter((kept) => kept.origin === origin);
}
