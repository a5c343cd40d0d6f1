// Suggestions under fields for names, and colors and completion in the editor. Without
// this script everything else works.
"use strict";

// Names for what is written in a field, into its list.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  let asked = 0;
  field.addEventListener("input", async () => {
    const number = ++asked;
    const found = await names(field.value);
    if (number !== asked) return;
    const options = found.map(({ id, label, kind }, at) => {
      const option = document.createElement("option");
      const isFirst = found.findIndex((it) => it.label === label) === at;
      option.value = isFirst ? label : id;
      option.label = `${label}, ${kind}`;
      return option;
    });
    field.list.replaceChildren(...options);
  });
}

async function names(text) {
  if (text.trim().length < 2) return [];
  const reply = await fetch(`/suggest?name=${encodeURIComponent(text)}`);
  return reply.ok ? reply.json() : [];
}

const editor = document.querySelector("[data-editor]");
if (editor) edit(editor, editor.querySelector("textarea"));

function edit(editor, area) {
  const keywords = (
    "ASK BASE BIND BY CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN " +
    "LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT UNION UNDEF VALUES " +
    "WHERE AS ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG DATATYPE BOUND " +
    "COALESCE CONCAT CONTAINS IF LCASE UCASE REGEX REPLACE STRLEN STRSTARTS SUBSTR YEAR MONTH DAY"
  ).split(" ");
  const piece =
    /(?<comment>#[^\n]*)|(?<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|<[^<>\s]*>|(?<variable>[?$]\w+)|(?<prefixed>[A-Za-z]*:[\w.\-]*)|(?<word>[A-Za-z_]+)/gu;
  const shown = document.createElement("pre");
  shown.setAttribute("aria-hidden", "true");
  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  editor.prepend(shown);
  editor.append(list, told);
  editor.classList.add("live");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);

  let terms = null;
  let word = "";
  let chosen = 0;
  let asked = 0;

  // The text again, in colors, with a mark where the caret is.
  function paint() {
    const text = area.value;
    const parts = [];
    let at = 0;
    for (const found of text.matchAll(piece)) {
      const kinds = Object.entries(found.groups);
      let kind = kinds.find(([, it]) => it !== undefined)?.[0];
      if (kind === "word") {
        kind = keywords.includes(found[0].toUpperCase()) ? "keyword" : undefined;
      }
      if (!kind) continue;
      parts.push(text.slice(at, found.index));
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = found[0];
      parts.push(span);
      at = found.index + found[0].length;
    }
    parts.push(text.slice(at), "\n");
    shown.replaceChildren(...parts);
    shown.scrollTop = area.scrollTop;
  }

  // What may follow the word before the caret: terms that begin so or hold it, then names.
  async function complete() {
    const number = ++asked;
    const before = area.value.slice(0, area.selectionStart);
    word = before.match(/(?:[A-Za-z]*:)?[\w.\-]*$/u)[0];
    if (word.length < 2) return close();
    terms ??= fetch("/terms").then((it) => it.json());
    const known = await terms;
    const low = word.toLowerCase();
    const local = word.startsWith("e:") ? word.slice(2) : word.includes(":") ? "" : word;
    const entities = (await names(local.replaceAll("-", " "))).map((it) => [it.id, it.label]);
    if (number !== asked) return;
    const begin = known.filter(([it]) => it.toLowerCase().startsWith(low));
    const hold = word.includes(":")
      ? []
      : known.filter(([it]) => it.split(":")[1]?.toLowerCase().startsWith(low));
    const some = [...new Map([...begin, ...hold, ...entities]).entries()].slice(0, 40);
    if (!some.length || (some.length === 1 && some[0][0] === word)) return close();
    open(some);
  }

  function open(some) {
    const items = some.map(([term, note], at) => {
      const item = document.createElement("li");
      item.id = `completion-${at}`;
      item.dataset.term = term;
      item.setAttribute("role", "option");
      item.append(term);
      if (note) {
        const small = document.createElement("small");
        small.textContent = note;
        item.append(small);
      }
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(term);
      });
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = false;
    place();
    choose(0);
    told.textContent = `${items.length} completions`;
  }

  // Below the caret, which stands where the same text ends in the copy.
  function place() {
    const range = document.createRange();
    let left = area.selectionStart;
    const walk = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && left > walk.currentNode.length) left -= walk.currentNode.length;
    range.setStart(walk.currentNode, Math.min(left, walk.currentNode.length ?? 0));
    const caret = range.getBoundingClientRect();
    const box = editor.getBoundingClientRect();
    const x = Math.min(caret.left - box.left, box.width - list.offsetWidth);
    // The style sheet of the page may be changed by script; attributes of style may not.
    list.style.left = `${Math.max(0, x)}px`;
    list.style.top = `${caret.bottom - box.top + 4}px`;
  }

  function choose(at) {
    const items = [...list.children];
    chosen = (at + items.length) % items.length;
    items.forEach((it, place) => it.setAttribute("aria-selected", String(place === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function take(term) {
    const end = area.selectionStart;
    area.setRangeText(`${term} `, end - word.length, end, "end");
    close();
    paint();
  }

  function close() {
    asked += 1;
    list.hidden = true;
    told.textContent = "";
    area.removeAttribute("aria-activedescendant");
  }

  area.addEventListener("input", () => {
    paint();
    complete();
  });
  area.addEventListener("scroll", paint);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form.requestSubmit();
    } else if (!list.hidden) {
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) choose(chosen + moves[event.key]);
      else if (event.key === "Enter") take(list.children[chosen].dataset.term);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    }
  });
  paint();
}
