// Uses the page as a reader does, and checks what is seen.
//
//     node page.mjs TOOLS CHROMIUM ADDRESS FOLDER
//
// TOOLS is the folder that `install.sh` fills; ADDRESS serves a collection of
// `tests/articles`; screenshots and the download go to FOLDER. A line for each step goes to
// standard output; the first thing that is wrong ends it with code 1.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { FLAGS, paint } from "./paint.mjs";

const [tools, chromium, address, folder] = process.argv.slice(2);
const require = createRequire(join(tools, "package.json"));
const { chromium: driver } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const FIRST_PAINT_MS = 500;
const TRANSFERRED_BYTES = 300_000;
const QUOTE = "Felix Brandt did not fire Iris Tallow, Harlow Steel said on Wednesday.";

const browser = await driver.launch({ executablePath: chromium, args: FLAGS });

// A window whose errors, those of the content security policy too, end the test.
async function open(options) {
  const context = await browser.newContext({ baseURL: address, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.problems = [];
  page.on("pageerror", (it) => page.problems.push(it.message));
  page.on("console", (it) => it.type() === "error" && page.problems.push(it.text()));
  return page;
}

async function step(name, work) {
  const told = await work();
  console.log(`${name}: ${told ?? "ok"}`);
}

const page = await open({ viewport: { width: 1280, height: 900 } });
const hash = () => new URL(page.url()).hash;

await step("search", async () => {
  await page.goto("/");
  await page.getByLabel("A person, body, place or other name").pressSequentially("felix br");
  await page.waitForFunction(() => document.querySelectorAll("#found option").length > 0);
  const offered = await page.locator("#found option").first().getAttribute("value");
  assert.equal(offered, "Felix Brandt");
  await page.getByLabel("A person, body, place or other name").fill(offered);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/entity\?name=Felix/);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Felix Brandt");
});

await step("standings are apart", async () => {
  const section = (id) => page.locator(`section:has(> h2#${id})`);
  const lines = async (id) => (await section(id).locator(".claim").allTextContents()).map((it) => it.trim());
  assert.ok((await lines("affirmed")).includes("Felix Brandt fired Iris Tallow 2023-10-16"));
  assert.ok((await lines("denied")).includes("Felix Brandt not fired Iris Tallow"));
  const others = [...(await lines("affirmed")), ...(await lines("attributed"))];
  assert.ok(others.every((it) => !it.includes(" not ")), others.join("; "));
  const denied = section("denied").locator("li.fact", { hasText: QUOTE });
  assert.match(await denied.locator(".standing").textContent(), /Denied by Harlow Steel/);
  const said = section("attributed").locator("li.fact", { hasText: "by telephone" });
  assert.match(await said.locator(".standing").textContent(), /Claimed by Iris Tallow/);
});

await step("from a fact to its sentence and back", async () => {
  const denied = page.locator("li.fact.denied", { hasText: QUOTE }).first();
  await denied.getByRole("link", { name: /^In the article/ }).click();
  await page.waitForURL(/\/article\?.*#s\d+$/);
  const sentence = page.locator(`${hash()} .sentence`);
  await sentence.waitFor();
  assert.equal((await sentence.locator("p").last().textContent()).trim(), QUOTE);
  const { y } = await sentence.boundingBox();
  assert.ok(y >= 0 && y < 900, `the sentence is in sight: ${y}`);
  const word = sentence.locator("a.said.denied").first();
  assert.equal(await word.textContent(), "fire");
  await word.click();
  assert.match(hash(), /^#f-/);
  const fact = page.locator(hash());
  assert.match(await fact.getAttribute("class"), /denied/);
  await fact.getByRole("link", { name: /^To the sentence/ }).click();
  assert.match(hash(), /^#s\d+$/);
});

await step("how a fact was found", async () => {
  const fact = page.locator("li.fact.denied").first();
  await fact.getByRole("link", { name: /^How it was found/ }).click();
  await page.waitForURL(/\/fact\?/);
  const others = page.locator("h2:has-text('What else') + ul .standing");
  assert.match((await others.allTextContents()).join("; "), /Stated by Meridian Business Daily/);
});

await step("back and forward", async () => {
  await page.goBack();
  assert.match(page.url(), /\/article\?/);
  while (!page.url().includes("/entity?")) await page.goBack();
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Felix Brandt");
  await page.goForward();
  assert.match(page.url(), /\/article\?.*#s\d+$/);
});

await step("contradictions", async () => {
  await page.getByRole("link", { name: "Contradictions" }).click();
  const sides = page.locator(".dispute .sides > div");
  assert.deepEqual(await sides.locator("h4").allTextContents(), ["2 voices say so", "1 voice denies it"]);
  assert.match(await sides.nth(1).locator(".fact").textContent(), /Denied by Harlow Steel/);
});

await step("a question with a form", async () => {
  await page.getByRole("link", { name: "Questions" }).click();
  await page.getByRole("link", { name: "Who left a post, was removed from one, or may leave?" }).click();
  await page.getByLabel("who", { exact: true }).fill("Paul Renner");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.waitForURL(/who=Paul/);
  const cells = await page.locator("tbody tr td:nth-child(-n+2)").allTextContents();
  assert.deepEqual(cells.map((it) => it.trim()), ["Paul Renner", "possible: resigned from"]);
  await page.getByLabel("who", { exact: true }).fill("Paul Rener");
  await page.getByRole("button", { name: "Ask" }).click();
  assert.match(await page.getByRole("alert").textContent(), /did you mean e:paul-renner\?/);
});

await step("the editor completes, asks and keeps history", async () => {
  await page.getByRole("link", { name: "SPARQL" }).click();
  const editor = page.getByLabel("Query");
  await editor.fill("");
  await editor.pressSequentially("SELECT ?who ?whom { ?who :endor");
  await page.getByRole("option", { name: /^:endorsed/ }).waitFor();
  await page.keyboard.press("Enter");
  await editor.pressSequentially("?whom }");
  await page.keyboard.press("Escape");
  assert.equal(await editor.inputValue(), "SELECT ?who ?whom { ?who :endorsed ?whom }");
  assert.equal(await page.locator(".editor .keyword").first().textContent(), "SELECT");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/query=SELECT/);
  // Two articles tell of one of the three endorsements, which is one triple.
  assert.equal(await page.locator("#answer").textContent(), "3 rows");
  const first = await page.locator("tbody tr").first().locator("td").allTextContents();
  assert.deepEqual(first, ["Civic Alliance", "Nora Aldane"]);
  await page.getByRole("link", { name: "Chart of counts" }).click();
  assert.equal(await page.locator(".chart li").count(), 3);
  await page.getByRole("link", { name: "Picture" }).click();
  assert.ok((await page.locator("svg.web a").count()) >= 3);
  await page.goBack();
  await page.goBack();
  assert.equal(await page.locator("tbody tr").count(), 3);
});

await step("download", async () => {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "csv" }).click();
  const download = await waiting;
  assert.equal(download.suggestedFilename(), "answer.csv");
  await download.saveAs(join(folder, "answer.csv"));
});

await step("keyboard", async () => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  const skip = page.locator(":focus");
  assert.equal(await skip.textContent(), "Skip to the contents");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.locator("main :focus").count(), "the next stop is in the contents");
});
assert.deepEqual(page.problems, []);

const article = await (await page.request.get("/articles")).text();
const cited = article.match(/\/article\?id=2023-10-19[^"]*/)[0];
const about = await (await page.request.get("/entity?id=felix-brandt")).text();
const fact = about.match(/\/fact\?id=[^"]*/)[0].replaceAll("&amp;", "&");
const all = encodeURIComponent("SELECT * { ?who ?link ?f . ?f ng:object ?whom ; ng:sentence/ng:quote ?quote }");
const PAGES = {
  home: "/",
  entity: "/entity?id=felix-brandt",
  denied: "/entity?id=felix-brandt&standing=denied",
  choice: "/entity?name=Marsh",
  article: cited,
  fact,
  articles: "/articles",
  contradictions: "/contradictions",
  questions: "/queries",
  question: "/queries/events_by_month?show=chart",
  editor: "/sparql",
  answer: `/sparql?query=${all}`,
  picture: `/sparql?query=${all}&show=picture`,
};

await step("axe, themes and widths", async () => {
  const problems = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 1600]) {
      const window = await open({ colorScheme, viewport: { width, height: 900 } });
      for (const [name, path] of Object.entries(PAGES)) {
        const place = `${name}, ${colorScheme}, ${width} px`;
        await window.goto(path);
        await window.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        const wide = await window.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) problems.push(`${place}: ${wide} px wide`);
        await window.evaluate(axe);
        const { violations } = await window.evaluate(() => axe.run());
        for (const it of violations) {
          problems.push(`${place}: ${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`);
        }
      }
      problems.push(...window.problems);
      await window.context().close();
    }
  }
  assert.deepEqual(problems, []);
  return `no violation on ${Object.keys(PAGES).length} pages, 2 themes, 2 widths`;
});

await step("without script", async () => {
  const plain = await open({ javaScriptEnabled: false });
  await plain.goto("/");
  await plain.getByLabel("A person, body, place or other name").fill("Iris Tallow");
  await plain.getByRole("button", { name: "Search" }).click();
  assert.equal(await plain.getByRole("heading", { level: 1 }).textContent(), "Iris Tallow");
  await plain.goto("/sparql");
  await plain.getByRole("button", { name: "Ask" }).click();
  assert.equal(await plain.locator("#answer").textContent(), "4 rows");
});

await step("first paint and transfer", async () => {
  const figures = [];
  for (const name of ["home", "entity", "article", "answer"]) {
    const [best, bytes] = await paint(browser, address, PAGES[name]);
    figures.push(`${name} ${Math.round(best)} ms, ${Math.round(bytes / 1000)} KB`);
    assert.ok(best <= FIRST_PAINT_MS && bytes <= TRANSFERRED_BYTES, figures.at(-1));
  }
  return figures.join("; ");
});

await browser.close();
