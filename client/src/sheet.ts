// The sheet: what people are about to sign, in words made from the very bytes; each signs with a PIN.
import htmx from "htmx.org";
import { fromBase64, signedBytes, toBase64 } from "./bytes";
import { keysHere, sign } from "./keys";
import { answered, keepSigned, notAnswered, patience, sendKept } from "./outbox";
import { opened } from "./pad";
import { refresh } from "./stream";

interface Signed {
  draft: string;
  key: string;
  signature: string;
}

function drafts(sheet: Element, key: string): HTMLElement[] {
  return [...sheet.querySelectorAll<HTMLElement>("[data-draft]")].filter((one) =>
    (one.dataset.keys ?? "").split(" ").includes(key),
  );
}

async function confirm(button: HTMLElement): Promise<void> {
  const sheet = button.closest("[data-sheet]");
  const key = button.dataset.key ?? "";
  const origin = document.body.dataset.origin ?? "";
  const kept = (await keysHere(origin)).find((one) => one.key === key);
  if (!sheet || !kept) return;
  const open = await opened(kept);
  if (!open) return;
  const signed: Signed[] = [];
  for (const one of drafts(sheet, key)) {
    const bytes = await sign(open, signedBytes(fromBase64(one.dataset.payload ?? "")));
    signed.push({ draft: one.dataset.draft ?? "", key, signature: toBase64(bytes) });
  }
  await send(sheet, signed);
}

async function send(sheet: Element, signatures: Signed[]): Promise<void> {
  const kept = await keepSigned(sheet, signatures);
  try {
    const answer = await fetch("/sheet", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Showclear-Keys": await here() },
      body: JSON.stringify({ signatures }),
      signal: patience(),
    });
    // A desk that was started again knows neither session nor draft: what is kept goes to it whole.
    if (!answer.ok) throw new Error(answer.statusText);
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const fresh = template.content.firstElementChild;
    if (!fresh) throw new Error("sheet: expected one, found nothing");
    await answered(kept);
    sheet.replaceWith(fresh);
    htmx.process(fresh);
    // What it was signed from has happened: the errands below are those that come next.
    if (fresh.querySelector(".answer.taken") && !fresh.querySelector(".draft, .signing")) refresh("[data-errands]");
  } catch {
    await notAnswered(sheet, kept);
    void sendKept();
  }
}

/** The public keys of this tablet, for the desk to choose whose signature is asked for here. */
export async function here(): Promise<string> {
  const origin = document.body.dataset.origin ?? "";
  return (await keysHere(origin)).map((kept) => kept.key).join(",");
}

export function prepareSheets(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-sign]");
    if (button) void confirm(button);
  });
}
