// Builds the styles and scripts of every page into build/static/. Run: npm ci && node frontend/build.mjs
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "build", "static");

// One line for each script; name of the file in scripts/, and whether each page loads it or only those that ask.
const ENTRIES = {
  "holdfast.js": "every page",
  "htmx.js": "pages that ask for it",
  "passkeys.js": "the pages for signing in",
  "report.js": "the report form, my reports",
  "service-worker.js": "kept by a phone that opened the report form",
};

// Compressed bytes that style and script may cost on a first visit. The page itself comes on top: the report form
// with all its assets has to stay under 120 KB.
const BUDGET_OF_EVERY_PAGE = 70_000;

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "images"), { recursive: true });

const styles = sass.compile(join(here, "styles", "holdfast.scss"), {
  loadPaths: [join(root, "node_modules")],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(join(out, "holdfast.css"), styles.css);

await esbuild.build({
  entryPoints: Object.keys(ENTRIES).map((name) => join(here, "scripts", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari15.6"],
  legalComments: "none",
  logLevel: "warning",
});

// Only those icons of nhsuk-frontend that the style sheet names.
const nhs = join(root, "node_modules", "nhsuk-frontend", "dist", "nhsuk", "assets", "images");
for (const name of new Set(styles.css.match(/nhsuk-icon-[a-z-]+\.svg/g) ?? [])) {
  copyFileSync(join(nhs, name), join(out, "images", name));
}
// For letters and papers as PDF. Arimo has the widths of Arial; a bare machine has no such font. Pages do not load it.
const fonts = join(root, "build", "fonts");
rmSync(fonts, { recursive: true, force: true });
mkdirSync(fonts, { recursive: true });
const arimo = join(root, "node_modules", "@expo-google-fonts", "arimo");
for (const face of ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]) {
  copyFileSync(join(arimo, face, `Arimo_${face}.ttf`), join(fonts, `Arimo_${face}.ttf`));
}
copyFileSync(join(arimo, "LICENSE_FONT"), join(fonts, "LICENSE"));
for (const name of readdirSync(join(here, "images"))) copyFileSync(join(here, "images", name), join(out, name));

if (/https?:\/\/(?!www\.w3\.org)|@font-face/.test(styles.css)) {
  throw new Error("the style sheet names another host or a font to fetch");
}

let everyPage = 0;
console.log("file              bytes     gzip   brotli  for");
for (const [name, use] of Object.entries({ "holdfast.css": "every page", ...ENTRIES })) {
  const content = readFileSync(join(out, name));
  const gzip = gzipSync(content, { level: 9 }).length;
  const sizes = [content.length, gzip, brotliCompressSync(content).length];
  if (use === "every page") everyPage += gzip;
  console.log([name.padEnd(14), ...sizes.map((size) => String(size).padStart(8)), ` ${use}`].join(" "));
}
console.log(`every page, gzip: ${everyPage} of ${BUDGET_OF_EVERY_PAGE} bytes`);
if (everyPage > BUDGET_OF_EVERY_PAGE) throw new Error("over the budget of every page");
