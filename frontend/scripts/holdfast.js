// On every page, deferred: nothing here is needed to read, fill in or send a page.
import { CharacterCount } from "nhsuk-frontend/dist/nhsuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "nhsuk-frontend/dist/nhsuk/components/error-summary/error-summary.mjs";
import { Header } from "nhsuk-frontend/dist/nhsuk/components/header/header.mjs";
import { NotificationBanner } from "nhsuk-frontend/dist/nhsuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "nhsuk-frontend/dist/nhsuk/components/password-input/password-input.mjs";
import { SkipLink } from "nhsuk-frontend/dist/nhsuk/components/skip-link/skip-link.mjs";

import { tickOneOrTheOthers } from "./choices.js";
import { listChosenFiles } from "./file-list.js";
import { keepWhatWasTyped } from "./keep.js";
import { askBeforeSigningOut, sendFromAnyPage } from "./report-waiting.js";
import { lookUpAsOneTypes } from "./lookup.js";
import { comeBackToForms, pressLinksThatLookLikeButtons, sendOnce, sendOnChange } from "./sending.js";
import { searchLongSelects } from "./search-select.js";
import { offerQuickDays } from "./quick-days.js";

const reportScript = document.currentScript?.dataset.sender; // only known while this file is first run
const NHS_COMPONENTS = [Header, SkipLink, ErrorSummary, NotificationBanner, CharacterCount, PasswordInput];

/** Brings `root` to life: the whole page, or a part that htmx has put in. */
function start(root) {
  for (const Component of NHS_COMPONENTS) {
    for (const element of root.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      if (element.hasAttribute(`data-${Component.moduleName}-init`)) continue;
      // One component that fails must not take the others with it.
      try {
        new Component(element);
      } catch (problem) {
        console.error(problem);
      }
    }
  }
  tickOneOrTheOthers(root);
  listChosenFiles(root);
  searchLongSelects(root);
  lookUpAsOneTypes(root);
  offerQuickDays(root);
  sendOnChange(root);
}

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
start(document);
sendOnce();
comeBackToForms();
pressLinksThatLookLikeButtons();
keepWhatWasTyped();
askBeforeSigningOut();
sendFromAnyPage(reportScript);
document.addEventListener("htmx:load", (event) => start(event.target));
