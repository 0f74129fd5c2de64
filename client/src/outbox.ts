// Signed things the desk has not answered yet: kept on this tablet before they are sent, sent again,
// never doubled. The desk knows an event by what was signed, so sending it twice gives the first
// answer again. What several people sign goes through the desk's draft: it is told to be signed again.
import { envelope, fromBase64, toHex, signedBytes } from "./bytes";
import { store, type Unsent } from "./store";

const ANSWER_MS = 10_000; // a desk that says nothing for so long is silent
const AGAIN_MS = 5_000;
const FRESHEN_MS = 10_000;

/** One signature as it goes to the desk, and where its sentence stands on the page. */
export interface Given {
  draft: string;
  key: string;
  signature: string;
}

/** What is kept of one signing: by event, and the sentences that have to be signed again. */
export interface Kept {
  ids: string[];
  kept: HTMLElement[];
  again: HTMLElement[];
}

export const patience = (): AbortSignal => AbortSignal.timeout(ANSWER_MS);
const here = (): string => document.body.dataset.origin ?? "";

let last = 0;

/** A time for each, later than the one before: they are sent in the order they were signed. */
function moment(): number {
  last = Math.max(Date.now(), last + 1);
  return last;
}

/** Whether an event is one person's; two people's goes through the desk's draft. */
function alone(payload: Uint8Array): boolean {
  const read = JSON.parse(new TextDecoder().decode(payload)) as { signers: unknown[] };
  return read.signers.length === 1;
}

/** Keep what was just signed, before anything is sent: a tablet that dies now has it still. */
export async function keepSigned(sheet: Element, given: Given[]): Promise<Kept> {
  const found: Kept = { ids: [], kept: [], again: [] };
  for (const one of given) {
    const draft = sheet.querySelector<HTMLElement>(`[data-draft="${one.draft}"]`);
    if (!draft) continue;
    const payload = fromBase64(draft.dataset.payload ?? "");
    // A step that rests on what somebody else has still to sign would be answered too early.
    if (draft.dataset.waits === "yes" || !alone(payload)) {
      found.again.push(draft);
      continue;
    }
    const id = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", signedBytes(payload))));
    const whole = envelope(payload, one.key, fromBase64(one.signature));
    await store.keepUnsent({ id, origin: here(), envelope: whole, title: draft.dataset.title ?? "", at: moment() });
    found.ids.push(id);
    found.kept.push(draft);
  }
  return found;
}

/** The desk has answered, a no as well as a yes: nothing of it is kept any more. */
export async function answered(kept: Kept): Promise<void> {
  for (const id of kept.ids) await store.sent(id);
}

/** The desk has not answered: say under each sentence what becomes of it. */
export async function notAnswered(sheet: Element, kept: Kept): Promise<void> {
  const said = sheet.querySelector<HTMLElement>("[data-not-sent]");
  for (const [drafts, text] of [[kept.kept, said?.dataset.kept], [kept.again, said?.dataset.again]] as const) {
    for (const draft of drafts) {
      const line = draft.querySelector("[data-fate]") ?? draft.appendChild(document.createElement("p"));
      line.setAttribute("data-fate", "");
      line.className = "against";
      line.textContent = text ?? "";
    }
  }
  if (said) said.hidden = kept.ids.length === 0;
  await show();
}

async function unsent(): Promise<Unsent[]> {
  return (await store.unsent()).filter((one) => one.origin === here()).sort((a, b) => a.at - b.at);
}

let sending: Promise<number> | undefined;

/** Send what is kept, oldest first; return how many are still unsent. One sending at a time. */
export function sendKept(): Promise<number> {
  sending ??= sendAll().finally(() => { sending = undefined; });
  return sending;
}

async function sendAll(): Promise<number> {
  for (const one of await unsent()) {
    if (!(await sendOne(one))) break;
  }
  return show();
}

/** Send one; false where the desk is silent. Only an answer about this very event takes it off. */
async function sendOne(one: Unsent): Promise<boolean> {
  try {
    const answer = await fetch("/api/events", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: one.envelope, signal: patience(),
    });
    if (answer.status >= 500 || answer.status === 429) return false;
    const told = (await answer.json()) as { id?: string; detail?: string };
    if (answer.ok && told.id === one.id) await store.sent(one.id);
    else if (!answer.ok) await store.keepUnsent({ ...one, problem: told.detail ?? answer.statusText });
    return true;
  } catch {
    return false; // no answer, or somebody else's: it stays here
  }
}

/** Show how many are unsent on this tablet, which, and what must wait for them. */
async function show(): Promise<number> {
  const kept = await unsent();
  const line = document.querySelector<HTMLElement>("#unsent");
  if (line) {
    line.hidden = kept.length === 0;
    const text = (line.dataset.text ?? "").replace("{n}", String(kept.length));
    const link = document.createElement("a");
    link.href = "/without-desk";
    link.textContent = text;
    line.replaceChildren(link);
  }
  list(kept);
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-needs-sent]")) {
    const number = form.querySelector<HTMLInputElement>("[data-unsent-number]");
    if (number) number.value = String(kept.length);
    const note = form.querySelector<HTMLElement>("[data-unsent-note]");
    if (note) note.hidden = kept.length === 0;
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (button) button.disabled = kept.length > 0;
  }
  return kept.length;
}

function list(kept: Unsent[]): void {
  const place = document.querySelector<HTMLElement>("#unsent-list");
  const rows = place?.querySelector("ol");
  if (!place || !rows) return;
  rows.replaceChildren(...kept.map((one) => row(place, one)));
  if (kept.length > 0) return;
  rows.append(paragraph("li", place.dataset.empty ?? ""));
  rows.firstElementChild?.classList.add("all-sent");
}

function row(place: HTMLElement, one: Unsent): HTMLElement {
  const clock = new Date(one.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const item = paragraph("li", `${clock} ${one.title}`);
  if (!one.problem) return item;
  item.append(paragraph("p", `${place.dataset.again ?? ""} ${one.problem}`));
  const aside = document.createElement("button");
  aside.type = "button";
  aside.textContent = place.dataset.aside ?? "";
  aside.addEventListener("click", () => void store.sent(one.id).then(show));
  item.append(aside);
  return item;
}

function paragraph(kind: "p" | "li", text: string): HTMLElement {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}

let freshening = false;

/** Have the worker keep the page for a silent desk anew, once in a while after something happened. */
function freshen(): void {
  if (freshening) return;
  freshening = true;
  // Not all screens at once: each waits its own while.
  setTimeout(() => {
    freshening = false;
    void fetch("/without-desk").catch(() => undefined);
  }, FRESHEN_MS * (0.5 + Math.random()));
}

/** Send what is kept now, and again and again as long as there is any. */
export async function prepareOutbox(): Promise<void> {
  await show();
  setInterval(() => void unsent().then((kept) => (kept.length ? sendKept() : 0)), AGAIN_MS);
  addEventListener("online", () => void sendKept());
  document.addEventListener("recorded", freshen);
  freshen();
  void sendKept();
}
