// The number pad: a PIN typed with gloved fingers, never shown, never kept.
import { unlock, WrongPin } from "./keys";
import { store, type KeptKey } from "./store";

function part<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`page: expected ${selector}, found none`);
  return found;
}

/** Ask for a PIN of at least `least` digits; null when it is closed without one. */
export function askPin(title: string, note: string, least = 4): Promise<string | null> {
  const dialog = part<HTMLDialogElement>("#pad");
  const field = part<HTMLInputElement>("#pad-pin");
  part("#pad-title").textContent = title;
  part("#pad-note").textContent = note;
  field.value = "";
  field.minLength = least;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const typed = dialog.returnValue === "done" ? field.value : null;
      field.value = "";
      resolve(typed);
    }, { once: true });
  });
}

/** Ask until the PIN opens the key; null when somebody closes the pad. */
export async function opened(kept: KeptKey): Promise<CryptoKey | null> {
  const pad = part<HTMLElement>("#pad");
  let note = "";
  for (;;) {
    const pin = await askPin(kept.name, note);
    if (pin === null) return null;
    try {
      return await unlock(kept, pin, Date.now());
    } catch (problem) {
      if (!(problem instanceof WrongPin)) throw problem;
      const wait = pad.dataset.wait ?? "";
      note = problem.message ? wait.replace("{seconds}", problem.message) : (pad.dataset.wrong ?? "");
      kept = (await store.key(kept.key)) ?? kept;
    }
  }
}

export function preparePad(): void {
  const field = part<HTMLInputElement>("#pad-pin");
  part("#pad").addEventListener("click", (event) => {
    const digit = (event.target as Element).closest<HTMLElement>("[data-digit]")?.dataset.digit;
    if (digit === undefined) return;
    field.value = digit === "back" ? field.value.slice(0, -1) : field.value + digit;
  });
}
