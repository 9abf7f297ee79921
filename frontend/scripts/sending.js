const PAUSE = 2000; // milliseconds in which a second press is a slip of the finger

/** Every form that posts is sent once: a second press within two seconds does nothing. `data-may-repeat` opts out. */
export function sendOnce() {
  const sentAt = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const method = event.submitter?.getAttribute("formmethod") || form.method;
    if (event.defaultPrevented || method !== "post" || form.hasAttribute("data-may-repeat")) return;
    if (Date.now() - (sentAt.get(form) ?? -PAUSE) < PAUSE) {
      event.preventDefault();
      return;
    }
    sentAt.set(form, Date.now());
    const button = event.submitter;
    if (!button) return;
    // Not before the browser has taken the button's own name and value into what it sends.
    setTimeout(() => (button.disabled = true));
    setTimeout(() => (button.disabled = false), PAUSE);
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
  });
}

/** The sort box sends itself; its button is there for those without a script. */
export function sendOnChange(root) {
  for (const select of root.querySelectorAll("select[data-submit-on-change]")) {
    const button = select.form.querySelector("button");
    if (button) button.hidden = true;
    select.addEventListener("change", () => select.form.requestSubmit());
  }
}

/** A link that says it is a button answers to the space bar too. */
export function pressLinksThatLookLikeButtons() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target.getAttribute("role") !== "button" || event.target.tagName !== "A") return;
    event.preventDefault();
    event.target.click();
  });
}

/**
 * A form that comes back with what is wrong is an answer to what was sent, and no browser shows it again on Back. From
 * now on this place in the history is the page of the form; what was typed is kept and put back.
 */
export function comeBackToForms() {
  if (document.querySelector(".nhsuk-error-summary")) history.replaceState(history.state, "", location.href);
}
