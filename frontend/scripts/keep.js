// What was typed into a form with data-keep="key" stays in the browser until it has been sent, so that a session that
// ends, a dead battery or a lost network costs nothing.
//
// Signed in (body[data-identity], a secret that the server shows only to this person): sealed with that secret in
// localStorage, so that the next person at a shared computer cannot read it, and gone after twelve hours or at
// sign-out. Not signed in: in sessionStorage, which ends with the tab.
const PREFIX = "holdfast.keep.";
const HOURS = 12;
const WAIT = 400; // milliseconds after the last key

const text = new TextEncoder();

async function digest(words) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", text.encode(words)));
}

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const bytesOf = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));

/** A place to keep things: `read`, `write` and `forget`, each by form key. After `forgetAll` nothing more is written. */
async function store() {
  const identity = document.body.dataset.identity;
  const sealed = Boolean(identity && globalThis.crypto?.subtle);
  const place = sealed ? localStorage : sessionStorage;
  const owner = sealed ? `${base64(await digest(`owner ${identity}`)).slice(0, 16)}.` : identity ? "tab." : "nobody.";
  const secret = sealed
    ? await crypto.subtle.importKey("raw", await digest(`seal ${identity}`), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;
  let closed = false;

  async function seal(kept) {
    if (!sealed) return kept;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = text.encode(JSON.stringify(kept));
    const bytes = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, words));
    return { at: kept.at, iv: base64(iv), text: base64(bytes) };
  }

  async function open(entry) {
    if (!sealed || !entry) return entry;
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(entry.iv) }, secret, bytesOf(entry.text));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  return {
    read: async (key) => open(JSON.parse(place.getItem(PREFIX + owner + key) ?? "null")),
    async write(key, kept) {
      const entry = JSON.stringify(await seal(kept));
      if (!closed) place.setItem(PREFIX + owner + key, entry);
    },
    forget: (key) => place.removeItem(PREFIX + owner + key),
    forgetAll() {
      closed = true;
      for (const name of Object.keys(place)) if (name.startsWith(PREFIX + owner)) place.removeItem(name);
    },
  };
}

function dropWhatIsOld() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    let at = 0;
    try {
      at = JSON.parse(localStorage.getItem(name)).at;
    } catch {
      // Not ours, or broken: it goes.
    }
    if (!(Date.now() - at < HOURS * 3_600_000)) localStorage.removeItem(name);
  }
}

const KEPT = "input:not([type=password], [type=file], [type=hidden], [type=submit], [type=button]), textarea, select";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches(KEPT) && !field.closest("[data-keep-not]"));
}

function isTick(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function valuesOf(form) {
  return fieldsOf(form).map((field) => [field.name, isTick(field) ? field.value : null, isTick(field) ? field.checked : field.value]);
}

function putBack(form, values) {
  const fields = fieldsOf(form);
  const seen = new Map();
  for (const [name, choice, value] of values) {
    const same = fields.filter((field) => field.name === name && (choice === null || field.value === choice));
    const nth = seen.get(name + choice) ?? 0;
    seen.set(name + choice, nth + 1);
    const field = same[nth];
    if (!field) continue;
    if (isTick(field)) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("hf:set"));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function say(form, at, startAgain) {
  const note = document.createElement("div");
  note.className = "hf-kept";
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/London" });
  words.textContent = `We have put back what you typed, as it was on ${time.format(at)}. It has not been sent yet.`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  button.textContent = "Clear it and start again";
  button.addEventListener("click", () => {
    startAgain();
    note.remove();
    fieldsOf(form)[0]?.focus();
  });
  note.append(words, button);
  form.prepend(note);
}

async function keep(form, kept) {
  const key = form.dataset.keep;
  const asServed = JSON.stringify(valuesOf(form));
  let timer;
  // A page that comes back with errors already holds what was typed, and newer.
  const corrected = document.querySelector(".nhsuk-error-summary") !== null;
  try {
    const found = corrected ? null : await kept.read(key);
    if (found && JSON.stringify(found.values) !== asServed) {
      putBack(form, found.values);
      say(form, found.at, () => {
        form.reset();
        kept.forget(key);
      });
    }
  } catch {
    kept.forget(key); // sealed for a secret that has changed: nobody can open it again
  }
  let sent = false;
  const save = async () => {
    clearTimeout(timer);
    if (sent) return;
    const values = valuesOf(form);
    try {
      if (JSON.stringify(values) === asServed && !corrected) kept.forget(key);
      else await kept.write(key, { at: Date.now(), values });
    } catch {
      // Storage full or refused: the form still works.
    }
    form.dataset.keeping = "done";
  };
  const changed = (event) => {
    if (!event.isTrusted) return;
    sent = false;
    form.dataset.keeping = "soon";
    clearTimeout(timer);
    timer = setTimeout(save, event.type === "change" ? 0 : WAIT);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("reset", () => setTimeout(save));
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    save();
    sent = true; // a page that comes back from the history has been sent: it is not kept again
  });
  window.addEventListener("pagehide", save);
}

/** Starts keeping every form that asks for it, and forgets what a page says has arrived (`data-keep-done="key"`). */
export async function keepWhatWasTyped() {
  try {
    dropWhatIsOld();
    const done = [...document.querySelectorAll("[data-keep-done]")].flatMap((el) => el.dataset.keepDone.split(/\s+/));
    const forms = [...document.querySelectorAll("form[data-keep]")];
    const leave = document.querySelectorAll("form[data-signs-out]");
    if (!done.length && !forms.length && !leave.length) return;
    const kept = await store();
    done.filter(Boolean).forEach(kept.forget);
    leave.forEach((form) => form.addEventListener("submit", kept.forgetAll));
    await Promise.all(forms.map((form) => keep(form, kept)));
  } catch (problem) {
    console.warn("What is typed cannot be kept in this browser", problem); // storage switched off: the form still works
  }
}
