/** "None of these" unticks the others, and any of the others unticks "None of these". */
export function tickOneOrTheOthers(root) {
  for (const group of root.querySelectorAll("[data-exclusive]")) {
    group.addEventListener("change", ({ target }) => {
      if (target.type !== "checkbox" || !target.checked) return;
      const alone = target.hasAttribute("data-alone");
      for (const box of group.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(target.name)}"]`)) {
        if (box !== target && (alone || box.hasAttribute("data-alone"))) box.checked = false;
      }
    });
  }
}
