// Stop: one tap, said on this screen at once and sent until the desk answers. A stop that gets no
// answer counts as called: the screen says to call it out loud, and goes on sending.
import htmx from "htmx.org";

const AGAIN_MS = [500, 1_000, 2_000, 4_000]; // then every four seconds

function mark(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(place: HTMLElement, once: string): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      const answer = await fetch(`/speak/stop?once=${once}`, { method: "POST", signal: AbortSignal.timeout(3_000) });
      if (!answer.ok) throw new Error(answer.statusText);
      place.innerHTML = await answer.text();
      htmx.process(place);
      // The banner over every page goes on saying stop; this line need not cover the page for ever.
      setTimeout(() => place.replaceChildren(), 15_000);
      return;
    } catch {
      const line = document.createElement("p");
      line.className = "stopped";
      line.textContent = place.dataset.unanswered ?? "";
      place.replaceChildren(line);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(tried, AGAIN_MS.length - 1)]));
    }
  }
}

export function prepareSpeaking(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLElement;
    const place = document.querySelector<HTMLElement>("#spoken");
    if (!form.matches("[data-stop]") || !place) return;
    event.preventDefault();
    document.querySelector<HTMLDialogElement>("#pad[open]")?.close();
    document.querySelector<HTMLElement>("[popover]:popover-open")?.hidePopover();
    void send(place, mark());
  });
}
