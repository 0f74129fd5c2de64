// What waits for a signature on this device comes by itself; a sheet that waits for others asks
// again what became of it. A sheet that somebody here is about to sign is left alone.
import htmx from "htmx.org";
import { here } from "./sheet";

const now = (): HTMLElement | null => document.querySelector<HTMLElement>("#sheet");
const asksHere = (sheet: Element | null): boolean => Boolean(sheet?.querySelector("[data-sign]"));

/** Bring a sheet into view with its heading, and its first button to sign above the bar. */
export function bring(sheet: HTMLElement): void {
  const headings = [...sheet.querySelectorAll<HTMLElement>("h2")];
  (headings.find((one) => one.hasAttribute("data-to-sign")) ?? headings[0])?.focus({ preventScroll: true });
  sheet.scrollIntoView({ block: "start" });
  const button = sheet.querySelector("[data-sign]");
  const bar = document.querySelector(".bar");
  if (!button || !bar) return;
  const under = button.getBoundingClientRect().bottom + 12 - bar.getBoundingClientRect().top;
  if (under > 0) scrollBy(0, under);
}

async function asked(url: string): Promise<{ fresh: HTMLElement } | undefined> {
  const keys = await here();
  try {
    const answer = await fetch(url, { headers: { "Showclear-Keys": keys, "HX-Request": "true" } });
    if (!answer.ok) return undefined;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const fresh = template.content.querySelector<HTMLElement>("#sheet");
    return fresh ? { fresh } : undefined;
  } catch {
    return undefined; // the desk is silent: the stream says so
  }
}

/** Ask what became of the sheet on this page, where it waits for others alone. */
export async function whatBecame(): Promise<void> {
  const sheet = now();
  const names = sheet?.dataset.names;
  if (!sheet || !names || asksHere(sheet)) return;
  const found = await asked(`/sheet?draft=${encodeURIComponent(names)}`);
  // Where nothing is new it is left as it stands: somebody may be about to tap it.
  if (!found || now() !== sheet || found.fresh.textContent === sheet.textContent) return;
  if (sheet.querySelector(".htmx-request")) return; // somebody has just tapped on it: its answer counts
  found.fresh.dataset.quiet = "yes";
  sheet.replaceWith(found.fresh);
  htmx.process(found.fresh);
}

let asking = 0; // an answer that is overtaken by a newer question says nothing any more

/** Show what waits for somebody whose key is here: on the first page itself, elsewhere in a line. */
export async function whatWaits(): Promise<void> {
  const line = document.querySelector<HTMLElement>("#something-waits");
  if (!line || !(await here())) return;
  if (asksHere(now())) { line.hidden = true; return; }
  asking += 1;
  const mine = asking;
  const found = await asked("/waiting");
  const sheet = now();
  if (!found || mine !== asking || asksHere(sheet)) return;
  const { fresh } = found;
  const asks = asksHere(fresh);
  const first = document.querySelector("#waiting") !== null && sheet !== null;
  line.hidden = first || !asks;
  if (!first || !sheet || (!asks && (sheet.childElementCount || !fresh.childElementCount))) return;
  // What was answered here before stays, above what is asked now.
  if (asks) fresh.prepend(...sheet.querySelectorAll(":scope > .answer"));
  else fresh.dataset.quiet = "yes";
  sheet.replaceWith(fresh);
  htmx.process(fresh);
}

/** Bring every sheet that comes, unless it came by itself and asks nothing. */
export function prepareWaiting(): void {
  const main = document.querySelector("#main");
  if (!main) return;
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((one) => [...one.addedNodes])) {
      if (!(node instanceof HTMLElement) || node.id !== "sheet" || !node.isConnected) continue;
      const line = document.querySelector<HTMLElement>("#something-waits");
      if (line && asksHere(node)) line.hidden = true;
      if (node.childElementCount && node.dataset.quiet !== "yes") bring(node);
    }
  }).observe(main, { childList: true, subtree: true });
  void whatWaits();
}
