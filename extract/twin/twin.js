// The static twin: text and table lead to one another; search and kinds narrow the table.
(() => {
  const reader = baobiao.reader(document.querySelector(".doc"));
  const table = document.querySelector(".rows"), rows = [...table.querySelectorAll("tbody tr")];
  const find = document.querySelector(".find"), kinds = [...document.querySelectorAll("[data-kind][aria-pressed]")];
  let kind = "";

  function choose(i, inText, inTable) {
    if (!reader.choose(i, inText)) return;
    for (const row of table.querySelectorAll(".on")) row.classList.remove("on");
    const row = rows[i];
    if (row.hidden) narrow("", "");
    row.classList.add("on");
    if (inTable) row.scrollIntoView({block: "nearest"});
    history.replaceState(null, "", "#m" + i);
  }
  function narrow(text = find.value, wanted = kind) {
    find.value = text;
    kind = wanted;
    const asked = text.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = (kind && row.dataset.kind !== kind) || (asked && !row.textContent.toLowerCase().includes(asked));
      shown += !row.hidden;
    }
    if (rows.length) document.querySelector(".none").hidden = shown > 0;
    for (const button of kinds) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    for (const mention of reader.root.querySelectorAll(".m")) mention.classList.toggle("dim", rows[mention.dataset.i].hidden);
  }
  function step(by) {
    const open = rows.filter(row => !row.hidden);
    const now = open.findIndex(row => Number(row.dataset.i) === reader.chosen);
    const next = open[Math.max(0, Math.min(open.length - 1, now + by))];
    if (next) choose(Number(next.dataset.i), true, true);
  }

  reader.root.addEventListener("click", event => {
    const mention = event.target.closest(".m");
    if (!mention) return;
    event.preventDefault();
    choose(Number(mention.dataset.i), false, true);
  });
  table.addEventListener("click", event => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    event.preventDefault();
    choose(Number(row.dataset.i), true, false);
  });
  find.addEventListener("input", () => narrow());
  for (const button of kinds) button.addEventListener("click", () => narrow(find.value, button.dataset.kind));
  document.addEventListener("keydown", event => {
    if (event.target === find) { if (event.key === "Escape") { narrow(""); find.blur(); } return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = {j: 1, ArrowDown: 1, n: 1, k: -1, ArrowUp: -1, p: -1}[event.key];
    if (by) { event.preventDefault(); step(by); }
    if (event.key === "/") { event.preventDefault(); find.focus(); }
  });
  const asked = /^#[mr](\d+)$/.exec(location.hash);
  if (asked) choose(Number(asked[1]), true, true);
})();
