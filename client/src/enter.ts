// Entering: people whose keys are on this tablet tap their name; a signed challenge opens a session.
import { fromBase64, signedBytes, toBase64, utf8 } from "./bytes";
import { canKeepKeys, keysHere, makeKey, sign, unlock } from "./keys";
import { askPin, opened } from "./pad";
import { spoken } from "./spoken";
import { store, type KeptKey } from "./store";

const origin = (): string => document.body.dataset.origin ?? "";

async function json(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Sign in: the desk's challenge, under a text that no event can begin with. */
export async function enter(kept: KeptKey, open: CryptoKey): Promise<boolean> {
  const asked = await json("/api/challenges", { key: kept.key });
  if (!asked.ok) return false;
  const { challenge } = (await asked.json()) as { challenge: string };
  const signature = await sign(open, utf8(`showclear session\n${origin()}\n${challenge}\n`));
  const answer = await json("/api/sessions", { key: kept.key, challenge, signature: toBase64(signature) });
  return answer.ok;
}

async function enterAs(key: string): Promise<void> {
  const kept = await store.key(key);
  const open = kept && (await opened(kept));
  if (!kept || !open) return;
  if (await enter(kept, open)) location.assign("/");
  else say("#enter-problem");
}

function say(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.removeAttribute("hidden");
}

async function listPeople(place: HTMLElement): Promise<void> {
  const known = new Set((place.dataset.known ?? "").split(" "));
  for (const kept of await keysHere(origin())) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.textContent = kept.name;
    button.disabled = !known.has(kept.key);
    button.addEventListener("click", () => void enterAs(kept.key));
    place.append(button);
  }
  if (place.childElementCount === 0) say("#enter-nobody");
}

// -- joining ----------------------------------------------------------------------------------

interface Join {
  join: string;
  state: "waiting" | "to-sign" | "done" | "lapsed";
  payload: string;
}

async function join(form: HTMLFormElement): Promise<void> {
  const fields = new FormData(form);
  const name = String(fields.get("name") ?? "");
  const person = String(fields.get("person") ?? "");
  const first = await askPin(form.dataset.choose ?? "", form.dataset.digits ?? "", 4);
  if (first === null || first.length < 4) return;
  const again = await askPin(form.dataset.again ?? "", "", 4);
  if (again !== first) return problem(form, form.dataset.differs ?? "");
  const shown = name || form.querySelector<HTMLOptionElement>("option:checked")?.textContent?.trim() || person;
  const own = fields.get("device") === "own";
  const kept = await makeKey(origin(), person, shown, first);
  if (own && !(await navigator.storage?.persisted?.())) say("#join-not-kept");
  const open = await unlock(kept, first, Date.now());
  const asked = await json("/api/joins", { key: kept.key, name, person, title: String(fields.get("title") ?? ""), own_device: own });
  if (!asked.ok) {
    await store.drop(kept.key);
    const found = (await asked.json()) as { detail?: string };
    return problem(form, found.detail ?? asked.statusText);
  }
  await follow(form, (await asked.json()) as Join, kept, open);
}

function problem(form: HTMLFormElement, text: string): void {
  const line = form.querySelector<HTMLElement>("[data-problem]");
  if (!line) return;
  form.hidden = false;
  line.textContent = text;
  line.hidden = false;
}

async function follow(form: HTMLFormElement, asked: Join, kept: KeptKey, open: CryptoKey): Promise<void> {
  const code = document.querySelector<HTMLElement>("#join-code");
  // Made here, from this device's own key: a server that lies shows the officers other words.
  if (code) code.textContent = spoken(kept.key);
  form.hidden = true; // the words are what matters now, on the smallest phone too
  say("#join-waits");
  for (let now = asked; ; ) {
    if (now.state === "done") break;
    if (now.state === "lapsed") return problem(form, form.dataset.lapsed ?? "");
    if (now.state === "to-sign") {
      const signature = await sign(open, signedBytes(fromBase64(now.payload)));
      await json(`/api/joins/${now.join}/signature`, { signature: toBase64(signature) });
    } else {
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const answer = await fetch(`/api/joins/${now.join}`);
    now = answer.ok ? ((await answer.json()) as Join) : { ...now, state: "lapsed" };
  }
  if (await enter(kept, open)) location.assign("/");
}

export async function prepareEntering(): Promise<void> {
  const place = document.querySelector<HTMLElement>("#enter-people");
  const form = document.querySelector<HTMLFormElement>("#join");
  if ((place || form) && !(await canKeepKeys())) say("#enter-cannot");
  if (place) await listPeople(place);
  form?.addEventListener("change", () => {
    const own = new FormData(form).get("device") === "own";
    document.querySelector("#join-own")?.toggleAttribute("hidden", !own);
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void join(form);
  });
}
