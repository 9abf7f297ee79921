import { combobox } from "./combobox.js";

const FROM = 13; // shorter lists are quicker to look through than to search
const SHOWN = 60;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** A long select becomes a box to type in. The select stays in the form and is what is sent. */
export function searchLongSelects(root) {
  for (const select of root.querySelectorAll("select[data-searchable]")) {
    if (select.options.length >= FROM && !select.multiple && !select.hidden) enhance(select);
  }
}

function enhance(select) {
  const id = select.id;
  const choices = [...select.options]
    .filter((option) => option.value)
    .map((option) => ({
      value: option.value,
      title: option.text.trim(),
      hint: option.parentElement.label ?? "",
      words: plain(`${option.text} ${option.parentElement.label ?? ""}`.trim()),
    }));
  const chosen = () => choices.find((choice) => choice.value === select.value);

  const input = document.createElement("input");
  input.type = "text";
  input.className = `nhsuk-input${select.classList.contains("nhsuk-select--error") ? " nhsuk-input--error" : ""}`;
  for (const name of ["aria-describedby", "aria-invalid", "disabled"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  // The label and the links of the error summary point at the id: the box takes it over.
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? "";
  select.id = `${id}-select`;
  input.id = id;
  select.hidden = true;
  select.before(input);

  const find = (typed) => {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    const first = plain(typed.trim());
    const found = choices
      .filter((choice) => words.every((word) => choice.words.includes(word)))
      .sort((a, b) => b.words.startsWith(first) - a.words.startsWith(first));
    return { matches: found.slice(0, SHOWN), more: Math.max(0, found.length - SHOWN) };
  };
  const set = (choice) => {
    select.value = choice?.value ?? "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const write = () => (input.value = chosen()?.title ?? "");

  const { say } = combobox({ input, id, label, find, choose: set, untouched: () => input.value === chosen()?.title });
  write();
  input.addEventListener("input", () => (select.value = ""));
  input.addEventListener("blur", () => {
    const typed = input.value.trim();
    if (select.value) write();
    else if (!typed) say("");
    else {
      const { matches } = find(typed);
      const meant = matches.find((choice) => plain(choice.title) === plain(typed));
      set(meant ?? (matches.length === 1 ? matches[0] : null));
      if (select.value) write();
      say(select.value ? "" : `Pick one from the list: “${typed}” is not in it`);
    }
  });
  select.addEventListener("hf:set", write); // set from outside: what was kept is put back
  select.form?.addEventListener("reset", () => setTimeout(write));
}
