// On paper: since when, kept on the tablet while the desk is silent, and put into the sheet's form.
import { store } from "./store";

const clock = (at: Date): string =>
  `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;

async function show(): Promise<void> {
  const since = await store.paperSince();
  const line = document.querySelector<HTMLElement>("[data-paper-since]");
  if (line) {
    line.hidden = since === undefined;
    line.textContent = (line.dataset.text ?? "").replace("{clock}", since ?? "");
  }
  const button = document.querySelector<HTMLElement>("[data-paper-now]");
  if (button) button.hidden = since !== undefined;
  const field = document.querySelector<HTMLInputElement>("[data-copying] [name=from]");
  if (field && since && !field.value) field.value = since;
}

export async function preparePaper(): Promise<void> {
  document.querySelector("[data-paper-now]")?.addEventListener("click", () => {
    void store.keepPaperSince(clock(new Date())).then(show);
  });
  if (document.querySelector("[data-copying]")) {
    // Once a sheet is in, the next stretch on paper begins anew.
    new MutationObserver(() => {
      if (document.querySelector("#sheet .answer.taken")) void store.forgetPaperSince();
    }).observe(document.body, { childList: true, subtree: true });
  }
  await show();
}
