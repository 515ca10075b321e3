// Keeps the page itself for times without network, and lets go of it again.
export const CACHE = "sinergi-gerbang";

export async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("pekerja.js");
  await navigator.serviceWorker.ready;
  const parts = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name.split("#")[0])
    .filter((name) => name.startsWith(`${location.origin}/static/`));
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set([location.pathname, ...parts])]);
}

export async function dropPage() {
  if (!("serviceWorker" in navigator)) return;
  const found = await navigator.serviceWorker.getRegistration();
  await found?.unregister();
  await caches.delete(CACHE);
}
