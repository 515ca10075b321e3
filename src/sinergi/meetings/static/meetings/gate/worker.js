// The service worker of the gate page: the network first, for a short time; then the
// page as it was kept. Calls to the platform pass untouched.
const CACHE = "sinergi-gerbang";
const PATIENCE = 2500;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  if (answer.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone());
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const isOurs = address.origin === self.location.origin;
  const isPart = address.pathname.startsWith("/static/") || request.mode === "navigate";
  if (request.method !== "GET" || !isOurs || !isPart) return;
  event.respondWith(
    fresh(request).catch(async (error) => {
      const kept = await caches.match(request, { ignoreSearch: true, cacheName: CACHE });
      if (kept) return kept;
      throw error;
    }),
  );
});
