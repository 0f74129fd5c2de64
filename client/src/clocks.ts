// Clocks that run on a screen, by the desk's time: waits, cuts, pauses. The server gives when each
// began and ends; what the desk's clock shows now comes with every message of the stream.
let ahead = 0; // the desk's clock minus this device's, in ms

export function setDeskTime(now: number): void {
  ahead = now - Date.now();
  tick();
}

function shown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

export function tick(): void {
  const now = Date.now() + ahead;
  for (const one of document.querySelectorAll<HTMLElement>("time[data-since]")) {
    const until = Number(one.dataset.until ?? 0);
    // Past its end a clock says so and goes on counting what has gone by.
    const over = until > 0 && now >= until;
    const running = until > 0 && !over ? `−${shown(until - now + 999)}` : shown(now - Number(one.dataset.since));
    one.classList.toggle("over", over);
    write(one, over ? `${running} · ${one.dataset.over ?? ""}` : running);
  }
}

export function runClocks(): void {
  setInterval(tick, 500);
  document.addEventListener("htmx:after:swap", tick);
  tick();
}
