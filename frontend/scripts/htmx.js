// Partial updates, only on pages that ask for them. No style of its own and no eval: the content security policy
// refuses both. No history cache: pages with names of victims are not kept in the browser's storage.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  historyCacheSize: 0,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
});
