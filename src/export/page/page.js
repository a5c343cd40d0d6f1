"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, parent) => {
    const it = document.createElement(tag);
    if (text !== undefined) it.textContent = text;
    if (parent) parent.append(it);
    return it;
  };
  const { boxes, links, sentences } = data;
  const canvas = byId("picture");
  const ink = canvas.getContext("2d");
  const FACES = 'Helvetica, Arial, "Liberation Sans", sans-serif';
  // Letters smaller than this are not drawn.
  const LEGIBLE = 5;

  for (const it of boxes) it.outline = it.path && new Path2D(it.path);
  for (const it of links) {
    it.curve = new Path2D(it.path);
    it.tip = new Path2D(it.head);
    it.dash = it.dashes ? it.dashes.split(" ").map(Number) : [];
    it.publishers = new Set(it.cited.map((at) => sentences[at][1]).filter(Boolean));
    const quotes = it.cited.map((at) => sentences[at][0]).join(" ");
    it.text = (it.line + " " + quotes).toLowerCase();
    it.isShown = true;
  }

  // What is looked at: the picture is drawn at k times its size, moved by x and y.
  const view = { x: 0, y: 0, k: 1 };
  let chosen = null;
  let isDue = false;
  const later = () => {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(draw);
    }
  };

  function showAll() {
    const { width, height } = canvas.getBoundingClientRect();
    const k = Math.min((width - 24) / data.size[0], (height - 24) / data.size[1], 1.6);
    view.k = Math.max(k, 0.02);
    view.x = (width - data.size[0] * view.k) / 2;
    view.y = (height - data.size[1] * view.k) / 2;
    later();
  }

  function zoom(by, x, y) {
    const k = Math.min(Math.max(view.k * by, 0.02), 8);
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    later();
  }

  const isNear = (link) =>
    chosen === null || chosen.link === link || (chosen.box !== undefined &&
      (link.subject === chosen.box || link.object === chosen.box));

  function draw() {
    isDue = false;
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = canvas.getBoundingClientRect();
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.fillStyle = data.ground;
    ink.fillRect(0, 0, width, height);
    ink.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
    const near = new Set();
    for (const it of links) {
      if (!it.isShown) continue;
      ink.globalAlpha = isNear(it) ? 1 : 0.15;
      if (isNear(it)) near.add(it.subject).add(it.object);
      drawLink(it);
    }
    ink.setLineDash([]);
    boxes.forEach((it, at) => drawBox(it, at, near));
    ink.globalAlpha = 1;
    if (10 * view.k >= LEGIBLE) drawLabels(width, height);
    else drawNames(width, ratio);
  }

  // From far away, the names of the things with most links stand over the picture.
  function drawNames(width, ratio) {
    const taken = [];
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const it of [...boxes].sort((a, b) => b.font - a.font)) {
      if (!it.name || it.isShown === false) continue;
      ink.font = `bold 11px ${FACES}`;
      const [w, h] = [ink.measureText(it.name).width + 6, 15];
      const middle = (it.rect[0] + it.rect[2] / 2) * view.k + view.x;
      // A name at the edge is seen as a whole.
      const x = middle < 0 || middle > width ? middle : Math.min(Math.max(middle, w / 2), width - w / 2);
      const y = (it.rect[1] + it.rect[3] / 2) * view.k + view.y;
      const [left, top] = [x - w / 2, y - h / 2];
      if (taken.some((o) => left < o[0] + o[2] && o[0] < left + w && top < o[1] + h && o[1] < top + h)) continue;
      taken.push([left, top, w]);
      ink.globalAlpha = 0.8;
      ink.fillStyle = data.ground;
      ink.fillRect(left, top, w, h);
      ink.globalAlpha = 1;
      ink.fillStyle = data.ink;
      words([it.name], x, y, 11, "bold ");
    }
  }

  function drawLink(it) {
    ink.setLineDash([]);
    if (it.band) {
      ink.strokeStyle = it.band;
      ink.lineWidth = 8;
      ink.stroke(it.curve);
    }
    ink.setLineDash(it.dash);
    ink.strokeStyle = ink.fillStyle = it.color;
    ink.lineWidth = it.width * (chosen && chosen.link === it ? 2 : 1);
    ink.stroke(it.curve);
    ink.fill(it.tip);
  }

  function drawBox(it, at, near) {
    if (it.isShown === false) return;
    ink.globalAlpha = chosen === null || near.has(at) || chosen.box === at ? 1 : 0.25;
    if (it.outline) {
      ink.fillStyle = it.fill;
      ink.strokeStyle = it.border;
      ink.lineWidth = chosen && chosen.box === at ? 3 : it.isFound ? 3 : 1.3;
      ink.setLineDash(it.dashed ? [4, 3] : []);
      ink.fill(it.outline);
      ink.stroke(it.outline);
    }
    if (it.font * view.k < LEGIBLE) return;
    const style = it.outline ? (it.font > 14 ? "bold " : "") : "italic ";
    ink.fillStyle = it.outline ? data.ink : data.faint;
    words(it.words, it.rect[0] + it.rect[2] / 2, it.rect[1] + it.rect[3] / 2, it.font, style);
  }

  function words(lines, x, y, font, style) {
    ink.font = `${style}${font}px ${FACES}`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    const leading = font * 1.17;
    lines.forEach((line, n) => ink.fillText(line, x, y + (n - (lines.length - 1) / 2) * leading));
  }

  // Labels with a place of their own stand there; others where nothing is in their way.
  function drawLabels(width, height) {
    const taken = [];
    const isFree = (r) => !taken.some((o) =>
      r[0] < o[0] + o[2] && o[0] < r[0] + r[2] && r[1] < o[1] + o[3] && o[1] < r[1] + r[3]);
    const isSeen = (r) => {
      const [x, y] = [r[0] * view.k + view.x, r[1] * view.k + view.y];
      return x < width && y < height && x + r[2] * view.k > 0 && y + r[3] * view.k > 0;
    };
    for (const it of boxes) if (isSeen(it.rect) && it.isShown !== false) taken.push(it.rect);
    const order = links.filter((it) => it.isShown);
    order.sort((a, b) => Number(b.label !== null) - Number(a.label !== null));
    for (const it of order) {
      let rect = it.label;
      if (rect && !isSeen(rect)) continue;
      if (!rect) {
        if (view.k < 0.8 && !(chosen && isNear(it))) continue;
        const [w, h] = [Math.max(...it.words.map((line) => line.length)) * 5 + 8, it.words.length * 12 + 2];
        rect = [it.middle[0] - w / 2, it.middle[1] - h / 2, w, h];
        if (!isSeen(rect) || !isFree(rect)) continue;
      }
      taken.push(rect);
      ink.globalAlpha = isNear(it) ? 1 : 0.15;
      ink.fillStyle = it.band || data.ground;
      ink.fillRect(...rect);
      ink.fillStyle = it.band ? data.ink : it.color;
      words(it.words, rect[0] + rect[2] / 2, rect[1] + rect[3] / 2, 10, "");
    }
    ink.globalAlpha = 1;
  }

  // What stands at a point of the canvas.
  function at(x, y) {
    const [px, py] = [(x - view.x) / view.k, (y - view.y) / view.k];
    const holds = (r) => r && px >= r[0] && py >= r[1] && px <= r[0] + r[2] && py <= r[1] + r[3];
    const box = boxes.findIndex((it) => it.outline && it.isShown !== false && holds(it.rect));
    if (box >= 0) return { box };
    const shown = links.filter((it) => it.isShown);
    const label = shown.find((it) => holds(it.label));
    if (label) return { link: label };
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.setLineDash([]);
    ink.lineWidth = Math.max(10 / view.k, 6);
    const link = shown.find((it) => ink.isPointInStroke(it.curve, px, py));
    return link ? { link } : null;
  }

  function choose(it) {
    chosen = it;
    const place = byId("chosen");
    place.replaceChildren();
    for (const link of links) link.button.setAttribute("aria-pressed", String(it !== null && it.link === link));
    if (it && it.link) {
      make("h3", it.link.line, place);
      cite(it.link, place);
    } else if (it) {
      const box = boxes[it.box];
      make("h3", `${box.name} (${box.type})`, place);
      for (const link of links.filter((link) => link.isShown && isNear(link))) {
        make("strong", link.line, place);
        cite(link, place);
      }
    }
    later();
  }

  // The sentences of a link, each with the address that opens its article there.
  function cite(link, place) {
    for (const number of link.cited) {
      const [quote, publisher, date, address] = sentences[number];
      const block = make("blockquote", quote, place);
      const from = make("footer", [publisher, date].filter(Boolean).join(", ") + " ", block);
      if (address) {
        const open = make("a", "Open the article at the sentence", from);
        open.href = address;
        open.target = "_blank";
        open.rel = "noopener";
      }
    }
  }

  function filter() {
    const value = (id) => byId(id).value;
    const standings = new Set([...document.querySelectorAll("#standings input:checked")].map((it) => it.value));
    const sought = value("search").trim().toLowerCase();
    const [relation, publisher, since, until] = ["relation", "publisher", "since", "until"].map(value);
    const texts = Number(value("texts")) || 1;
    let count = 0;
    const used = new Set();
    for (const it of links) {
      it.isShown = standings.has(it.standing) && it.texts >= texts
        && (!relation || it.relation === relation)
        && (!publisher || it.publishers.has(publisher))
        && (!since || (it.days !== null && it.days[1] >= since))
        && (!until || (it.days !== null && it.days[0] <= until))
        && (!sought || it.text.includes(sought));
      it.item.hidden = !it.isShown;
      if (it.isShown) {
        count += 1;
        used.add(it.subject).add(it.end);
      }
    }
    boxes.forEach((it, at) => {
      it.isShown = used.has(at);
      it.isFound = Boolean(sought && it.name && it.name.toLowerCase().includes(sought));
    });
    byId("count").textContent = `(${count} of ${links.length})`;
    if (chosen && chosen.link && !chosen.link.isShown) choose(null);
    later();
  }

  function fill() {
    const counted = (values) => {
      const counts = new Map();
      for (const it of values) counts.set(it, (counts.get(it) || 0) + 1);
      return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    };
    const options = (id, values) => {
      make("option", "all", byId(id)).value = "";
      for (const [it, n] of counted(values)) make("option", `${it} (${n})`, byId(id)).value = it;
    };
    options("relation", links.map((it) => it.relation));
    options("publisher", links.flatMap((it) => [...it.publishers]));
    for (const [it, n] of counted(links.map((it) => it.standing))) {
      const { color, dash } = links.find((link) => link.standing === it);
      const label = make("label", undefined, byId("standings"));
      const box = make("input", undefined, label);
      box.type = "checkbox";
      box.checked = true;
      box.value = it;
      const line = make("i", undefined, label);
      const style = dash.length === 0 ? "solid" : dash[0] > 2 ? "dashed" : "dotted";
      line.style.borderTop = `2px ${style} ${color}`;
      label.append(` ${it} (${n})`);
    }
    for (const [type, shape, fill, border] of data.legend) {
      const it = make("span", `${type}: ${shape}`, byId("legend"));
      it.style.background = fill;
      it.style.borderColor = border;
    }
    let phrase = boxes.findIndex((it) => !it.outline);
    for (const it of links) {
      it.end = it.object === null ? phrase++ : it.object;
      it.item = make("li", undefined, byId("list"));
      it.button = make("button", it.line, it.item);
      it.button.type = "button";
      const when = it.days ? (it.days[0] === it.days[1] ? it.days[0] : it.days.join(" to ")) : "";
      const parts = [it.fate, it.standing, when, it.texts > 1 ? `${it.texts} texts` : ""];
      make("br", undefined, it.button);
      make("small", parts.filter(Boolean).join(" · "), it.button);
      it.button.addEventListener("click", () => {
        choose(chosen && chosen.link === it ? null : { link: it });
        reveal(it.middle);
        byId("chosen").scrollIntoView({ block: "nearest" });
      });
    }
  }

  // Moves the picture so that a point of it is seen.
  function reveal([x, y]) {
    const { width, height } = canvas.getBoundingClientRect();
    const [sx, sy] = [x * view.k + view.x, y * view.k + view.y];
    if (sx < 0 || sy < 0 || sx > width || sy > height) {
      view.x += width / 2 - sx;
      view.y += height / 2 - sy;
    }
    later();
  }

  function listen() {
    let from = null;
    let isMoved = false;
    canvas.addEventListener("pointerdown", (it) => {
      from = [it.offsetX, it.offsetY];
      isMoved = false;
      canvas.setPointerCapture(it.pointerId);
      canvas.classList.add("busy");
    });
    canvas.addEventListener("pointermove", (it) => {
      if (from === null) return;
      const [dx, dy] = [it.offsetX - from[0], it.offsetY - from[1]];
      if (!isMoved && Math.abs(dx) + Math.abs(dy) < 4) return;
      isMoved = true;
      view.x += dx;
      view.y += dy;
      from = [it.offsetX, it.offsetY];
      later();
    });
    canvas.addEventListener("pointerup", (it) => {
      canvas.classList.remove("busy");
      if (from !== null && !isMoved) choose(at(it.offsetX, it.offsetY));
      from = null;
    });
    canvas.addEventListener("wheel", (it) => {
      it.preventDefault();
      zoom(it.deltaY < 0 ? 1.15 : 1 / 1.15, it.offsetX, it.offsetY);
    }, { passive: false });
    const middle = (by) => {
      const { width, height } = canvas.getBoundingClientRect();
      zoom(by, width / 2, height / 2);
    };
    canvas.addEventListener("keydown", (it) => {
      const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[it.key];
      if (step) {
        view.x += step[0];
        view.y += step[1];
        later();
      } else if (it.key === "+" || it.key === "=") middle(1.3);
      else if (it.key === "-") middle(1 / 1.3);
      else if (it.key === "0") showAll();
      else if (it.key === "Escape") choose(null);
      else return;
      it.preventDefault();
    });
    for (const it of document.querySelectorAll("#zoom button")) {
      const by = Number(it.dataset.zoom);
      it.addEventListener("click", () => (by ? middle(by) : showAll()));
    }
    byId("filters").addEventListener("input", filter);
    new ResizeObserver(showAll).observe(canvas);
  }

  fill();
  listen();
  filter();
  showAll();
  draw();
})();
