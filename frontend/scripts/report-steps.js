// Shows the questions of a report a few at a time, and at the end all answers.
import { wrongDay, wrongPostcode, wrongShiftEnd } from "./report-dates.js";
import { answerOf, clearAllWrong, dayBoxesOf, groupOf, groupsOf, questionOf, sayWrong } from "./report-fields.js";
import { el } from "./report-words.js";

const NEEDED = {
  site: "Select the site",
  address: "Enter the address",
  public_spot: "Enter which place it was",
  vehicle: "Enter which vehicle it was",
  provider: "Enter the hospital, clinic or care home",
};

const titleOf = (section) => section.querySelector("h2").lastChild.textContent.trim();

export class Steps {
  /** `leftAt` names the step to begin with: where the report was left. `onShow` hears of each step that is shown. */
  constructor(form, { found, leftAt, onShow, onCheck }) {
    this.form = form;
    this.found = found;
    this.onShow = onShow;
    this.onCheck = onCheck;
    this.sections = [...form.querySelectorAll("[data-step]")];
    this.at = 0;
    for (const section of this.sections) {
      const heading = section.querySelector("h2");
      heading.tabIndex = -1;
      heading.prepend(el("span", { class: "nhsuk-caption-m", "data-progress": true }));
    }
    this.back = el("button", { type: "button", class: "hf-link-button hf-report__back", onclick: () => history.back() }, "Back");
    form.prepend(this.back);
    const bar = form.querySelector("[data-buttons]");
    this.on = el("button", { class: "nhsuk-button", type: "submit" });
    this.end = el("button", { class: "nhsuk-button nhsuk-button--secondary", type: "button", onclick: () => this.jump() }, "Check and send now");
    bar.replaceChildren(this.on, this.end);
    bar.after(el("p", { class: "hf-quiet hf-report__saved", "data-saved": true }));
    history.replaceState(null, "");
    // One entry for each step on the way, so that Back goes through them as if they had been walked.
    const left = Math.max(0, this.sections.findIndex((section) => section.dataset.step === leftAt));
    for (let step = 0; step < left; step += 1) history.pushState({ step }, "");
    this.forward(left);
  }

  get atEnd() {
    return this.at === this.sections.length - 1;
  }

  forward(step) {
    history.pushState({ step }, "");
    this.show(step);
  }

  show(step, { focus = true } = {}) {
    this.at = Math.max(0, Math.min(step, this.sections.length - 1));
    this.sections.forEach((section, index) => (section.hidden = index !== this.at));
    const section = this.sections[this.at];
    if (section.dataset.step === "hurt") this.chooseMe();
    section.querySelector("[data-progress]").textContent = `Step ${this.at + 1} of ${this.sections.length} `;
    this.on.textContent = this.atEnd ? "Send the report" : this.at === this.sections.length - 2 ? "Check your answers" : "Continue";
    this.end.hidden = this.at < 1 || this.at >= this.sections.length - 2;
    for (const line of this.form.querySelectorAll("[data-kind-line]")) line.hidden = this.at > 0;
    if (this.atEnd) {
      this.summarise();
      this.onCheck();
    }
    this.form.querySelector(".nhsuk-error-summary")?.remove();
    this.onShow(section.dataset.step);
    if (focus) {
      section.querySelector("h2").focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  /** Who said "it happened to me" need not say again who was hurt. */
  chooseMe() {
    const { elements } = this.form;
    const who = elements["victims-0-who"];
    if (elements.reporter_capacity?.value !== "victim" || !who || who.value) return;
    who.value = "me";
    this.form.querySelector('[name="victims-0-who"]:checked')?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  next() {
    clearAllWrong(this.form);
    if (this.lacks(this.sections[this.at]).length) return this.goToWrong();
    this.forward(this.at + 1);
  }

  /** To the end, past what is left out; but not past what no report can do without. */
  jump() {
    clearAllWrong(this.form);
    if (this.sections.slice(0, -1).flatMap((section) => this.lacks(section)).length) return this.goToWrong();
    this.forward(this.sections.length - 1);
  }

  /** The groups of a step that have to be answered first; says so beside each. */
  lacks(section) {
    const groups = groupsOf(section);
    const lacking = [];
    const ask = (name, message) => {
      const group = groupOf(section, name);
      if (group && groups.includes(group)) lacking.push(sayWrong(group, message));
    };
    const value = (name) => (this.form.elements[name]?.value ?? "").trim();
    if (section.dataset.step === "where") {
      if (!value("place")) ask("place", "Select where it happened");
      for (const [name, message] of Object.entries(NEEDED)) if (!value(name)) ask(name, message);
      const begun = (name) => ["day", "month", "year", "clock"].some((part) => value(`${name}_${part}`));
      if (this.found ? !begun("happened_at") && !begun("found_at") : !begun("happened_at")) {
        ask("happened_at", this.found ? "Enter when it happened, or when it was found" : "Enter when it happened");
      }
      if (value("postcode") && wrongPostcode(value("postcode"))) ask("postcode", wrongPostcode(value("postcode")));
      if (value("shift_end") && wrongShiftEnd(value("shift_end"))) ask("shift_end", wrongShiftEnd(value("shift_end")));
    }
    if (section.dataset.step === "what" && !value("description")) ask("description", "Enter what happened");
    for (const group of groups) {
      const boxes = dayBoxesOf(group);
      const texts = boxes.map((box) => box.value.trim());
      const wrong = texts.some(Boolean) && wrongDay(texts, { clock: boxes.length > 3, birthday: /-born_day$/.test(boxes[0].name) });
      if (wrong) lacking.push(sayWrong(group, wrong));
    }
    return lacking;
  }

  /** Shows the first step on which something is wrong, with a summary of all that is, on whichever step. */
  goToWrong(unplaced = []) {
    const first = this.sections.findIndex((section) => section.querySelector("[data-wrong]"));
    if (first >= 0 && first !== this.at) this.forward(first);
    this.form.querySelector(".nhsuk-error-summary")?.remove();
    const section = this.sections[this.at];
    const items = this.sections.flatMap((where, index) =>
      [...where.querySelectorAll("[data-wrong]")].map((words) => {
        const control = words.closest(".nhsuk-form-group, [data-rows]").querySelector("input:not([type=hidden]), select:not([hidden]), textarea");
        const message = words.lastChild.textContent;
        const go = (event) => {
          event.preventDefault();
          if (index !== this.at) this.forward(index);
          control?.focus();
        };
        const on = index === this.at ? "" : ` (step ${index + 1}, ${titleOf(where)})`;
        return el("li", {}, el("a", { href: `#${control?.id}`, onclick: go }, message + on));
      }),
    );
    items.push(...unplaced.map((message) => el("li", {}, message)));
    const summary = el(
      "div",
      { class: "nhsuk-error-summary", tabindex: "-1" },
      el("div", { role: "alert" }, el("h2", { class: "nhsuk-error-summary__heading" }, "There is a problem"), el("div", { class: "nhsuk-error-summary__body" }, el("ul", { class: "nhsuk-list nhsuk-error-summary__list" }, ...items))),
    );
    section.querySelector("h2").after(summary);
    summary.focus();
  }

  summarise() {
    const place = this.form.querySelector("[data-summary]");
    const parts = [];
    for (const [index, section] of this.sections.slice(0, -1).entries()) {
      const rows = groupsOf(section)
        .map((group) => [questionOf(group), answerOf(group)])
        .filter(([, answer]) => answer);
      const photos = [...section.querySelectorAll(".hf-photos > li bdi")].map((name) => name.textContent);
      if (photos.length) rows.push(["Photos and files", photos.join(", ")]);
      const heading = titleOf(section);
      const change = el("button", { type: "button", class: "hf-link-button", onclick: () => this.forward(index) }, "Change", el("span", { class: "nhsuk-u-visually-hidden" }, ` ${heading}`));
      parts.push(
        el("div", { class: "hf-summary__head" }, el("h3", { class: "nhsuk-heading-s" }, heading), change),
        rows.length
          ? el("dl", { class: "nhsuk-summary-list" }, ...rows.map(([question, answer]) => el("div", { class: "nhsuk-summary-list__row nhsuk-summary-list__row--no-actions" }, el("dt", { class: "nhsuk-summary-list__key" }, question), el("dd", { class: "nhsuk-summary-list__value", dir: "auto" }, answer))))
          : el("p", { class: "hf-quiet" }, "Nothing told. You can add it later."),
      );
    }
    place.replaceChildren(...parts);
  }

  stop() {
    this.on.disabled = this.end.disabled = this.back.disabled = true;
  }

  start() {
    this.on.disabled = this.end.disabled = this.back.disabled = false;
  }
}
