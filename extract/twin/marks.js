// The marks in a document: colours the parts of a chosen row, tells about a mention under the pointer.
"use strict";
const baobiao = {
  // A reader of one document element: choose(i) colours row i and scrolls to it, rows() lists those present.
  reader(root) {
    let facts = new Map(), order = [], cuts = [], starts = [], chosen = null;
    function load() {
      facts = new Map();
      for (const chunk of root.querySelectorAll(".chunk"))
        for (const [i, mention, indicator, place, period, told, kind] of JSON.parse(chunk.dataset.facts || "[]"))
          facts.set(i, {i, mention, indicator, place, period, told, kind});
      order = [...facts.keys()].sort((a, b) => a - b);
      cuts = [...root.querySelectorAll("[data-s]")];
      starts = cuts.map(cut => Number(cut.dataset.s));
    }
    function within([from, to]) {
      let low = 0, high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle] < from) low = middle + 1; else high = middle;
      }
      const found = [];
      for (; low < cuts.length && starts[low] < to; low++) found.push(cuts[low]);
      return found;
    }
    function clear() {
      for (const part of ["used", "figure", "indicator", "place", "period"])
        for (const cut of root.querySelectorAll(".is-" + part)) cut.classList.remove("is-" + part);
    }
    function colour(fact) {
      clear();
      for (const part of ["indicator", "place", "period"])
        if (fact[part]) for (const cut of within(fact[part])) cut.classList.add("is-" + part);
      for (const cut of within(fact.mention)) {
        cut.classList.remove("is-indicator", "is-place", "is-period");
        cut.classList.add("is-figure");
      }
    }
    function bring(element) {  // twice: what stands above it is laid out only when it comes near
      element.scrollIntoView({block: "center"});
      requestAnimationFrame(() => element.scrollIntoView({block: "center"}));
    }
    const reader = {
      root, load, within, bring,
      get chosen() { return chosen; },
      rows: () => order,
      fact: i => facts.get(i),
      at: (start, end, kind) => order.find(i => { const fact = facts.get(i); return fact.mention[0] === start && fact.mention[1] === end && fact.kind === kind; }),
      choose(i, scroll = true) {
        const fact = facts.get(i);
        if (!fact) return false;
        chosen = i;
        colour(fact);
        const first = within(fact.mention)[0];
        if (first && scroll) bring(first);
        return true;
      },
      mark(spans, name, scroll = true) {
        const found = spans.flatMap(within);
        for (const cut of found) cut.classList.add(name);
        if (found[0] && scroll) bring(found[0]);
      },
    };
    load();
    baobiao.tell(root, reader);
    return reader;
  },
  // A box beside the pointer that tells what a mention means.
  tell(root, reader) {
    const box = document.querySelector(".tip") || document.body.appendChild(Object.assign(document.createElement("div"), {className: "tip", hidden: true}));
    box.setAttribute("role", "tooltip");
    function show(mention) {
      const fact = reader.fact(Number(mention.dataset.i));
      if (!fact) return;
      const list = document.createElement("dl");
      for (const [label, said] of fact.told) {
        list.appendChild(document.createElement("dt")).textContent = label;
        list.appendChild(document.createElement("dd")).textContent = said;
      }
      box.replaceChildren(list);
      box.hidden = false;
      const at = mention.getClientRects()[0], size = box.getBoundingClientRect();
      const below = at.bottom + 8 + size.height < innerHeight;
      box.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
      box.style.top = (below ? at.bottom + 8 : Math.max(8, at.top - size.height - 8)) + "px";
    }
    const hide = () => { box.hidden = true; };
    root.addEventListener("mouseover", event => { const mention = event.target.closest(".m"); mention ? show(mention) : hide(); });
    root.addEventListener("mouseleave", hide);
    root.addEventListener("focusin", event => { const mention = event.target.closest(".m"); if (mention && mention.matches(":focus-visible")) show(mention); });
    root.addEventListener("focusout", hide);
    root.addEventListener("scroll", hide, {passive: true});
  },
};
