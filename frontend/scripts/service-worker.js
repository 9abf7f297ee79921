// Lets the report form open without a network, and sends what waits when there is one again.
// It keeps only the empty form, which is the same for everybody, and the files that this form names.
import { deliverAll, tidyUp } from "./report-delivery.js";

const CACHE = "holdfast-report-1";
const PATIENCE = 5_000; // milliseconds before a network that does not answer counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const HASHED = /\.[0-9a-f]{12}\./; // a name that changes with its content, so what is kept is never old

/** Fetches the empty form `shell` and all that it names, keeps it for the address `page`, and drops what is old. */
async function keep({ page, shell }) {
  const answer = await fetch(shell, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  const named = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1]));
  const cache = await caches.open(CACHE);
  for (const name of named) if (!HASHED.test(name) || !(await cache.match(name))) await cache.add(name);
  await cache.put(page, answer);
  for (const other of await cache.keys()) {
    const { pathname } = new URL(other.url);
    const elsewhere = (await cache.keys()).some((key) => !key.url.includes("/static/") && new URL(key.url).pathname !== page);
    if (pathname.startsWith("/static/") && !named.has(pathname) && !elsewhere) await cache.delete(other);
  }
}

async function formWithoutNetwork(request) {
  let timer;
  const silence = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("no answer")), PATIENCE)));
  try {
    // Nothing beside the request: with options it would be a script's, and a session that has ended would be answered
    // to a script, in JSON, instead of leading to the page for signing in.
    const answer = await Promise.race([fetch(request), silence]);
    if (answer.status < 500) return answer;
    return (await kept(request)) ?? answer;
  } catch (problem) {
    const page = await kept(request);
    if (page) return page;
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}

async function fileWithoutNetwork(request, url) {
  const found = await (await caches.open(CACHE)).match(url.pathname);
  if (found && HASHED.test(url.pathname)) return found;
  return found ? fetch(request).catch(() => found) : fetch(request);
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return cache.match(new URL(request.url).pathname);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && /^\/(r\/[\w-]+\/)?report\/$/.test(url.pathname)) {
    event.respondWith(formWithoutNetwork(request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fileWithoutNetwork(request, url));
  }
});

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep).catch(() => {})); // next time, then
});

self.addEventListener("sync", (event) => {
  if (event.tag === "reports") {
    event.waitUntil(
      deliverAll().then(async (waits) => {
        await tidyUp();
        for (const client of await self.clients.matchAll()) client.postMessage({ sent: true });
        if (waits) throw new Error("something still waits"); // the browser tries again later
      }),
    );
  }
});
