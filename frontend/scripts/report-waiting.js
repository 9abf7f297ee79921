// On every page: signing out on a device that holds reports which nobody has received yet asks first.
const WAITING = "holdfast.report.waiting";
const HELD = "holdfast.report.held";
const WHO = "holdfast.report.who";

/** Remembers how many of this person's reports are only on this device, and how many of anybody's. */
export function rememberWaiting(own, anybodys) {
  try {
    for (const [name, count] of [[WAITING, own], [HELD, anybodys]]) {
      if (count) localStorage.setItem(name, String(count));
      else localStorage.removeItem(name);
    }
  } catch {
    // Storage switched off: then nothing can wait here either.
  }
}

/** On any page of someone signed in: fetches the `script` that sends what waits on this device, if something does. */
export function sendFromAnyPage(script) {
  try {
    if (!script || !document.body.dataset.identity || !localStorage.getItem(HELD)) return;
  } catch {
    return; // as above
  }
  if ([...document.scripts].some((other) => other.getAttribute("src") === script)) return;
  const element = document.createElement("script");
  element.src = script;
  document.body.append(element);
}

/** Who last reported from this device: { identity, name, site }, or nothing. */
export function whoReports() {
  try {
    return JSON.parse(localStorage.getItem(WHO) ?? "null");
  } catch {
    return null;
  }
}

export function rememberWhoReports(who) {
  try {
    if (who) localStorage.setItem(WHO, JSON.stringify(who));
    else localStorage.removeItem(WHO);
  } catch {
    // as above
  }
}

export function askBeforeSigningOut() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form[data-signs-out], .nhsuk-header__account-form")) return;
    let count = 0;
    try {
      count = Number(localStorage.getItem(WAITING));
    } catch {
      return;
    }
    const reports = count === 1 ? "A report is" : `${count} reports are`;
    const question = `${reports} only on this device and not received yet. It is sent when you sign in here again. Sign out all the same?`;
    if (count && !confirm(question)) event.preventDefault();
    else rememberWhoReports(null);
  });
}
