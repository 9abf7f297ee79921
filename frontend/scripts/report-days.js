// "Today", "Yesterday" and "Now" beside the boxes of a day. The page may have been kept on the phone for weeks, so here
// the days come from the phone's own clock, in London.
import { london } from "./report-dates.js";

const DAY = 86_400_000;

function fill(offer, at, clock) {
  const boxes = [...document.getElementById(offer.dataset.quickDays).querySelectorAll("input")];
  const now = london(at);
  const texts = [now.day, now.month, now.year, ...(clock ? [`${now.hour}:${now.minute}`] : [])];
  texts.forEach((text, index) => {
    if (!boxes[index]) return;
    boxes[index].value = text.replace(/^0(?=\d$)/, "");
    boxes[index].dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (!clock) boxes[3]?.focus();
}

/** Makes the buttons of `form` say what day it is on this phone, and adds "Now" where a time is asked. */
export function offerDays(form) {
  for (const offer of form.querySelectorAll("[data-quick-days]")) {
    offer.hidden = false;
    const [today, yesterday] = offer.querySelectorAll("button");
    // Before the listener of every page, which knows only the day on which the page was made.
    offer.addEventListener(
      "click",
      (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        event.stopImmediatePropagation();
        fill(offer, button === yesterday ? Date.now() - DAY : Date.now(), button.dataset.now !== undefined);
      },
      true,
    );
    if (today && document.getElementById(offer.dataset.quickDays)?.querySelectorAll("input").length > 3) {
      const now = today.cloneNode(true);
      now.textContent = "Now";
      now.dataset.now = "";
      offer.prepend(now);
    }
  }
}
