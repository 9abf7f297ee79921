// The form of one report: which questions, kept as it is typed, and sent.
import { connect, post } from "./report-delivery.js";
import { addRow, enliven, groupOf, putBack, sayWrong, valuesOf } from "./report-fields.js";
import { offerDays } from "./report-days.js";
import { photoSection } from "./report-photos.js";
import { listWaiting, sendInBackground, sendNow, whenGoingOn } from "./report-queue.js";
import { Steps } from "./report-steps.js";
import { get, put } from "./report-store.js";
import { rememberWhoReports, whoReports } from "./report-waiting.js";
import { clock, el, why } from "./report-words.js";

const KEEP_AFTER = 300; // milliseconds after the last key
const DRAFT_AFTER = 8_000;
const ASK_FOR = 4_000; // as long as sending waits to hear whether it was reported already
const GO_ON = "holdfast.report.go-on"; // a report to open on the page that has all questions

const newKey = () => crypto.randomUUID().replaceAll("-", "");

/** Lets this phone open the form without a network from now on. */
async function keepForNoNetwork(settings) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(settings.worker, { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    registration.active?.postMessage({ keep: { page: settings.form, shell: settings.shell } });
  } catch (problem) {
    console.warn("The form cannot be kept for when there is no network", problem);
  }
}

class Report {
  constructor(page, settings, entry) {
    this.page = page;
    this.settings = settings;
    this.entry = entry;
    this.timers = {};
  }

  /** Shows the questions of the report's kind in `form`. */
  begin(form) {
    const { entry, settings } = this;
    const kind = settings.questions[entry.type];
    this.form = form;
    form.elements.key.value = entry.key;
    form.elements.type.value = entry.type;
    leaveOut(form, kind);
    for (const alone of form.querySelectorAll("[data-only-without-script]")) alone.remove();
    const line = form.querySelector("[data-kind-line]");
    if (!line.textContent.trim()) {
      line.innerHTML = `<strong></strong> <a class="nhsuk-link" href="" data-change-kind>Change<span class="nhsuk-u-visually-hidden"> what kind of thing happened</span></a>`;
      line.firstElementChild.textContent = kind.title;
    }
    entry.title = kind.title;
    enliven(form);
    offerDays(form);
    if (entry.values?.length) putBack(form, entry.values);
    else this.fillWhatIsKnown();
    const files = form.querySelector('[data-part="files"]');
    files.hidden = false;
    photoSection(files.querySelector("[data-photos]"), { key: entry.key, identity: entry.identity, largest: settings.largest, taken: settings.taken, violence: kind.violence });
    form.elements.anonymous?.addEventListener("change", () => this.dropName());
    this.dropName();
    this.steps = new Steps(form, {
      found: kind.asked.includes("found"),
      leftAt: entry.leftAt ?? form.dataset.leftAt,
      onShow: (step) => this.showing(step),
      onCheck: () => (this.asking = this.askServer()),
    });
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("click", (event) => this.click(event));
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", this.onHide = () => document.visibilityState === "hidden" && this.keep());
    this.sayWrongs(entry.problems);
    this.saySaved();
  }

  /** Who wants to stay anonymous gives no name: it is neither kept on this device nor sent. */
  dropName() {
    const { anonymous, reporter_name: name, reporter_contact: contact } = this.form.elements;
    if (!anonymous) return;
    for (const field of [name, contact]) {
      field.disabled = anonymous.checked;
      groupOf(this.form, field.name).hidden = anonymous.checked;
    }
  }

  /** Whoever comes back to a report that was begun comes back to the step at which it was left. */
  showing(step) {
    const before = this.entry.leftAt;
    this.entry.leftAt = step;
    if (before && before !== step) this.later();
  }

  fillWhatIsKnown() {
    const { site } = this.form.elements;
    const known = whoReports()?.site;
    if (site && !site.value && known) {
      site.value = known;
      site.dispatchEvent(new Event("hf:set"));
    }
  }

  click(event) {
    const add = event.target.closest("[data-add]");
    if (add) {
      event.preventDefault();
      const row = addRow(this.form, add.dataset.add);
      offerDays(row);
      row.querySelector("input, textarea, select")?.focus();
      this.later();
    } else if (event.target.closest("[data-change-kind]")) {
      event.preventDefault();
      this.keep().then(() => this.page.chooseAgain(this));
    }
  }

  submit(event) {
    event.preventDefault();
    if (this.steps.atEnd) this.send();
    else this.steps.next();
  }

  later() {
    clearTimeout(this.timers.keep);
    this.timers.keep = setTimeout(() => this.keep(), KEEP_AFTER);
    this.timers.draft ??= setTimeout(() => this.keepOnServer(), DRAFT_AFTER);
  }

  /** Keeps what was typed on the phone. */
  async keep() {
    clearTimeout(this.timers.keep);
    if (this.sent) return;
    Object.assign(this.entry, { values: valuesOf(this.form), at: Date.now() });
    try {
      await put("reports", this.entry);
      this.saySaved();
    } catch {
      this.form.querySelector("[data-saved]").textContent = "There is no room left on this phone. Send the report before you close this page.";
    }
  }

  /** Keeps a copy with the server, so that the report can be finished on another device. */
  async keepOnServer() {
    this.timers.draft = undefined;
    if (!this.settings.drafts || this.sent || !navigator.onLine) return;
    const connection = await connect(this.settings);
    if (!connection?.identity || connection.identity !== (this.entry.identity || connection.identity)) return;
    const values = [...valuesOf(this.form), ["left_at", this.entry.leftAt]];
    await post(this.settings.drafts.replace("KEY", this.entry.key), values, connection);
  }

  saySaved() {
    const place = this.form.querySelector("[data-saved]");
    if (place) place.textContent = this.entry.at ? `Only on this phone, kept at ${clock(this.entry.at)}. Not sent yet.` : "Not sent yet.";
  }

  /** With a network, the server looks at the answers, and at whether it was reported already, before they are sent. */
  async askServer() {
    const place = this.form.querySelector("[data-matches]");
    place.replaceChildren();
    const connection = await connect(this.settings);
    if (!connection || (this.settings.mine && !connection.identity)) return;
    const answers = () => valuesOf(this.form).filter(([name]) => name !== "step");
    const asked = answers();
    const answer = await post(this.settings.form, [...asked, ["step", "check"]], connection);
    if (answer.status === 422) {
      // Whoever has put it right meanwhile must not be taken back by the answer to what stood there before.
      if (JSON.stringify(answers()) === JSON.stringify(asked)) this.sayWrongs(answer.body.errors);
      return;
    }
    if (!this.steps.atEnd) return;
    try {
      const body = new FormData(this.form);
      const found = await fetch(this.settings.matches, { method: "POST", body, headers: { "X-CSRFToken": connection.csrf }, redirect: "error" });
      if (found.ok) place.innerHTML = await found.text();
    } catch {
      // Whoever triages sees that two reports are of the same event.
    }
  }

  sayWrongs(problems = {}) {
    const wrong = Object.entries(problems);
    if (!wrong.length) return;
    const unplaced = [];
    for (const [name, messages] of wrong) {
      const group = groupOf(this.form, name);
      if (group) sayWrong(group, messages[0]);
      else unplaced.push(...messages);
    }
    this.steps.goToWrong(unplaced);
  }

  async send() {
    if (this.sent || this.sending) return;
    this.sending = true;
    const seen = this.form.querySelector("[data-matches]").childElementCount;
    await Promise.race([this.asking, new Promise((resolve) => setTimeout(resolve, ASK_FOR))]);
    this.sending = false;
    if (!this.steps.atEnd) return; // the server has found something that has to be put right
    const found = this.form.querySelector("[data-matches] fieldset");
    if (found && !seen) {
      // The question came after the press: nobody can have answered it.
      found.setAttribute("tabindex", "-1");
      return found.focus();
    }
    await this.keep();
    this.sent = true;
    clearTimeout(this.timers.draft);
    const { entry } = this;
    const values = valuesOf(this.form).filter(([name]) => !["step", "written_at"].includes(name));
    values.push(["written_at", new Date().toISOString()]);
    Object.assign(entry, { values, state: "waiting", why: "", problems: {}, at: Date.now() });
    try {
      await put("reports", entry);
    } catch {
      this.sent = false;
      this.form.removeAttribute("data-report-form");
      return HTMLFormElement.prototype.submit.call(this.form);
    }
    this.page.say("Sending your report.");
    this.steps.stop();
    sendInBackground();
    await sendNow();
    await this.after(await get("reports", entry.key));
  }

  /** What the page shows when the report was sent, or could not be. */
  async after(entry) {
    if (entry?.state === "received") {
      location.assign(entry.url);
    } else if (entry?.state === "refused" && entry.why === "mend") {
      this.sent = false;
      Object.assign(this.entry, entry, { state: "draft" });
      await put("reports", this.entry);
      this.page.say("Your report is not sent: something has to be put right first.");
      this.steps.start();
      this.sayWrongs(entry.problems);
    } else {
      await this.page.showBeginning(`Your report is only on this phone. ${why(entry ?? {})}`);
    }
  }

  close() {
    document.removeEventListener("visibilitychange", this.onHide);
    clearTimeout(this.timers.draft);
    clearTimeout(this.timers.keep);
    this.form.remove();
  }
}

/** Takes away the questions that this kind does not ask. */
function leaveOut(form, kind) {
  const always = ["where", "what", "more", "files", "telling", "check"];
  for (const section of form.querySelectorAll("[data-step], [data-part]")) {
    const name = section.dataset.step ?? section.dataset.part;
    if (!always.includes(name) && !kind.sections.includes(name)) section.remove();
  }
  for (const part of form.querySelectorAll("[data-asked]")) {
    if (!kind.asked.includes(part.dataset.asked)) part.remove();
  }
}

class Page {
  constructor(report, settings) {
    this.report = report;
    this.settings = settings;
    this.kinds = report.querySelector("[data-kinds]");
    this.template = report.querySelector("template[data-questions]");
    this.beginning = report.querySelector("[data-beginning]");
    this.urls = { form: settings.form, files: settings.files, token: settings.token, drafts: settings.drafts, signIn: settings.signIn };
  }

  say(words) {
    const place = this.report.querySelector("[data-state]");
    place.hidden = !words;
    place.textContent = words;
  }

  newEntry(type, key = newKey()) {
    const identity = this.settings.mine ? (whoReports()?.identity ?? "") : "";
    return { key, type, identity, mine: this.settings.mine, urls: this.urls, at: 0, state: "draft", values: [] };
  }

  /** Opens a report on a page that has all questions. */
  open(entry) {
    this.say("");
    this.current?.close();
    this.kinds.hidden = this.beginning.hidden = true;
    this.aside(false);
    document.body.classList.add("hf-reporting");
    const form = this.template.content.querySelector("form").cloneNode(true);
    this.report.append(form);
    this.current = new Report(this, this.settings, { ...entry, state: "draft", urls: this.urls });
    this.current.begin(form);
  }

  /** What stands beside the kinds is in the way once questions are answered. */
  aside(shown) {
    const aside = document.querySelector(".hf-columns__aside");
    if (aside) aside.hidden = !shown;
  }

  goOn(entry) {
    if (this.template) return this.open(entry);
    sessionStorage.setItem(GO_ON, entry.key);
    location.assign(this.settings.form);
  }

  /** Back to the kinds, with the same report: what was typed comes along. */
  chooseAgain(report) {
    this.again = report.entry;
    if (!this.template) return this.goOn(report.entry);
    report.close();
    this.current = undefined;
    this.kinds.hidden = false;
    this.kinds.querySelector("h2").setAttribute("tabindex", "-1");
    this.kinds.querySelector("h2").focus();
  }

  async showBeginning(words) {
    if (!this.template) return location.assign(this.settings.form);
    this.current?.close();
    this.current = this.again = undefined;
    this.kinds.hidden = this.beginning.hidden = false;
    this.aside(true);
    document.body.classList.remove("hf-reporting");
    await listWaiting(this.settings);
    this.say(words);
    window.scrollTo(0, 0);
  }

  /** Without a network nobody can check who is signed in: the page says in whose name a report will go. */
  sayInWhoseName() {
    if (!this.settings.mine || this.settings.who) return;
    const name = whoReports()?.name;
    const words = name
      ? ["There is no network. What you report now is sent in the name of ", el("strong", {}, el("bdi", {}, name)), " as soon as there is one."]
      : ["There is no network, and nobody is signed in on this phone. What you report now is sent when you sign in here."];
    const other = this.settings.open && el("a", { class: "nhsuk-link", href: this.settings.open }, name ? "That is not me: report without signing in" : "Report without signing in");
    this.beginning.append(el("div", { class: "nhsuk-inset-text" }, el("p", {}, ...words), other ? el("p", {}, other) : null));
  }

  async start() {
    this.sayInWhoseName();
    whenGoingOn((entry) => this.goOn(entry));
    document.addEventListener("hf:report", ({ detail }) => {
      if (detail.state === "received" && !this.current) this.say(`Your report was received: ${detail.reference}.`);
    });
    window.addEventListener("popstate", (event) => {
      if (!this.current) return;
      if (event.state?.step === undefined) this.current.keep().then(() => this.showBeginning(""));
      else this.current.steps.show(event.state.step);
    });
    const live = this.report.querySelector("form[data-report-form]");
    if (live) return this.bringToLife(live);
    this.kinds.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=type]");
      if (!button) return;
      event.preventDefault();
      const entry = this.again ? { ...this.again, type: button.value } : this.newEntry(button.value);
      this.again = undefined;
      this.open(entry);
    });
    const key = sessionStorage.getItem(GO_ON) ?? new URLSearchParams(location.search).get("draft");
    sessionStorage.removeItem(GO_ON);
    const entry = key && (await get("reports", key));
    if (entry && entry.state !== "received") this.open(entry);
  }

  /** A page that came with its questions: a draft that the server kept, or a kind chosen by its address. */
  async bringToLife(form) {
    const kept = await get("reports", form.elements.key.value);
    const entry = kept && kept.state === "draft" ? kept : this.newEntry(form.elements.type.value, form.elements.key.value);
    // What this phone holds is newer than what it sent to the server, unless another device went on with it.
    if (kept && kept.at < Number(form.dataset.savedAt ?? 0)) entry.values = [];
    if (!this.settings.questions[entry.type]) return;
    entry.type = form.elements.type.value;
    this.beginning.hidden = true;
    document.body.classList.add("hf-reporting");
    this.current = new Report(this, this.settings, entry);
    this.current.begin(form);
  }
}

export async function startForm(report, settings) {
  keepForNoNetwork(settings);
  // The page that is kept for when there is no network does not know who opens it: whoever was here last, then.
  if (settings.who) rememberWhoReports(settings.who);
  await new Page(report, settings).start();
}
