// The reports on this device: shows where each stands, in words, at every moment, and sends what waits.
import { connect, deliverAll, post, tidyUp } from "./report-delivery.js";
import { change, all, forget, photosOf } from "./report-store.js";
import { rememberWaiting, rememberWhoReports, whoReports } from "./report-waiting.js";
import { counted, el, moment, why, WORDS } from "./report-words.js";

const AGAIN = 60_000; // milliseconds between tries while something waits
const sending = new Map(); // what is under way, by key: too short-lived to be kept
const arrived = new Set(); // what was received while this page was open

let goOn = () => {};

/** Says what to do when someone wants to go on with a draft, or mend a report. */
export function whenGoingOn(act) {
  goOn = act;
}

const tagged = (words, colour) => el("strong", { class: `nhsuk-tag nhsuk-tag--${colour}` }, words);

function linkButton(words, act, hidden = "") {
  return el("button", { type: "button", class: "hf-link-button", onclick: () => act() }, words, hidden ? el("span", { class: "nhsuk-u-visually-hidden" }, ` ${hidden}`) : null);
}

async function card(entry, signIn) {
  const now = sending.get(entry.key) ?? entry;
  const photos = await photosOf(entry.key);
  const left = photos.filter((photo) => photo.state === "waiting").length;
  const refused = photos.filter((photo) => photo.state === "refused");
  const title = el("p", { class: "hf-waiting__title" }, el("strong", {}, entry.title || "A report"), ` ${moment(entry.at)}`);
  const lines = [];
  if (now.state === "received") {
    lines.push(el("p", {}, tagged(`Received ${entry.reference}`, "green")));
    if (entry.passphrase) {
      lines.push(el("p", {}, "Your passphrase: ", el("strong", { class: "hf-receipt__reference" }, entry.passphrase)));
      lines.push(el("p", {}, "Write it down: with the reference it shows you what becomes of your report."));
      lines.push(linkButton("I have kept it: hide it", () => hidePassphrase(entry)));
    }
    if (entry.who) lines.push(el("p", {}, `Next: ${entry.who}${entry.by ? `, by ${entry.by}` : ""}.`));
    if (left) lines.push(el("p", {}, tagged(now.sendingPhoto ? `Sending ${now.sendingPhoto}` : `${counted(left, "photo")} only on this phone`, "blue")));
    if (entry.mine && entry.url) lines.push(el("p", {}, el("a", { class: "nhsuk-link", href: entry.url }, "See the receipt")));
  } else if (now.state === "draft") {
    lines.push(el("p", {}, tagged(WORDS.draft, "yellow")));
    lines.push(linkButton("Go on with it", () => goOn(entry), entry.title), " ", linkButton("Throw it away", () => throwAway(entry), entry.title));
  } else {
    const colour = { sending: "blue", refused: "red" }[now.state] ?? "yellow";
    lines.push(el("p", {}, tagged(WORDS[now.state] ?? WORDS.waiting, colour)));
    if (now.state !== "sending") {
      lines.push(el("p", {}, why(entry)));
      if (entry.why === "sign-in") lines.push(el("p", {}, el("a", { class: "nhsuk-button nhsuk-button--small", href: signIn }, "Sign in and send")));
      else if (entry.why === "whose") lines.push(linkButton("It is mine: send it in my name", () => claim(entry), entry.title));
      else if (entry.state === "refused") lines.push(linkButton("Open and put it right", () => goOn(entry), entry.title));
      else lines.push(linkButton("Try now", () => sendNow(), entry.title));
    }
    if (left) lines.push(el("p", { class: "hf-quiet" }, `With ${counted(left, "photo")}.`));
  }
  for (const photo of refused) {
    lines.push(el("p", { class: "nhsuk-error-message" }, `${photo.name}: ${photo.why || "could not be taken"} `, linkButton("Remove", async () => {
      await change("photos", photo.id, { state: "received", blob: null });
      await tidyUp();
      await listWaiting();
    }, photo.name)));
  }
  return el("li", { class: `hf-waiting__report hf-waiting__report--${now.state}`, "data-key": entry.key }, title, ...lines);
}

/** Takes the passphrase off this device, and out of the receipt that the server shows this browser. */
async function hidePassphrase(entry) {
  await change("reports", entry.key, { passphrase: "" });
  await tidyUp(entry.reference);
  await listWaiting();
  const connection = await connect(entry.urls);
  if (connection) await post(entry.url, [["reference", entry.reference]], connection);
}

async function claim(entry) {
  const identity = whoIsHere()?.identity;
  if (!identity) return location.assign(signInOf(entry));
  await change("reports", entry.key, { identity, why: "" });
  await sendNow();
}

async function throwAway(entry) {
  if (!confirm("Throw away what you typed? It cannot be brought back.")) return;
  await forget(entry.key);
  await listWaiting();
  // The copy that the server keeps for other devices goes too.
  const connection = entry.urls.drafts && (await connect(entry.urls));
  if (connection?.identity) await post(`${entry.urls.drafts.replace("KEY", entry.key)}discard/`, [], connection);
}

/** Who is signed in, if the page says so; else who last reported from this device. */
function whoIsHere() {
  const said = document.querySelector("[data-waiting][data-identity]")?.dataset.identity;
  if (said && said !== whoReports()?.identity) rememberWhoReports({ identity: said, name: "", site: "" });
  return whoReports();
}

/** On a page that does not say who is signed in: asks, if something here waits for someone. */
export async function whoIsSignedIn(settings) {
  if (settings || document.querySelector("[data-waiting]")) return;
  const [waiting] = (await all("reports")).filter((entry) => entry.mine && isHeld(entry));
  const connection = waiting && (await connect(waiting.urls));
  if (connection?.identity && connection.identity !== whoReports()?.identity) {
    rememberWhoReports({ identity: connection.identity, name: "", site: "" });
  }
}

/** The reference of the report that this page shows, or "". */
export const receiptHere = () => document.querySelector("[data-receipt]")?.dataset.receipt ?? "";

const isHeld = (entry) => entry.state === "waiting" || entry.state === "refused";

// The address of the form leads to signing in by itself, wherever that is.
const signInOf = (entry) => entry.urls?.signIn || entry.urls?.form || "/report/";

/**
 * Whether a report is for whoever looks at this page. One that was sent without an account is shown only where one
 * reports without an account: the passphrase is not for the next person who signs in on the device.
 */
function isMine(entry, who, withoutAccount) {
  if (!entry.mine) return withoutAccount;
  return !entry.identity || entry.identity === who?.identity;
}

/** The places for reports on this device. A page that has none gets one while something waits. */
function placesFor(waits) {
  const places = [...document.querySelectorAll("[data-waiting]")];
  const main = document.querySelector("main");
  if (places.length || !waits || !main) return places;
  main.prepend(el("div", { "data-waiting": true }));
  return [...document.querySelectorAll("[data-waiting]")];
}

/** Shows every report of this person that is on this device, wherever the page has a place for it. */
export async function listWaiting(settings) {
  const who = whoIsHere();
  const entries = (await all("reports")).sort((one, other) => other.at - one.at);
  const withoutAccount = document.querySelector("[data-waiting][data-open]") !== null;
  const own = entries.filter((entry) => isMine(entry, who, withoutAccount));
  const held = own.filter(isHeld);
  rememberWaiting(held.filter((entry) => entry.mine).length, entries.filter(isHeld).length);
  const others = entries.filter((entry) => entry.mine && isHeld(entry) && !own.includes(entry)).length;
  const photos = await all("photos");
  const unfinished = (entry) =>
    isHeld(entry) || (entry.state === "received" && photos.some((photo) => photo.key === entry.key && photo.state !== "received"));
  const onPage = receiptHere();
  const isNews = (entry) => sending.has(entry.key) || (arrived.has(entry.key) && entry.reference !== onPage);
  // Drafts can be gone on with, and receipts are news, only where one reports; elsewhere the page itself lists what has
  // arrived. What arrives while a page is open is said there all the same.
  const begins = settings !== undefined || document.querySelector("[data-beginning]") !== null;
  const shown = own.filter((entry) => begins || unfinished(entry) || isNews(entry));
  for (const place of placesFor(held.length)) {
    const cards = await Promise.all(shown.map((entry) => card(entry, signInOf(entry))));
    for (const entry of shown) place.closest("main")?.querySelector(`[data-draft="${CSS.escape(entry.key)}"]`)?.remove();
    const [reports, are, they] = others === 1 ? ["report", "is", "It is"] : ["reports", "are", "They are"];
    place.replaceChildren(
      ...(cards.length ? [el("section", { class: "hf-waiting", "aria-label": "Reports on this phone" }, el("h2", { class: "nhsuk-heading-m" }, "On this phone"), el("ul", { class: "hf-waiting__list" }, ...cards))] : []),
      ...(others ? [el("p", { class: "hf-quiet" }, `${others} ${reports} of someone else ${are} waiting on this phone. ${they} sent when that person signs in here.`)] : []),
    );
  }
  const drafts = document.querySelector(".hf-drafts");
  if (drafts && !drafts.querySelector("[data-draft]")) drafts.remove();
}

function tell(entry) {
  if (!entry) return;
  if (entry.state === "sending" || entry.sendingPhoto) sending.set(entry.key, entry);
  else sending.delete(entry.key);
  if (entry.state === "received") arrived.add(entry.key);
  document.dispatchEvent(new CustomEvent("hf:report", { detail: entry }));
  listWaiting();
}

let timer;

/** Sends what waits now, and tries again while something still does. */
export async function sendNow() {
  clearTimeout(timer);
  const waits = await deliverAll(tell);
  await tidyUp(receiptHere());
  sending.clear();
  await listWaiting();
  if (waits) timer = setTimeout(sendNow, AGAIN);
  return waits;
}

/** Sends at once, and whenever the network or the person comes back. */
export function startSending() {
  sendNow();
  window.addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
  navigator.serviceWorker?.addEventListener("message", () => listWaiting());
}

/** Asks the browser to send in the background too, where it can. */
export async function sendInBackground() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register("reports");
  } catch {
    // Not every browser can; sending works whenever a page is open.
  }
}

