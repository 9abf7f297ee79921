/** "Today" and "Yesterday" fill the three boxes of a date; the days come from the server, not from this device's clock. */
export function offerQuickDays(root) {
  for (const offer of root.querySelectorAll("[data-quick-days]")) {
    offer.hidden = false;
    offer.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const boxes = [...document.getElementById(offer.dataset.quickDays).querySelectorAll("input")];
      [button.dataset.day, button.dataset.month, button.dataset.year].forEach((text, index) => {
        boxes[index].value = text;
        boxes[index].dispatchEvent(new Event("input", { bubbles: true }));
      });
      if (boxes[3]) boxes[3].focus();
    });
  }
}
