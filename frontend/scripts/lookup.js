import { combobox } from "./combobox.js";

const WAIT = 200; // milliseconds after the last key before the server is asked
const SHORTEST = 2;

/**
 * A box that asks the server for what matches (people: too many to send them all). What was picked goes with the form
 * as a key; without this script the server finds it by the words.
 */
export function lookUpAsOneTypes(root) {
  for (const input of root.querySelectorAll("input[data-lookup]")) {
    const { lookup, lookupKey } = input.dataset;
    const key = document.getElementById(lookupKey);
    if (!lookup || !key || input.getAttribute("role") === "combobox") continue;
    const find = async (typed) => {
      if (typed.trim().length < SHORTEST) return { matches: [], more: 0 };
      const address = new URL(lookup, location.href);
      address.searchParams.set("q", typed);
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null; // no network: the words go with the form, and the server finds it then
      }
    };
    const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent.trim() ?? "";
    const { say } = combobox({
      input,
      id: input.id,
      label,
      find,
      wait: WAIT,
      choose(match) {
        key.value = match.key;
        key.dispatchEvent(new Event("change", { bubbles: true }));
      },
    });
    input.addEventListener("input", () => {
      key.value = "";
      say("");
    });
  }
}
