// How long until a page is painted, and how many bytes are sent for it.
//
//     node paint.mjs TOOLS CHROMIUM ADDRESS PATH...
//
// TOOLS is the folder that `install.sh` fills; ADDRESS serves a collection.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

// The best of three, each in a window that has nothing in its cache.
export async function paint(browser, address, path) {
  let [best, bytes] = [Infinity, 0];
  for (let run = 0; run < 3; run += 1) {
    const context = await browser.newContext({ baseURL: address });
    const page = await context.newPage();
    bytes = 0;
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    session.on("Network.loadingFinished", (it) => (bytes += it.encodedDataLength));
    await page.goto(path, { waitUntil: "networkidle" });
    // On a busy machine it is idle before it has painted.
    const seen = await page.waitForFunction(() =>
      performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    best = Math.min(best, await seen.jsonValue());
    await context.close();
  }
  return [best, bytes];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [tools, chromium, address, ...paths] = process.argv.slice(2);
  const { chromium: driver } = createRequire(join(tools, "package.json"))("playwright-core");
  const browser = await driver.launch({ executablePath: chromium, args: FLAGS });
  for (const path of paths) {
    const [best, bytes] = await paint(browser, address, path);
    console.log(`${path}: ${Math.round(best)} ms, ${Math.round(bytes / 1000)} KB`);
  }
  await browser.close();
}
