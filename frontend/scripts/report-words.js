// What the page says of a report that is on its way.
export const WORDS = {
  draft: "Begun, only on this phone",
  waiting: "Only on this phone",
  sending: "Sending",
  refused: "Not sent",
};

const WHY = {
  "": "It is sent as soon as there is a network.",
  "no-network": "There is no network. It is sent as soon as there is one. You can close this page.",
  server: "Holdfast does not answer at the moment. It is sent as soon as it does. You can close this page.",
  "too-often": "Many reports came from your network. It is sent in a while. You can close this page.",
  "sign-in": "You are signed out. Sign in, and it is sent.",
  "someone-else": "Someone else is signed in. It is sent when you sign in here.",
  whose: "It was written here while nobody was signed in.",
  mend: "Something in it has to be put right first.",
  "too-big": "It is too long to be sent. Make the texts shorter.",
};

export const why = (entry) => WHY[entry.why ?? ""] ?? WHY[""];

const time = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

export const clock = (at) => hours.format(at);

export const moment = (at) => time.format(at);

export const sizeInWords = (size) =>
  size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))} KB` : `${(size / 1e6).toFixed(1).replace(/\.0$/, "")} MB`;

export const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;

/** An element with words, and what else it needs: el("p", { class: "x" }, "words", child). */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
