// The page of a dataset: filters, keys, the source beside the table, reviews, charts, dropped files.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.body;
  let reader = null, waiting = 0;

  // -- Small things -------------------------------------------------------------------------------
  function later(ms, act) { clearTimeout(waiting); waiting = setTimeout(act, ms); }
  function toast(said, bad = false) {
    const box = one("#toast");
    box.textContent = said;
    box.classList.toggle("bad", bad);
    box.hidden = false;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { box.hidden = true; }, bad ? 7000 : 2200);
  }
  function load(address, target, swap = "innerHTML") { return htmx.ajax("GET", address, {target, swap, source: target}); }
  function keepInAddress(row) {
    const url = new URL(location.href);
    if (row) url.searchParams.set("row", row); else url.searchParams.delete("row");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
    const field = one("#row");
    if (field) field.value = row || "";
  }

  // -- The source beside the table ----------------------------------------------------------------
  const desk = one(".desk"), source = one("#source");
  function markRow(row) {
    for (const line of all("tr.on")) line.classList.remove("on");
    const line = all("tr[data-row]").find(line => line.dataset.row === row);
    if (line) { line.classList.add("on"); line.scrollIntoView({block: "nearest"}); }
  }
  function openRow(row) {
    if (!source) { location.href = "/?row=" + encodeURIComponent(row); return; }
    markRow(row);
    const [start, end, kind, ...rest] = row.split("."), doc = rest.join(".");
    const shown = one(".source-head", source);
    if (reader && shown && shown.dataset.doc === doc && !one(".finding", source)) {
      const index = reader.at(Number(start), Number(end), kind);
      if (index !== undefined && reader.choose(index)) { turned(row); return; }
    }
    desk.classList.add("with-source");
    keepInDesk(row);
    load("/source?row=" + encodeURIComponent(row), "#source");
  }
  function keepInDesk(row) { if (body.classList.contains("page-facts")) keepInAddress(row); }
  function turned(row) {  // another mention of the document that is shown
    desk.classList.add("with-source");
    keepInDesk(row);
    showLeaf();
    load("/card?row=" + encodeURIComponent(row), "#card");
  }
  function openCheck(address) {
    desk.classList.add("with-source");
    load(address, "#source");
  }
  function closeSource() {
    if (!desk || !desk.classList.contains("with-source")) return false;
    desk.classList.remove("with-source");
    reader = null;
    source.replaceChildren();
    for (const line of all("tr.on")) line.classList.remove("on");
    keepInDesk("");
    return true;
  }
  function paper() {  // a document has come
    const element = one("#paper");
    if (!element) { reader = null; return; }
    if (!reader || reader.root !== element) {
      reader = baobiao.reader(element);
      const chosen = element.dataset.chosen, spans = JSON.parse(element.dataset.spans || "[]");
      if (chosen !== "") reader.choose(Number(chosen));
      if (spans.length) {
        reader.mark(spans.filter(span => !span[2]), "is-used", false);
        reader.mark(spans.filter(span => span[2]), "is-figure");
      }
      showLeaf();
    } else {
      reader.load();
    }
  }
  function rowOf(index) {
    const fact = reader.fact(index);
    return [...fact.mention, fact.kind, one(".source-head").dataset.doc].join(".");
  }
  function step(by) {
    if (!reader) return;
    const rows = reader.rows(), now = rows.indexOf(reader.chosen);
    const next = now < 0 ? rows[0] : rows[now + by];
    if (next === undefined) {
      const more = one(by > 0 ? '.more[data-more="behind"]' : '.more[data-more="before"]');
      if (more) { more.dataset.step = by; more.click(); }
      return;
    }
    reader.choose(next);
    const row = rowOf(next);
    markRow(row);
    turned(row);
  }
  function leaf() {  // the number of the page on which the chosen mention stands
    const mark = reader && one(".is-figure", reader.root);
    if (!mark) return null;
    let number = null;
    for (const page of all(".pg", reader.root)) {
      if (!(page.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      number = page.dataset.page;
    }
    return number;
  }
  function showLeaf() {
    const place = one("#leaf"), number = leaf();
    if (place && number) { place.textContent = place.dataset.said.replace("{}", number); place.hidden = false; place.dataset.page = number; }
    if (number && one("#picture") && !one("#picture").hidden) showPicture(number);
  }
  function showPicture(number) {
    const box = one("#picture");
    if (box.dataset.page === number) return;
    box.dataset.page = number;
    const image = new Image();
    image.alt = box.dataset.alt.replace("{}", number);
    image.addEventListener("error", () => box.replaceChildren(Object.assign(document.createElement("p"), {className: "hint", textContent: box.dataset.none})));
    image.src = box.dataset.src + "&page=" + number;
    box.replaceChildren(image);
  }
  function turnPicture(button) {
    const box = one("#picture"), open = box.hidden;
    box.hidden = !open;
    one("#paper").hidden = open;
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? button.dataset.text : button.dataset.picture;
    if (open) showPicture(leaf() || one("#leaf").dataset.page || (one(".pg", one("#paper")) || {dataset: {page: "1"}}).dataset.page);
    else if (reader && reader.chosen !== null) reader.choose(reader.chosen);
  }

  // -- Filters -------------------------------------------------------------------------------------
  const filter = one("#filter");
  let changes = 0, looked = 0, pressed = false, missed = false, held = null, woken = -1000;  // values are not renewed under a finger, nor with what is out of date
  const TYPING = 150;  // ms without a key after which what was typed is looked for
  function look() { looked = changes; for (const facet of all(".facet[open] .values")) htmx.trigger(facet, "look"); }
  function narrow() { changes++; htmx.trigger(filter, "narrow"); }
  function wake() {  // the dataset is opened while a reader aims or types
    if (performance.now() - woken < 300) return;
    woken = performance.now();
    fetch("/awake").catch(() => {});
  }
  addEventListener("pointerdown", () => { pressed = true; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { pressed = false; if (missed) { missed = false; look(); } }, 0));
  body.addEventListener("htmx:beforeRequest", event => { if (event.detail.target.matches(".values")) event.detail.target.dataset.changes = changes; });
  body.addEventListener("htmx:beforeSwap", event => {
    const {target} = event.detail;
    if (target.matches(".values")) {
      const old = Number(target.dataset.changes) !== changes, focused = document.activeElement;
      if (old || pressed) event.detail.shouldSwap = false;
      if (pressed) missed = true;
      held = target.contains(focused) ? [focused.name, focused.value] : null;
    }
    if (event.detail.shouldSwap && target.matches(".values, #results")) target.replaceChildren();  // else htmx dispatches an event for each element that goes
  });
  if (filter) {
    filter.addEventListener("submit", event => { event.preventDefault(); later(0, narrow); });
    filter.addEventListener("change", event => {
      changes++;
      if (event.target.matches(".find-choice, #q")) return;
      if (event.target.name === "since" || event.target.name === "until") if (event.target.value && !/^\d{4}$/.test(event.target.value)) return;
      later(0, narrow);
    });
    filter.addEventListener("input", event => {
      wake();
      if (event.isComposing) return;  // an input method is not done with the word
      const whole = (event.data || "").length > 1 || event.inputType === "insertFromPaste", wait = whole ? 0 : TYPING;
      if (event.target.matches(".find-choice")) later(wait, () => htmx.trigger("#values-" + event.target.dataset.facet, "look"));
      else if (event.target.matches("#q")) later(wait, narrow);
      else if (/^(since|until)$/.test(event.target.name) && /^(\d{4})?$/.test(event.target.value)) later(0, narrow);
    });
    filter.addEventListener("compositionend", event => {
      const {target} = event;
      setTimeout(() => target.dispatchEvent(new InputEvent("input", {bubbles: true, inputType: "insertFromPaste"})), 0);
    });
    for (const near of ["pointerover", "focusin"]) filter.addEventListener(near, event => { if (event.target.closest("label, input, select, summary")) wake(); });
    for (const facet of all(".facet")) facet.addEventListener("toggle", () => { const values = one(".values", facet); if (facet.open && values && !values.dataset.seen) { values.dataset.seen = "1"; htmx.trigger(values, "look"); } });
  }
  function turnBranch(button) {
    const branch = button.closest(".branch"), list = one(":scope > ul", branch), open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (list) { list.hidden = open; return; }
    const inner = branch.appendChild(document.createElement("ul"));
    const query = new URLSearchParams(new FormData(filter));
    query.set("under", button.dataset.under);
    load("/places?" + query, inner);
  }

  // -- Comparing -----------------------------------------------------------------------------------
  const comparison = one("#compare-form");
  if (comparison) {
    comparison.addEventListener("submit", event => { event.preventDefault(); later(0, () => htmx.trigger(comparison, "narrow")); });
    comparison.addEventListener("input", event => { if (event.target.id === "find-indicator") later(250, () => htmx.trigger("#indicators", "look")); });
    comparison.addEventListener("focusin", event => { if (event.target.id === "find-indicator" && !one("#indicators").children.length) htmx.trigger("#indicators", "look"); });
    comparison.addEventListener("change", event => {
      if (event.target.id === "find-indicator") return;
      if (event.target.name === "view") for (const place of all('[name="place"]', comparison)) place.disabled = true;  // each view begins with places of its own
      later(0, () => htmx.trigger(comparison, "narrow"));
    });
  }
  function pick(name) {
    one("#indicator").value = one("#find-indicator").value = name;
    one("#indicators").replaceChildren();
    for (const place of all('[name="place"], [name="since"], [name="until"], [name="year"]', comparison)) place.disabled = true;
    htmx.trigger(comparison, "narrow");
  }
  function png(button) {
    const drawing = one(".chart"), copy = drawing.cloneNode(true), size = drawing.viewBox.baseVal, scale = 2;
    const image = new Image(), canvas = document.createElement("canvas");
    const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], {type: "image/svg+xml"}));
    image.onload = () => {
      canvas.width = size.width * scale;
      canvas.height = size.height * scale;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob(blob => {
        const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(blob), download: button.dataset.name + ".png"});
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      }, "image/png");
    };
    image.src = address;
  }

  // -- Dropped files -------------------------------------------------------------------------------
  const token = JSON.parse(body.getAttribute("hx-headers"));
  async function post(address, options = {}) {
    try {
      return await fetch(address, {method: "POST", ...options, headers: {...token, ...options.headers}});
    } catch {
      toast(body.dataset.offline, true);
      return null;
    }
  }
  async function drop(file) {
    const zone = one("#drop-zone"), fault = one("#drop-fault");
    if (!zone) return;
    const tell = said => { fault.textContent = said; fault.hidden = false; };
    fault.hidden = true;
    if (file.size > Number(zone.dataset.limit)) { tell(zone.dataset.tooBig); return; }
    zone.classList.add("busy");
    one("b", zone).dataset.said = one("b", zone).textContent;
    one("b", zone).textContent = zone.dataset.busy;
    one(".bar-busy", zone).hidden = false;
    const answer = await post("/open", {body: file, headers: {"X-File-Name": encodeURIComponent(file.name)}});
    const said = answer ? await answer.text() : body.dataset.offline;
    if (answer && answer.ok) { location.href = said; return; }
    zone.classList.remove("busy");
    one("b", zone).textContent = one("b", zone).dataset.said;
    one(".bar-busy", zone).hidden = true;
    one("#file").value = "";
    tell(said);
  }
  const holdsFiles = event => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", event => { if (holdsFiles(event)) { event.preventDefault(); body.classList.add("dragging"); } });
  addEventListener("dragleave", event => { if (!event.relatedTarget) body.classList.remove("dragging"); });
  addEventListener("drop", event => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    body.classList.remove("dragging");
    const file = event.dataTransfer.files[0];
    if (file && one("#drop-zone")) drop(file);
    else if (file) location.href = "/open";
  });
  if (one("#file")) one("#file").addEventListener("change", event => { if (event.target.files[0]) drop(event.target.files[0]); });
  async function add(button) {
    button.disabled = true;
    const answer = await post(button.dataset.to);
    button.disabled = false;
    if (!answer) return;
    const said = await answer.text();
    if (!answer.ok) { toast(new DOMParser().parseFromString(said, "text/html").body.textContent.trim().slice(0, 300), true); return; }
    const badge = one("#added");
    badge.textContent = said;
    badge.className = "badge right";
    button.hidden = true;
    one("#see").hidden = false;
  }

  // -- Clicks --------------------------------------------------------------------------------------
  document.addEventListener("click", event => {
    const at = selector => event.target.closest(selector);
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    let hit;
    if ((hit = at("#paper .m"))) { event.preventDefault(); const i = Number(hit.dataset.i); reader.choose(i, false); const row = rowOf(i); markRow(row); turned(row); }
    else if (at(".close-source")) closeSource();
    else if ((hit = at(".step"))) step(Number(hit.dataset.step));
    else if ((hit = at("#picture-turn"))) turnPicture(hit);
    else if ((hit = at(".side[data-at]"))) { const mark = all("#paper [data-s]").find(cut => cut.dataset.s === hit.dataset.at); if (mark) reader.bring(mark); }
    else if ((hit = at(".correct"))) correct();
    else if (at(".cancel")) { one(".correction").hidden = true; one(".correct").setAttribute("aria-expanded", "false"); }
    else if ((hit = at(".turn[data-under]"))) turnBranch(hit);
    else if (at(".open-filters")) { body.classList.add("filtering"); one("#q").focus(); }
    else if (at(".close-filters")) body.classList.remove("filtering");
    else if ((hit = at("[data-indicator]"))) pick(hit.dataset.indicator);
    else if ((hit = at("#png"))) png(hit);
    else if ((hit = at("#add"))) add(hit);
    else if (at("#keys")) one("#keys-list").showModal();
    else if ((hit = at(".chart .point, a.point")) && plain && source) { event.preventDefault(); openRow(new URL(hit.href.baseVal || hit.href, location.href).searchParams.get("row")); }
    else if ((hit = at("tr[data-source]")) && plain) { event.preventDefault(); for (const line of all("tr.on")) line.classList.remove("on"); hit.classList.add("on"); openCheck(hit.dataset.source); }
    else if ((hit = at("tr[data-row]")) && plain && getSelection().isCollapsed) { event.preventDefault(); openRow(hit.dataset.row); }
  });
  function correct() {
    const form = one(".correction");
    if (!form) return;
    form.hidden = !form.hidden;
    one(".correct").setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) one("input:not([type=hidden]), select", form).focus();
  }

  // -- Keys ----------------------------------------------------------------------------------------
  const lines = () => all("tr[data-row], tr[data-source]");
  function move(by) {
    const rows = lines(), now = rows.findIndex(row => row.classList.contains("on"));
    const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
    if (!next) return;
    for (const line of all("tr.on")) line.classList.remove("on");
    next.classList.add("on");
    next.scrollIntoView({block: "nearest"});
    if (desk.classList.contains("with-source")) later(120, () => open(next));
  }
  function open(line) { if (line) line.dataset.source ? openCheck(line.dataset.source) : openRow(line.dataset.row); }
  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), Enter: () => open(one("tr.on")),
    n: () => step(1), p: () => step(-1), "[": () => press('.pager [rel="prev"]'), "]": () => press('.pager [rel="next"]'),
    y: () => judge("y"), x: () => judge("x"), e: correct,
    "?": () => one("#keys-list").showModal(), "/": () => { const field = one("#q, #find-indicator, .find"); if (field) { body.classList.add("filtering"); field.focus(); field.select(); } },
    Escape: () => { if (body.classList.contains("filtering")) body.classList.remove("filtering"); else closeSource(); },
  };
  function judge(letter) {
    const button = one(`[data-letter="${letter}"]`);
    if (button) htmx.ajax("POST", button.getAttribute("hx-post"), {target: "#card", swap: "innerHTML", source: "#card"});
  }
  function press(selector) { const button = one(selector); if (button) button.click(); }
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    const field = event.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea");
    if (field) {
      if (event.key === "Escape") { field.blur(); if (field.closest(".correction")) press(".cancel"); body.classList.remove("filtering"); }
      return;
    }
    if (event.target.closest("button, summary, a") && event.key === "Enter") return;
    if (!desk && event.key !== "?") return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  // -- What comes from the server ------------------------------------------------------------------
  body.addEventListener("htmx:configRequest", event => {  // an address holds nothing that is empty
    const given = event.detail.parameters;
    if (event.detail.verb !== "get" || !given) return;
    for (const name of new Set(given.keys ? [...given.keys()] : Object.keys(given))) {
      const values = given.getAll ? given.getAll(name).filter(value => value !== "") : null;
      if (values) { given.delete(name); for (const value of values) given.append(name, value); }
    }
  });
  body.addEventListener("htmx:afterSwap", event => {
    const target = event.detail.target;
    if (held && target.matches(".values")) {
      const again = all("input, button", target).find(field => field.name === held[0] && field.value === held[1]);
      if (again) again.focus({preventScroll: true});
      held = null;
    }
    if (event.target.id === "results") {  // the event comes for every new element, also for those outside the table
      const row = (one("#row") || {}).value || "";
      markRow(row);
      keepInDesk(row);
      if (looked !== changes) requestAnimationFrame(() => setTimeout(look, 0));  // the rows are seen before what counts them is asked for
    }
  });
  body.addEventListener("htmx:afterSettle", event => {
    const counted = one("#results [data-pages]"), where = one(".pager .where");
    if (counted && where) where.textContent = counted.dataset.pages;
    const shown = one("#paper"), chunks = all("#paper .chunk").length;
    if (!shown || (reader && reader.root === shown && reader.chunks === chunks)) return;
    const by = event.detail.requestConfig && event.detail.requestConfig.elt.dataset.step;
    paper();
    if (reader) reader.chunks = chunks;
    if (by) step(Number(by));
  });
  body.addEventListener("htmx:responseError", event => {
    const status = event.detail.xhr.status, answer = event.detail.xhr.responseText;
    const told = new DOMParser().parseFromString(answer, "text/html").body.textContent.trim().slice(0, 300);
    toast(status === 403 ? body.dataset.refused : told || body.dataset.fault, true);
  });
  body.addEventListener("htmx:sendError", () => toast(body.dataset.offline, true));
  body.addEventListener("reviewed", event => {
    const {row, verdict, word, said} = event.detail;
    toast(said);
    const line = all("tr[data-row]").find(line => line.dataset.row === row), cell = line && one("td.text", line);
    if (!cell) return;
    let sign = one(".verdict", cell);
    if (!sign) sign = cell.appendChild(document.createElement("i"));
    sign.className = "verdict " + verdict;
    sign.title = word;
    sign.textContent = {right: "✓", wrong: "✗", corrected: "✎"}[verdict] || "";
  });
  if (one("[data-again]")) setTimeout(() => location.reload(), 3000);
  addEventListener("DOMContentLoaded", () => {  // htmx has seen the page by then
    for (const values of all(".facet[open] .values")) values.dataset.seen = "1";
    look();
  });
})();
