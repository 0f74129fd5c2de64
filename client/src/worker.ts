// Opens the app when the desk is silent: the parts it is made of, and one page that says what to do.
// What the desk answers is kept anew each time, so that the page says what was out last.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;
const NAME = "showclear-3";
const PAGE = "/without-desk";
const PARTS = ["/static/app.js", "/static/style.css", "/static/icon.svg", PAGE];
const SILENT_MS = 8_000; // a page that has not begun to come by then does not

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(PARTS)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(NAME)).match(path);
}

async function keep(path: string, answer: Response): Promise<void> {
  if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(path, answer);
}

async function asked(request: Request): Promise<Response> {
  if (request.mode !== "navigate") return fetch(request);
  return fetch(request, { signal: AbortSignal.timeout(SILENT_MS) });
}

async function answer(event: FetchEvent): Promise<Response> {
  const path = new URL(event.request.url).pathname;
  try {
    const found = await asked(event.request);
    // A proxy before a silent desk answers for it: only a desk that stopped itself says 503 in words.
    if (event.request.mode === "navigate" && (found.status === 502 || found.status === 504)) throw new Error(found.statusText);
    if (PARTS.includes(path)) event.waitUntil(keep(path, found.clone()));
    return found;
  } catch (problem) {
    const had = await kept(event.request.mode === "navigate" ? PAGE : path);
    if (had) return had;
    throw problem;
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).pathname !== "/stream") event.respondWith(answer(event));
});
