/**
 * A box to type in with the matches under it (the combobox pattern of the ARIA practices).
 *
 * `find(typed)` gives, or promises, { matches: [{ title, hint, ... }], more: number }; `choose(match)` is told what was
 * picked. Gives back { box, input, say, close } for its owner.
 */
export function combobox({ input, id, label, find, choose, wait = 0, untouched = () => false }) {
  Object.entries({
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-matches`,
  }).forEach(([name, value]) => input.setAttribute(name, value));

  const box = document.createElement("div");
  box.className = "hf-search-select";
  const list = document.createElement("ul");
  list.id = `${id}-matches`;
  list.className = "hf-search-select__list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  const said = document.createElement("div");
  said.className = "nhsuk-u-visually-hidden";
  said.setAttribute("aria-live", "polite");
  const note = document.createElement("div");
  note.className = "hf-search-select__none";
  note.hidden = true;
  input.before(box);
  box.append(input, list, note, said);

  let matches = [];
  let active = -1;
  let timer;
  let asked = 0;

  const say = (words) => {
    note.hidden = !words;
    note.textContent = words;
  };

  const mark = (index) => {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    const item = list.children[active];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const close = () => {
    clearTimeout(timer);
    asked += 1; // an answer still on its way comes too late
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const draw = (match, index) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(match.title);
    if (match.hint) {
      const hint = document.createElement("span");
      hint.className = "hf-search-select__hint";
      hint.textContent = ` ${match.hint}`;
      item.append(hint);
    }
    return item;
  };

  const show = async (typed) => {
    const mine = (asked += 1);
    const found = await find(typed);
    if (mine !== asked || !found) return;
    matches = found.matches;
    list.replaceChildren(...matches.map(draw));
    list.hidden = matches.length === 0;
    input.setAttribute("aria-expanded", String(matches.length > 0));
    mark(-1);
    say(matches.length || !typed.trim() ? "" : `Nothing matches “${typed}”`);
    const count = matches.length + found.more;
    said.textContent = !matches.length
      ? note.textContent
      : found.more
        ? `${count} matches, the first ${matches.length} shown. Type more to narrow them down`
        : `${count} ${count === 1 ? "match" : "matches"}`;
  };

  const pick = (match) => {
    input.value = match.title;
    say("");
    close();
    choose(match);
  };
  const openAll = () => show(untouched() ? "" : input.value);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (wait) timer = setTimeout(() => show(input.value), wait);
    else show(input.value);
  });
  input.addEventListener("click", () => list.hidden && openAll());
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) openAll();
      else if (matches.length) {
        const step = key === "ArrowDown" ? 1 : active < 0 ? 0 : -1;
        mark((active + step + matches.length) % matches.length);
      }
    } else if (key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      pick(matches[active]);
    } else if (key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].indexOf(target.closest("li"));
    if (at >= 0) pick(matches[at]);
  });
  input.addEventListener("blur", close);

  return { box, say };
}
