// The reports on this device: shows where each stands, in words, at every moment, and sends what waits.
import { connect, deliverAll, post, tidyUp } from "./report-delivery.js";
import { change, all, forget, photosOf } from "./report-store.js";
import { rememberWaiting, rememberWhoReports, whoReports } from "./report-waiting.js";
import { counted, el, moment, why, WORDS } from "./report-words.js";

const AGAIN = 60_000; // milliseconds between tries while something waits
const sending = new Map(); // what is under way, by key: too short-lived to be kept

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
      lines.push(linkButton("I have kept it", async () => {
        await change("reports", entry.key, { passphrase: "" });
        await listWaiting();
      }));
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

async function claim(entry) {
  const identity = whoIsHere()?.identity;
  if (!identity) return location.assign(entry.urls.signIn);
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

const isMine = (entry, who) => !entry.mine || !entry.identity || entry.identity === who?.identity;

/** Shows every report of this person that is on this device, wherever the page has a place for it. */
export async function listWaiting(settings) {
  const who = whoIsHere();
  const entries = (await all("reports")).sort((one, other) => other.at - one.at);
  const own = entries.filter((entry) => isMine(entry, who));
  rememberWaiting(own.filter((entry) => entry.state === "waiting" || entry.state === "refused").length);
  // The server lists its own drafts; what is newer here counts, and is shown once.
  const shown = own.filter((entry) => entry.state !== "draft" || settings !== undefined || document.querySelector("[data-beginning]"));
  for (const place of document.querySelectorAll("[data-waiting]")) {
    const cards = await Promise.all(shown.map((entry) => card(entry, entry.urls?.signIn ?? "/account/login/")));
    for (const entry of shown) place.closest("main")?.querySelector(`[data-draft="${CSS.escape(entry.key)}"]`)?.remove();
    const others = entries.length - own.length;
    place.replaceChildren(
      ...(cards.length ? [el("section", { class: "hf-waiting", "aria-label": "Reports on this phone" }, el("h2", { class: "nhsuk-heading-m" }, "On this phone"), el("ul", { class: "hf-waiting__list" }, ...cards))] : []),
      ...(others ? [el("p", { class: "hf-quiet" }, `${counted(others, "report")} of someone else ${others === 1 ? "waits" : "wait"} on this phone. They are sent when that person signs in here.`)] : []),
    );
  }
  const drafts = document.querySelector(".hf-drafts");
  if (drafts && !drafts.querySelector("[data-draft]")) drafts.remove();
}

function tell(entry) {
  if (!entry) return;
  if (entry.state === "sending" || entry.sendingPhoto) sending.set(entry.key, entry);
  else sending.delete(entry.key);
  document.dispatchEvent(new CustomEvent("hf:report", { detail: entry }));
  listWaiting();
}

let timer;

/** Sends what waits now, and tries again while something still does. */
export async function sendNow() {
  clearTimeout(timer);
  const waits = await deliverAll(tell);
  await tidyUp();
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

