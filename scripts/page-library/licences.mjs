// Prints a comment that names every package in a bundle, with its licence, for the bundle to begin with.
// Usage: node licences.mjs META.json, where META.json is what esbuild --metafile wrote.
import { readFileSync, readdirSync } from "node:fs";

const meta = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const names = new Set();
for (const output of Object.values(meta.outputs)) {
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
    if (name && bytesInOutput) names.add(name);
  }
}
// Packages with the same licence text share one copy of it.
const byText = new Map();
for (const name of [...names].sort()) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf-8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  const text = readFileSync(`${folder}/${file}`, "utf-8").trim().replaceAll("\r\n", "\n");
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
}
console.log("/*! What others made, put together by scripts/build-page-library. Each part, and its licence:\n");
for (const [text, packages] of byText) console.log(`${packages.join(", ")}\n\n${text}\n`);
console.log("*/");
