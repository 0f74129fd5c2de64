// The set app's browser side: keys, PIN pad, sheets, keeping up, and what to say without the desk.
import htmx from "htmx.org";
import { prepareEntering } from "./enter";
import { sendKept } from "./outbox";
import { preparePad } from "./pad";
import { here, prepareSheets } from "./sheet";
import { follow } from "./stream";

function online(yes: boolean): void {
  const changed = document.body.classList.toggle("without-desk", !yes);
  const line = document.querySelector<HTMLElement>("#without-desk");
  if (line) line.hidden = yes;
  if (!changed && yes) void sendKept(document.body.dataset.origin ?? "");
}

let keys = "";

async function start(): Promise<void> {
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
  if (document.body.dataset.follows) follow(online);
  await sendKept(document.body.dataset.origin ?? "");
  if (navigator.serviceWorker) await navigator.serviceWorker.register("/worker.js");
  document.body.dataset.ready = "yes";
}

htmx.config.includeIndicatorCSS = false;
void start();
