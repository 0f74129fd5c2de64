// Bundles the client into the package's static folder. The result is committed, so that nobody who
// installs Showclear needs Node; `node build.mjs --check` says whether it is what the sources give.
import { build } from "esbuild";
import { readFile, writeFile, mkdir } from "node:fs/promises";

const target = new URL("../src/showclear/web/static/", import.meta.url);
const made = await build({
  entryPoints: { app: "src/app.ts", worker: "src/worker.ts", style: "src/app.css" },
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome137", "firefox130", "safari17"],
  legalComments: "eof",
  outdir: "out",
  write: false,
});
const check = process.argv.includes("--check");
await mkdir(target, { recursive: true });
let differs = 0;
for (const file of made.outputFiles) {
  const place = new URL(file.path.split("/").pop(), target);
  const kept = await readFile(place).catch(() => Buffer.alloc(0));
  if (Buffer.from(file.contents).equals(kept)) continue;
  if (check) {
    console.error(`${place.pathname}: expected what the sources in client/ give, found another; run: npm run build`);
    differs += 1;
  } else {
    await writeFile(place, file.contents);
    console.log(`${place.pathname}: ${file.contents.length} bytes`);
  }
}
process.exit(differs ? 1 : 0);
