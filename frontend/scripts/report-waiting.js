// On every page: signing out on a device that holds reports which nobody has received yet asks first.
const WAITING = "holdfast.report.waiting";
const WHO = "holdfast.report.who";

/** Remembers how many of this person's reports are only on this device. */
export function rememberWaiting(count) {
  try {
    if (count) localStorage.setItem(WAITING, String(count));
    else localStorage.removeItem(WAITING);
  } catch {
    // Storage switched off: then nothing can wait here either.
  }
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
