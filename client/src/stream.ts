// Keeping up: the desk says that something was recorded, and what is marked for it is fetched again.
import htmx from "htmx.org";

let source: EventSource | undefined;
let heard = Date.now();

function refresh(): void {
  for (const one of document.querySelectorAll("[data-follows]")) htmx.trigger(one, "recorded");
}

export function follow(online: (yes: boolean) => void): void {
  source = new EventSource("/stream");
  source.addEventListener("open", () => { heard = Date.now(); online(true); refresh(); });
  source.addEventListener("recorded", () => { heard = Date.now(); refresh(); });
  source.addEventListener("beat", () => { heard = Date.now(); });
  source.addEventListener("stop", (event) => {
    heard = Date.now();
    // No sound, ever: a horse hears it too. Only those whom the desk names feel it.
    if ((event as MessageEvent<string>).data === "vibrate") navigator.vibrate?.([300, 150, 300, 150, 300]);
    refresh();
  });
  source.addEventListener("error", () => online(false));
  setInterval(() => online(Date.now() - heard < 25_000), 5_000);
}
