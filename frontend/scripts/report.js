// Reporting: one step at a time, kept on the device until it is received, sent when there is a network.
// On other pages it only sends what waits, and says so.
import { listWaiting, receiptHere, startSending, whoIsSignedIn } from "./report-queue.js";
import { startForm } from "./report-form.js";
import { tidyUp } from "./report-delivery.js";
import { all } from "./report-store.js";

async function start() {
  // Without a place to keep things nothing here would hold what it promises: the plain form stays as it is.
  try {
    await all("reports");
  } catch (problem) {
    console.warn("This browser keeps nothing, so the form is sent in the plain way", problem);
    return;
  }
  const settings = JSON.parse(document.getElementById("report-settings")?.textContent ?? "null");
  const report = document.querySelector("[data-report]");
  if (report && settings) await startForm(report, settings);
  if (receiptHere()) await tidyUp(receiptHere());
  await whoIsSignedIn(settings);
  await listWaiting(settings);
  startSending(settings);
}

start();
