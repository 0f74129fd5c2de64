// Opens the app when the desk is silent: the parts it is made of, and one page that says what to do.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;
const NAME = "showclear-2";
const PARTS = ["/static/app.js", "/static/style.css", "/without-desk"];

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(PARTS)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});

async function answer(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await caches.match(request.mode === "navigate" ? "/without-desk" : request);
    if (kept) return kept;
    throw problem;
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).pathname !== "/stream") event.respondWith(answer(request));
});
