// Reading and filling the fields of the report form.
import { monthInWords } from "./report-dates.js";
import { el } from "./report-words.js";

const BUTTONS = new Set(["submit", "button", "file"]);

/** What the form would post, as pairs; without files and buttons. */
export function valuesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
}

/** Puts values back: first as many rows of each list as they need, then every field. */
export function putBack(form, values) {
  const byName = new Map();
  for (const [name, value] of values) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const rows of form.querySelectorAll("[data-rows]")) {
    const wanted = Number(byName.get(`${rows.dataset.rows}-TOTAL_FORMS`)?.[0] ?? 0);
    while (rows.children.length < Math.min(wanted, 30)) addRow(form, rows.dataset.rows);
  }
  for (const field of form.elements) {
    if (!field.name || BUTTONS.has(field.type) || /^(key|csrfmiddlewaretoken|type|add_to)$/.test(field.name) || field.name.endsWith("_FORMS")) continue;
    const found = byName.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = found?.includes(field.value) ?? false;
    else if (found) field.value = found[0];
    field.dispatchEvent(new Event("hf:set"));
  }
}

/** One more person or thing; gives the new row. */
export function addRow(form, name) {
  const rows = form.querySelector(`[data-rows="${name}"]`);
  const total = form.elements[`${name}-TOTAL_FORMS`];
  const blank = form.querySelector(`template[data-empty="${name}"]`);
  const holder = document.createElement("div");
  holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.firstElementChild;
  rows.append(row);
  total.value = String(Number(total.value) + 1);
  enliven(row);
  return row;
}

/** Lets the script of every page work on a part that was put in later. */
export function enliven(part) {
  part.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}

/** The question of a group of the form: its legend or label. */
export function questionOf(group) {
  return (group.querySelector(":scope > .nhsuk-fieldset > legend, :scope > .nhsuk-label-wrapper label, :scope > label, :scope .nhsuk-checkboxes__label") ?? group).textContent.trim().replace(/, if .+$/, "");
}

/** Whether a group is asked at present: not inside a choice that was not chosen. */
export function isAsked(group, section) {
  if (group.hidden) return false;
  for (let part = group.parentElement; part && part !== section; part = part.parentElement) {
    if (part.classList.contains("hf-revealed") && !part.previousElementSibling?.querySelector("input:checked")) return false;
    if (part.hidden || getComputedStyle(part).display === "none") return false;
  }
  return true;
}

/** The groups of a section that are asked, each with one question; the boxes of a date are one group. */
export function groupsOf(section) {
  return [...section.querySelectorAll(".nhsuk-form-group")].filter(
    (group) => !group.closest(".nhsuk-date-input") && !group.querySelector("input[type=file]") && isAsked(group, section),
  );
}

const ownOf = (group) => (field) => field.closest(".nhsuk-form-group:not(.nhsuk-date-input .nhsuk-form-group)") === group;

/** The boxes of the day that a group asks for; none when it asks for something else. */
export function dayBoxesOf(group) {
  const own = ownOf(group);
  return [...group.querySelectorAll(".nhsuk-date-input input")].filter((box) => group.querySelector(".nhsuk-date-input")?.contains(box) && own(box.closest(".nhsuk-date-input")));
}

/** What was answered in a group, in the words of the page; "" for nothing. */
export function answerOf(group) {
  const own = ownOf(group);
  const boxes = dayBoxesOf(group);
  if (boxes.length) {
    const [day, month, year, clock] = boxes.map((box) => box.value.trim());
    const date = [day, monthInWords(month), year].filter(Boolean).join(" ");
    return [date, clock].filter(Boolean).join(", ");
  }
  const fields = [...group.querySelectorAll("input, select, textarea")].filter(own);
  const ticks = fields.filter((field) => field.type === "checkbox" || field.type === "radio");
  if (ticks.length === 1 && ticks[0].type === "checkbox") return ticks[0].checked ? "Yes" : "";
  if (ticks.length) {
    const labels = ticks.filter((tick) => tick.checked).map((tick) => group.querySelector(`label[for="${CSS.escape(tick.id)}"]`)?.textContent.trim());
    return labels.join(", ");
  }
  const select = fields.find((field) => field.matches("select"));
  if (select) return select.value ? select.selectedOptions[0].textContent.trim() : "";
  return fields.find((field) => field.name)?.value.trim() ?? "";
}

/** Says beside a group what is wrong, and takes away what was said before. */
export function sayWrong(group, message) {
  clearWrong(group);
  group.classList.add("nhsuk-form-group--error");
  const first = group.querySelector("input, select, textarea");
  const id = `${first?.id ?? "group"}-wrong`;
  const words = el("span", { class: "nhsuk-error-message", id, "data-wrong": true }, el("span", { class: "nhsuk-u-visually-hidden" }, "Error: "), message);
  const fieldset = group.querySelector(":scope > fieldset");
  const before = (fieldset ?? group).querySelector(":scope > .nhsuk-hint, :scope > legend, :scope > label");
  if (before) before.after(words);
  else (fieldset ?? group).prepend(words);
  (fieldset ?? first)?.setAttribute("aria-describedby", [id, (fieldset ?? first).getAttribute("aria-describedby")].filter(Boolean).join(" "));
  return first;
}

function clearWrong(group) {
  for (const words of group.querySelectorAll("[data-wrong]")) {
    const described = group.querySelector(`[aria-describedby~="${CSS.escape(words.id)}"]`);
    const rest = described?.getAttribute("aria-describedby").split(" ").filter((id) => id !== words.id).join(" ");
    if (rest) described.setAttribute("aria-describedby", rest);
    else described?.removeAttribute("aria-describedby");
    words.remove();
  }
  group.classList.remove("nhsuk-form-group--error");
}

export function clearAllWrong(form) {
  for (const group of form.querySelectorAll(".nhsuk-form-group")) clearWrong(group);
}

/** The group that holds the field `name` (of a list: the whole list), or null. */
export function groupOf(form, name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"], [name^="${CSS.escape(`${name}_`)}"]`);
  return field?.closest(".nhsuk-form-group:not(.nhsuk-date-input .nhsuk-form-group)") ?? form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
}
