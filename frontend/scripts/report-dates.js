// Days, times and postcodes, looked at before a step is left. The server reads them again and has the last word: what
// it would take must never be refused here, because a phone without a network cannot ask.
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const CLOCK = /^(\d{1,2})(?:\s*[:.,;h ]\s*(\d{2}))?\s*(?:hrs|hours|h)?\s*([ap])?\.?\s*(?:m\.?)?$/;
const RUN_TOGETHER = /^(\d{1,2})(\d{2})\s*(?:hrs|hours|h)?\s*([ap])?\.?\s*(?:m\.?)?$/;
const FAST = 15 * 60_000; // milliseconds by which this phone's clock may be slow
const LIFETIME = 80; // years: whatever is older was mistyped
const NO_DATE = "Enter a real date, like 27 3 2026";
const NO_TIME = "Enter the time on the 24-hour clock, like 14:30 or 0905";

const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** What a London clock and calendar show at `at`: { year, month, day, hour, minute }, as texts with leading zeros. */
export function london(at) {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
}

function monthOf(text) {
  const lowered = text.toLowerCase().replace(/\.$/, "");
  if (/^\d{1,2}$/.test(lowered)) return Number(lowered);
  return lowered.length < 3 ? 0 : MONTHS.findIndex((name) => name.startsWith(lowered === "sept" ? "sep" : lowered)) + 1;
}

/** The month of a text, in words, or the text itself. */
export function monthInWords(text) {
  const name = MONTHS[monthOf(text ?? "") - 1];
  return name ? name[0].toUpperCase() + name.slice(1) : text;
}

/** "14:30" for any way of writing it that the server reads; "" for no time. */
export function timeOf(text) {
  const plain = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ").replace(/\s*\(?(bst|gmt)\)?$/, "");
  if (/^(12 ?)?(noon|midday)$/.test(plain)) return "12:00";
  if (/^(12 ?)?midnight$/.test(plain)) return "00:00";
  const found = RUN_TOGETHER.exec(plain) ?? CLOCK.exec(plain);
  if (!found || (/m\.?$/.test(plain) && !found[3])) return "";
  const [minute, half] = [Number(found[2] ?? 0), found[3]];
  let hour = Number(found[1]);
  if (half && hour <= 12) {
    if (!hour) return "";
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  } else if (half === "a") return "";
  return hour > 23 || minute > 59 ? "" : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** What is wrong with the boxes of a day (with `clock`: and a time), or "". Every day that a report asks is past. */
export function wrongDay(boxes, { clock, birthday, now = Date.now() }) {
  const [day, month, year, time] = boxes.map((text) => text.normalize("NFKC").trim());
  if (!day || !month || !year || (clock && !time)) return clock ? "Enter the day, month, year and time" : "Enter the day, month and year";
  const number = monthOf(month);
  const whole = clock && /^\d\d$/.test(year) ? `20${year}` : year;
  if (/^\d+$/.test(year) && whole.length !== 4) return "Year must include 4 numbers";
  if (!/^\d{1,2}$/.test(day) || !/^\d{4}$/.test(whole) || !number) return NO_DATE;
  const real = new Date(Date.UTC(Number(whole), number - 1, Number(day)));
  if (number > 12 || real.getUTCDate() !== Number(day) || real.getUTCMonth() !== number - 1) return NO_DATE;
  const read = clock ? timeOf(time) : "00:00";
  if (!read) return NO_TIME;
  const latest = london(now + FAST);
  if (Number(whole) < (birthday ? 1900 : Number(latest.year) - LIFETIME)) return "Check the year: that is too long ago";
  const told = `${whole}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")} ${read}`;
  if (told > `${latest.year}-${latest.month}-${latest.day} ${latest.hour}:${latest.minute}`) return "This is in the future. Check the day, month, year and time";
  return "";
}

/** What is wrong with the end of a shift, or "". */
export function wrongShiftEnd(text) {
  if (!timeOf(text)) return "Enter the time at which your shift ends, like 19:00";
  return /^\d{1,2}$/.test(text) && Number(text) <= 12 ? "Enter the time at which your shift ends with its minutes, like 08:00 or 20:00" : "";
}

/** What is wrong with a postcode, or "". Its first half is enough. */
export function wrongPostcode(text) {
  return /^[a-z]{1,2}\d[a-z\d]?\s*(\d[a-z]{2})?$/i.test(text) ? "" : "Enter a postcode like AB1 2CD, or leave it empty";
}
