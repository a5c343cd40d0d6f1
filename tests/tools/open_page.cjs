// Opens pages in Chromium and uses them as a reader would. Fails on any error, on any request,
// and where the first picture takes more than a second in the best of three.
//
//   NODE_PATH=target/tools/node/node_modules node tests/tools/open_page.cjs PAGE...

const { existsSync } = require("node:fs");
const { resolve } = require("node:path");
const { chromium } = require("playwright-core");

const MOST_MS = 1000;
const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find(existsSync);

const check = (holds, what) => {
  if (!holds) throw new Error(what);
};

async function look(browser, path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors = [];
  const requests = [];
  page.on("console", (it) => it.type() === "error" && errors.push(it.text()));
  page.on("pageerror", (it) => errors.push(String(it)));
  page.on("request", (it) => !it.url().startsWith("file:") && requests.push(it.url()));
  let painted = Infinity;
  for (let run = 0; run < 3; run += 1) {
    await page.goto(`file://${resolve(path)}`);
    const seen = await page.evaluate(() => new Promise((done) =>
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))));
    painted = Math.min(painted, seen);
  }
  const facts = await page.locator("#list li").count();
  check(facts > 0, "the list is empty");

  // A click at a link shows its sentence. From near, nothing else is under the pointer.
  const target = await page.evaluate(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    const { width, height } = document.getElementById("picture").getBoundingClientRect();
    const k = Math.max(Math.min((width - 24) / data.size[0], (height - 24) / data.size[1], 1.6), 0.02);
    const move = [(width - data.size[0] * k) / 2, (height - data.size[1] * k) / 2];
    const link = data.links.find((it) => it.label) || data.links[0];
    const [x, y] = link.middle;
    return { x: x * k + move[0], y: y * k + move[1], quote: data.sentences[link.cited[0]][0], line: link.line };
  });
  const corner = await page.locator("#picture").boundingBox();
  await page.mouse.move(corner.x + target.x, corner.y + target.y);
  for (let turn = 0; turn < 14; turn += 1) await page.mouse.wheel(0, -100);
  await page.mouse.down();
  await page.mouse.up();
  const chosen = await page.locator("#chosen").innerText();
  check(chosen.includes(target.line) && chosen.includes(target.quote), `${target.line}: ${chosen}`);
  check(await page.locator("#chosen a[href*=':~:text=']").count() > 0, "no address");

  // The list does the same for the keyboard.
  await page.keyboard.press("Escape");
  check(await page.locator("#chosen").innerText() === "", "Escape leaves it chosen");
  await page.locator("#list button").first().focus();
  await page.keyboard.press("Enter");
  check((await page.locator("#chosen").innerText()).length > 0, "Enter shows nothing");

  // Filters change picture and list.
  await page.locator("#relation").selectOption({ index: 1 });
  const some = await page.locator("#list li:visible").count();
  check(some > 0 && some < facts, `${some} of ${facts}`);
  await page.locator("#relation").selectOption({ index: 0 });
  await page.locator("#search").fill("no such words");
  check(await page.locator("#list li:visible").count() === 0, "the search finds anything");
  await page.locator("#search").fill("");

  // Moving and zooming stay fluid: the mean time of a frame while the wheel turns.
  const frame = await page.evaluate(async () => {
    const canvas = document.getElementById("picture");
    const start = performance.now();
    const turns = 20;
    for (let n = 0; n < turns; n += 1) {
      canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 2 ? 100 : -100, cancelable: true }));
      await new Promise(requestAnimationFrame);
    }
    return (performance.now() - start) / turns;
  });
  check(errors.length === 0, errors.join("\n"));
  check(requests.length === 0, requests.join("\n"));
  check(painted <= MOST_MS, `the first picture took ${painted.toFixed(0)} ms`);
  console.log(`${path}: ${facts} facts, first picture ${painted.toFixed(0)} ms, a frame ${frame.toFixed(0)} ms`);
  await page.screenshot({ path: path.replace(/\.html$/, ".png") });
  await page.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
  try {
    for (const path of process.argv.slice(2)) await look(browser, path);
  } catch (it) {
    console.error(String(it));
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
})();
