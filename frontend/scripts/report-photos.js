// Photos and files of a report. They are copied onto the device when they are chosen: a phone may take the original
// away, and the page may be closed before there is a network.
import { all, put, remove } from "./report-store.js";
import { el, sizeInWords } from "./report-words.js";

const AT_MOST = 20;

/** The part of the form where photos are chosen. `entry` gives the report they belong to; `violence` decides what most show. */
export function photoSection(place, { key, identity, largest, taken, violence }) {
  const list = el("ul", { class: "hf-photos" });
  const problem = el("p", { class: "nhsuk-error-message", role: "alert", hidden: true });
  const input = el("input", { class: "hf-file", type: "file", id: "report-photos", multiple: true, "aria-describedby": "report-photos-hint" });
  place.replaceChildren(
    el(
      "div",
      { class: "nhsuk-form-group" },
      el("label", { class: "nhsuk-label", for: "report-photos" }, "Add photos or files"),
      el("div", { class: "nhsuk-hint", id: "report-photos-hint" }, `Photos of damage or an injury, a screenshot, a letter. Each up to ${Math.floor(largest / 1048576)} MB. They stay on this phone until they are sent.`),
      problem,
      input,
      list,
    ),
  );

  const say = (words) => {
    problem.hidden = !words;
    problem.textContent = words;
  };

  const show = async () => {
    const photos = (await all("photos")).filter((photo) => photo.key === key).sort((one, other) => one.at - other.at);
    list.replaceChildren(...photos.map(row));
  };

  const row = (photo) => {
    const tick = el("input", { class: "nhsuk-checkboxes__input", type: "checkbox", id: `injury-${photo.id}`, onchange: () => put("photos", { ...photo, injury: tick.checked }) });
    tick.checked = photo.injury;
    const picture = photo.blob && /^image\/(jpeg|png|webp|gif)$/.test(photo.type) ? el("img", { src: URL.createObjectURL(photo.blob), alt: "", width: "72", height: "72" }) : null;
    return el(
      "li",
      {},
      picture,
      el(
        "div",
        {},
        el("bdi", {}, photo.name),
        ` (${sizeInWords(photo.size)}) `,
        el("button", { type: "button", class: "hf-link-button", onclick: async () => (await remove("photos", photo.id), await show(), input.focus()) }, "Remove", el("span", { class: "nhsuk-u-visually-hidden" }, ` ${photo.name}`)),
        photo.note ? el("p", { class: "hf-quiet" }, photo.note) : null,
        el("div", { class: "nhsuk-checkboxes nhsuk-checkboxes--small" }, el("div", { class: "nhsuk-checkboxes__item" }, tick, el("label", { class: "nhsuk-label nhsuk-checkboxes__label", for: `injury-${photo.id}` }, "Shows an injury, or is private"))),
      ),
    );
  };

  const keep = async (blob, name, type, note = "") => {
    const at = Date.now();
    await put("photos", { id: crypto.randomUUID(), key, identity, at, name, type, size: blob.size, blob, injury: violence, note, state: "waiting" });
  };

  const tooBig = (file) => {
    const words = `${file.name} has ${sizeInWords(file.size)}. The most is ${Math.floor(largest / 1048576)} MB.`;
    if (!file.type.startsWith("image/")) return say(`${words} Send a shorter one.`);
    say(words);
    // A smaller copy is worth less as evidence, so it is only made when someone says so, and says that it is one.
    problem.append(" ", el("button", { type: "button", class: "hf-link-button", onclick: () => shrinkAndKeep(file) }, "Send a smaller copy of it"));
  };

  const shrinkAndKeep = async (file) => {
    try {
      const copy = await smaller(file, largest);
      await keep(copy, file.name.replace(/\.\w+$/, "") + " (smaller copy).jpg", "image/jpeg", `A smaller copy, made on the phone. The original has ${sizeInWords(file.size)}: keep it.`);
      say("");
    } catch {
      say(`${file.name} could not be made smaller. Take a picture of it on a screen, or add it later from a computer.`);
    }
    await show();
  };

  input.addEventListener("change", async () => {
    say("");
    let count = list.children.length;
    for (const file of input.files) {
      if (!file.size) say(`${file.name} is empty.`);
      else if (!fits(file, taken)) say(`${file.name} is of a kind that cannot be taken. Add ${taken.words}.`);
      else if (file.size > largest) tooBig(file);
      else if (count >= AT_MOST) say(`You can add up to ${AT_MOST} files here. Add the others when the report is sent.`);
      else {
        try {
          await keep(new Blob([await file.arrayBuffer()], { type: file.type }), file.name, file.type);
          count += 1;
        } catch {
          say(`There is no room left on this phone for ${file.name}. Add it when the report is sent.`);
        }
      }
    }
    input.value = "";
    await show();
  });
  return show();
}

/** By its name or type the file may be of a kind that is taken. What is in it, the server sees when it arrives. */
function fits(file, { endings, types }) {
  const ending = /\.\w+$/.exec(file.name)?.[0].toLowerCase();
  return !ending || endings.includes(ending) || types.includes(file.type);
}

/** A JPEG of a picture that is below `largest` bytes. */
async function smaller(file, largest) {
  const picture = await createImageBitmap(file);
  for (const side of [4000, 3000, 2000, 1400]) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
    if (blob && blob.size <= largest) return blob;
  }
  throw new Error("still too big");
}
