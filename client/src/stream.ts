// Keeping up: the desk says that something was recorded, and what is marked for it is fetched again.
// Every message also says the desk's time, and whether a stop is open or a set-up rolls. There is no
// sound on any device, rolling or not: a horse hears it too.
import htmx from "htmx.org";
import { setDeskTime } from "./clocks";
import { whatBecame, whatWaits } from "./waiting";

const SILENT_MS = 25_000; // two beats missed: the desk is silent
const SPREAD_MS = 15_000; // screens ask for the new minute one after the other, not all at once

let heard = Date.now();
let fresh = true;
let lost = false; // the connection broke, and nothing has been heard since
let size = "";
let minute = 0;

/** Have what matches fetched again. */
export function refresh(selector: string): void {
  for (const one of document.querySelectorAll(selector)) htmx.trigger(one, "recorded");
}

const FIELDS = "input:not([type=hidden]), select, textarea";

/** Whether somebody is in the middle of something: a sheet to sign, an opened part, an entry begun. */
function busy(part: Element): boolean {
  if (document.querySelector("#sheet .draft, #sheet .signing")) return true;
  const focused = document.activeElement;
  if ((focused?.matches(FIELDS) && part.contains(focused)) || part.querySelector("details.rest[open]")) return true;
  return [...part.querySelectorAll(FIELDS)].some((field) => {
    if (field instanceof HTMLSelectElement) {
      const given = [...field.options].findIndex((one) => one.defaultSelected);
      return field.selectedIndex !== Math.max(given, 0);
    }
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio"))
      return field.checked !== field.defaultChecked;
    return (field as HTMLInputElement).value !== (field as HTMLInputElement).defaultValue;
  });
}

function show(yes: boolean): void {
  if (fresh && !yes) document.body.dataset.heard = String(heard);
  fresh = yes;
  const line = document.querySelector<HTMLElement>("#up-to-date");
  if (!line) return;
  const clock = new Date(heard).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
  const text = yes ? (line.dataset.fresh ?? "") : (line.dataset.stale ?? "").replace("{clock}", clock);
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("stale", !yes);
}

/** What every message says: desk's time, entries, stop open, rolling, whether this device vibrates. */
function take(data: string): boolean {
  const [now = "0", entries = "", stopped = "0", rolling = "0", vibrate = "0"] = data.split(" ");
  heard = Date.now();
  lost = false;
  setDeskTime(Number(now));
  document.body.classList.toggle("stopped-now", stopped === "1");
  document.body.classList.toggle("rolling-now", rolling === "1");
  const banner = document.querySelector<HTMLElement>("#stop-now");
  if (banner) banner.hidden = stopped !== "1";
  if (vibrate === "1") navigator.vibrate?.([300, 150, 300, 150, 300]);
  const grown = entries !== size;
  size = entries;
  // Ages are told in minutes: what shows them asks again once in each.
  if (minute !== Math.floor(Number(now) / 60_000)) {
    if (minute && !grown) setTimeout(() => refresh("[data-minutely]"), Math.random() * SPREAD_MS);
    minute = Math.floor(Number(now) / 60_000);
  }
  return grown;
}

export function follow(online: (yes: boolean) => void): void {
  const told = (yes: boolean): void => { online(yes); show(yes); };
  const source = new EventSource("/stream");
  const news = (always: boolean) => (event: Event): void => {
    const grown = take((event as MessageEvent<string>).data);
    told(true);
    // Drafts lapse without a word: a sheet that waits asks with every beat what became of it.
    void whatBecame();
    if (!always && !grown) return;
    void whatWaits();
    refresh("[data-follows]");
    const part = document.querySelector("[data-errands]");
    if (part && !busy(part)) refresh("[data-errands]");
  };
  source.addEventListener("recorded", news(true));
  source.addEventListener("stop", news(true));
  // Something waits to be signed, perhaps here.
  source.addEventListener("drafted", (event) => {
    take((event as MessageEvent<string>).data);
    refresh("[data-drafts]");
    void whatBecame();
    void whatWaits();
  });
  // The first beat after a silence names the entries there are by now: a screen that slept catches up.
  source.addEventListener("beat", news(false));
  source.addEventListener("error", () => { lost = true; told(false); });
  setInterval(() => told(!lost && Date.now() - heard < SILENT_MS), 5_000);
}
