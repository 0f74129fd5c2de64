// Signed things the desk has not answered yet: kept on this tablet, sent again, never doubled. The
// desk knows an event by what was signed, so sending it twice gives the first answer again.
import { envelope, fromBase64, toHex, signedBytes } from "./bytes";
import { store } from "./store";

export async function keepUnsent(origin: string, title: string, payload: string, key: string, signature: Uint8Array): Promise<void> {
  const bytes = fromBase64(payload);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", signedBytes(bytes)));
  await store.keepUnsent({ id: toHex(digest), origin, envelope: envelope(bytes, key, signature), title, at: Date.now() });
}

/** Send what is kept, oldest first; return how many are still unsent. */
export async function sendKept(origin: string): Promise<number> {
  const kept = (await store.unsent()).filter((one) => one.origin === origin).sort((a, b) => a.at - b.at);
  let left = kept.length;
  for (const one of kept) {
    try {
      const answer = await fetch("/api/events", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: one.envelope,
      });
      // Whatever the desk has read is answered, a no as well as a yes; only its silence keeps it here.
      if (answer.status >= 500 || answer.status === 429) break;
      await store.sent(one.id);
      left -= 1;
    } catch {
      break;
    }
  }
  show(left);
  return left;
}

function show(left: number): void {
  const line = document.querySelector<HTMLElement>("#unsent");
  if (!line) return;
  line.hidden = left === 0;
  line.textContent = (line.dataset.text ?? "").replace("{n}", String(left));
}
