// The set app's browser side: keys, PIN pad, sheets, keeping up, and what to say without the desk.
import htmx from "htmx.org";
import { runClocks } from "./clocks";
import { prepareEntering } from "./enter";
import { prepareOutbox, sendKept } from "./outbox";
import { preparePaper } from "./paper";
import { preparePad } from "./pad";
import { here, prepareSheets } from "./sheet";
import { prepareStock } from "./stock";
import { prepareSpeaking } from "./speak";
import { follow } from "./stream";
import { prepareWaiting } from "./waiting";

function online(yes: boolean): void {
  const changed = document.body.classList.toggle("without-desk", !yes);
  const line = document.querySelector<HTMLElement>("#without-desk");
  if (line) line.hidden = yes;
  if (!changed && yes) void sendKept();
}

let keys = "";

async function start(): Promise<void> {
  prepareSpeaking();
  preparePad();
  prepareSheets();
  await prepareEntering();
  keys = await here();
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail;
    ctx.request.headers["Showclear-Keys"] = keys;
  });
  document.addEventListener("htmx:error", () => online(false));
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[data-submits]")) (field.closest("form") as HTMLFormElement).requestSubmit();
  });
  runClocks();
  follow(online);
  prepareWaiting();
  prepareStock();
  await prepareOutbox();
  await preparePaper();
  if (navigator.serviceWorker) await navigator.serviceWorker.register("/worker.js");
  document.body.dataset.ready = "yes";
}

htmx.config.includeIndicatorCSS = false;
void start();
