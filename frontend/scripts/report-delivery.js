// Sends what waits on this device. Knows no page: the service worker sends with it too, when no page is open.
import { all, change, forget, get, photosOf } from "./report-store.js";

const JSON_ONLY = { Accept: "application/json" };
const PATIENCE = 90_000; // milliseconds for one request on a poor network

async function request(url, options = {}) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    return await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", signal: giveUp.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

/** A fresh secret to send with, and who is signed in; null without a network, or when the server is down. */
export async function connect(urls) {
  try {
    const answer = await request(urls.token, { headers: JSON_ONLY });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Posts `fields` as the form would. Gives { status, body }; status 0 without a network. */
export async function post(url, fields, connection) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  try {
    const answer = await request(url, { method: "POST", body, headers: { ...JSON_ONLY, "X-CSRFToken": connection.csrf } });
    const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
    return { status: answer.type === "opaqueredirect" ? 401 : answer.status, body: isJson ? await answer.json() : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Who has to act before a report can go, or "" when nothing stands in its way. */
function hindrance(entry, connection) {
  if (!entry.mine) return "";
  if (!connection.identity) return "sign-in";
  // Written while nobody was signed in: whoever signs in first on a shared phone need not be who wrote it.
  if (!entry.identity) return "whose";
  return entry.identity === connection.identity ? "" : "someone-else";
}

// What an answer that is not a receipt means for the report. Everything else is worth another try later.
function refusal({ status, body }) {
  if (status === 422) return { state: "refused", why: "mend", problems: body.errors ?? {} };
  if (status === 401) return { state: "waiting", why: "sign-in" };
  if (status === 409) return { state: "refused", why: "someone-else" };
  if (status === 413) return { state: "refused", why: "too-big" };
  if (status === 429) return { state: "waiting", why: "too-often" };
  if (status === 0) return { state: "waiting", why: "no-network" };
  return { state: "waiting", why: "server" };
}

async function sendWords(entry, connection) {
  const fields = [...entry.values.filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "step"), ["step", "send"]];
  let answer = await post(entry.urls.form, fields, connection);
  if (answer.status === 403) {
    // The secret ran out between asking for it and sending: once more, with another.
    const again = await connect(entry.urls);
    if (again && !hindrance(entry, again)) answer = await post(entry.urls.form, fields, again);
    if (answer.status === 403) return change("reports", entry.key, { state: "waiting", why: "sign-in" });
  }
  if (answer.status !== 200 || !answer.body.reference) return change("reports", entry.key, refusal(answer));
  const { reference, url, passphrase, post: who, by, added } = answer.body;
  // What was typed leaves the device as soon as there is a receipt.
  return change("reports", entry.key, { state: "received", why: "", values: [], problems: {}, receivedAt: Date.now(), reference, url, passphrase, who, by, added });
}

async function sendPhoto(entry, photo, connection) {
  const fields = [
    ["key", entry.key],
    ["client_key", photo.id],
    ["injury", photo.injury ? "yes" : "no"],
    ["description", photo.note ?? ""],
  ];
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.append("file", photo.blob, photo.name);
  const answer = await post(entry.urls.files, body.entries(), connection);
  if (answer.status === 200) return change("photos", photo.id, { state: "received", blob: null });
  if (answer.status === 422) return change("photos", photo.id, { state: "refused", why: Object.values(answer.body.errors ?? {}).flat()[0] ?? "" });
  if (answer.status === 413) return change("photos", photo.id, { state: "refused", why: "The server does not take a file of this size." });
  return change("photos", photo.id, { state: "waiting" });
}

/** Sends one report and then its photos, one by one. Gives the report as it then stands. */
export async function deliver(key, connection, tell = () => {}) {
  let entry = await get("reports", key);
  if (!entry) return entry;
  const why = hindrance(entry, connection);
  if (why) return change("reports", key, { why });
  if (entry.state === "waiting") {
    tell({ ...entry, state: "sending" });
    entry = await sendWords(entry, connection);
    tell(entry);
  }
  if (entry?.state !== "received") return entry;
  for (const photo of await photosOf(key)) {
    if (photo.state !== "waiting") continue;
    tell({ ...entry, sendingPhoto: photo.name });
    if ((await sendPhoto(entry, photo, connection))?.state === "waiting") break; // no network any more
  }
  tell(entry);
  return entry;
}

/** Sends everything that waits; one page, or the service worker, at a time. Gives whether something still waits. */
export async function deliverAll(tell = () => {}) {
  const work = async (lock) => {
    if (lock === null) return true;
    const waiting = [];
    for (const entry of await all("reports")) {
      const photos = entry.state === "received" ? await photosOf(entry.key) : [];
      if (entry.state === "waiting" || photos.some((photo) => photo.state === "waiting")) waiting.push(entry);
    }
    if (!waiting.length) return false;
    const connection = await connect(waiting[0].urls);
    if (!connection) return true;
    for (const entry of waiting) await deliver(entry.key, connection, tell);
    return (await all("reports")).some((entry) => entry.state === "waiting");
  };
  return navigator.locks ? navigator.locks.request("holdfast-report", { ifAvailable: true }, work) : work();
}

const SHOWN_FOR = 24 * 3_600_000; // milliseconds that "Received INC-…" stays in the list

/**
 * Forgets what has wholly arrived, once it was seen (`reference`) or long enough ago. A page that shows a report is shown
 * to someone who has its passphrase, or sees it there: what this device still holds of it would only be for the next
 * people on the device.
 */
export async function tidyUp(reference = "") {
  for (const entry of await all("reports")) {
    if (entry.state !== "received") continue;
    const shown = entry.reference === reference;
    if (shown && entry.passphrase) await change("reports", entry.key, { passphrase: "" });
    else if (entry.passphrase) continue;
    const photos = await photosOf(entry.key);
    const seen = shown || Date.now() - entry.receivedAt > SHOWN_FOR;
    if (seen && photos.every((photo) => photo.state === "received")) await forget(entry.key);
  }
}
