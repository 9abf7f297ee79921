const sizeInWords = (size) =>
  size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))} KB` : `${(size / 1e6).toFixed(1).replace(/\.0$/, "")} MB`;

/**
 * Lists the files that were chosen. A second choice adds to the first: on a phone one takes photo after photo,
 * and the browser alone would forget all but the last.
 */
export function listChosenFiles(root) {
  for (const input of root.querySelectorAll("input[type=file][data-file-list]")) {
    if (input.nextElementSibling?.classList.contains("hf-file__list")) continue;
    const list = document.createElement("ul");
    list.className = "hf-file__list";
    list.setAttribute("aria-live", "polite");
    input.after(list);
    let chosen = [];

    const show = () => {
      const carrier = new DataTransfer();
      chosen.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      list.replaceChildren(
        ...chosen.map((file, index) => {
          const item = document.createElement("li");
          const name = document.createElement("bdi");
          name.textContent = file.name;
          const remove = document.createElement("button");
          remove.type = "button";
          remove.className = "hf-link-button";
          remove.textContent = "Remove";
          const which = document.createElement("span");
          which.className = "nhsuk-u-visually-hidden";
          which.textContent = ` ${file.name}`;
          remove.append(which);
          remove.addEventListener("click", () => {
            chosen.splice(index, 1);
            show();
            input.focus();
          });
          item.append(name, ` (${sizeInWords(file.size)}) `, remove);
          return item;
        }),
      );
    };

    input.addEventListener("change", () => {
      const added = [...input.files];
      const known = new Set(chosen.map((file) => `${file.name} ${file.size} ${file.lastModified}`));
      chosen = input.multiple
        ? [...chosen, ...added.filter((file) => !known.has(`${file.name} ${file.size} ${file.lastModified}`))]
        : added;
      show();
    });
    input.form?.addEventListener("reset", () => {
      chosen = [];
      list.replaceChildren();
    });
  }
}
