// Receiving, proving and counting: files as hashes, rounds by taps and keys, labels by camera.
import { toHex } from "./bytes";

// -- files: only a hash of the bytes leaves the tablet ------------------------------------------

async function hash(field: HTMLInputElement): Promise<void> {
  const into = document.querySelector<HTMLInputElement>(`#${field.dataset.hashInto ?? ""}`);
  const said = document.querySelector<HTMLElement>(`#${field.getAttribute("aria-describedby") ?? ""}`);
  const file = field.files?.[0];
  if (!into) return;
  into.value = file ? toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))) : "";
  if (said && into.value) said.textContent = (said.dataset.said ?? "").replace("{hash}", into.value.slice(0, 16) + "…");
}

// -- proving: one tap or one key for each round -------------------------------------------------

const taken: HTMLInputElement[] = [];

function add(field: HTMLInputElement | null, by: number): void {
  if (!field) return;
  field.value = String(Math.max(0, Number(field.value || "0") + by));
}

function tally(form: HTMLFormElement): void {
  const fields = [...form.querySelectorAll<HTMLInputElement>("input[name=rounds], input[name^='odd.']")];
  const line = form.querySelector<HTMLElement>("[data-tallied]");
  const sum = fields.reduce((all, one) => all + Number(one.value || "0"), 0);
  if (line) line.textContent = (line.dataset.tallied ?? "").replace("{n}", String(sum));
}

function tap(form: HTMLFormElement, button: HTMLElement): void {
  if (button.dataset.tap) {
    const field = form.querySelector<HTMLInputElement>(`input[name="${button.dataset.tap}"]`);
    add(field, 1);
    if (field) taken.push(field);
  } else if (button.dataset.undo !== undefined) {
    add(taken.pop() ?? null, -1);
  }
  tally(form);
}

function key(event: KeyboardEvent): void {
  const form = document.querySelector<HTMLFormElement>("[data-proving]");
  const at = event.target as HTMLElement;
  const typing = at.matches("select, textarea, input:not([type=checkbox])") || document.querySelector("dialog[open]");
  if (!form || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const meant = form.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!meant) return;
  event.preventDefault();
  meant.click();
}

// -- labels: the browser's own reader where there is one; typing is always there -----------------

interface Reader { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type Readers = new (wanted: { formats: string[] }) => Reader;

function readers(): Readers | undefined {
  return (globalThis as unknown as { BarcodeDetector?: Readers }).BarcodeDetector;
}

async function scan(button: HTMLElement): Promise<void> {
  const form = button.closest("form");
  const view = form?.querySelector<HTMLVideoElement>("[data-viewfinder]");
  const field = form?.querySelector<HTMLInputElement>(`#${button.dataset.scan ?? ""}`);
  const Found = readers();
  if (!form || !view || !field || !Found) return;
  let camera: MediaStream;
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return noCamera(form);
  }
  view.srcObject = camera;
  view.hidden = false;
  await view.play();
  const reader = new Found({ formats: ["qr_code", "data_matrix"] });
  const until = Date.now() + 30_000; // a camera left on empties a tablet
  while (Date.now() < until && view.isConnected) {
    const [read] = await reader.detect(view).catch(() => []);
    if (read) {
      field.value = read.rawValue;
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  for (const track of camera.getTracks()) track.stop();
  view.hidden = true;
  if (field.value) form.requestSubmit();
}

function noCamera(form: HTMLFormElement): void {
  const line = form.querySelector<HTMLElement>("[data-no-camera]");
  if (line) line.textContent = line.dataset.noCamera ?? "";
}

// -- each alone: what one person entered is not there for the next --------------------------------

/** Numbers are what is signed here: they stand open beside the sentence, not behind a tap. */
function unfold(fresh: Element): void {
  if (!document.querySelector("form[data-clears]")) return;
  for (const more of fresh.querySelectorAll<HTMLDetailsElement>(".draft details")) more.open = true;
}

function blank(fresh: Element): void {
  if (!fresh.querySelector(".answer.taken")) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-clears]")) {
    form.reset();
    for (const hidden of form.querySelectorAll<HTMLInputElement>("input[type=hidden][id$='-hash']")) hidden.value = "";
    taken.length = 0;
    if (form.matches("[data-proving]")) tally(form);
  }
}

export function prepareStock(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-scan]")) {
    button.hidden = !readers() || !navigator.mediaDevices;
    const form = button.closest("form");
    if (button.hidden && form) noCamera(form);
  }
  document.addEventListener("click", (event) => {
    const at = event.target as Element;
    const button = at.closest<HTMLElement>("[data-tap], [data-undo]");
    const form = button?.closest<HTMLFormElement>("[data-proving]");
    if (button && form) tap(form, button);
    const camera = at.closest<HTMLElement>("[data-scan]");
    if (camera) void scan(camera);
  });
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("[data-proving]");
    if (form) tally(form);
  });
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[data-hash-into]")) void hash(field as HTMLInputElement);
  });
  document.addEventListener("keydown", key);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (!(node instanceof HTMLElement) || node.id !== "sheet") continue;
        unfold(node);
        blank(node);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
}
