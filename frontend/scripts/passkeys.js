// Only on the pages for signing in. allauth's scripts ask the browser for a passkey; this one shows their buttons where
// there is something to ask, and says in words what went wrong.
const WORDS = {
  NotAllowedError: "Your device gave no passkey: it was stopped, or it took too long. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys do not work at this address. Open Holdfast by the address that your trust gave you.",
};
const OTHERWISE = "Your device could not do this. Try again, or use another way.";

const can = "PublicKeyCredential" in window;
for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = !can;
for (const element of document.querySelectorAll("[data-passkey-missing]")) element.hidden = can;

const place = document.querySelector("[data-passkey-problem]");

document.addEventListener("allauth.error", (event) => {
  if (!place) return;
  event.preventDefault(); // else it is written to the console, where nobody looks
  const words = document.createElement("p");
  words.className = "nhsuk-error-message";
  words.textContent = WORDS[event.detail.exception?.name] ?? OTHERWISE;
  place.replaceChildren(words);
});
