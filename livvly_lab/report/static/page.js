"use strict";
// Filters and sorts what stands in the page, keeps both in location.hash (a file has no other state), opens what
// a link points at, and opens everything before printing. Without it all rows show in their useful order.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fromHash = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  let state = fromHash();

  const keep = (key, value) => {
    if (value) state.set(key, value); else state.delete(key);
    location.replace("#" + state);
  };

  const filter = (form) => {
    const root = document.getElementById(form.dataset.for);
    const words = form.elements.words.value.trim().toLowerCase();
    const boxes = all("input[type=checkbox]", form);
    const groups = boxes.filter((box) => box.checked).map((box) => box.value);
    const items = all("tbody tr, li[data-group]", root);
    for (const item of items) {
      const found = item.textContent.toLowerCase().includes(words);
      item.hidden = !found || (boxes.length > 0 && !groups.includes(item.dataset.group));
    }
    const shown = items.filter((item) => !item.hidden).length;
    form.querySelector("output").textContent =
      shown ? `${shown} of ${items.length} shown` : "nothing matches";
    form.querySelector("button").hidden = shown === items.length;
    if (shown < items.length) all("details", root).forEach((details) => { details.open = true; });
    return { words, groups: groups.length === boxes.length ? "" : groups.join("|") || "none" };
  };

  const sort = (header, direction) => {
    const row = header.parentElement;
    const column = [...row.children].indexOf(header);
    const value = (line) => line.children[column].dataset.sort ?? line.children[column].textContent.trim();
    const sign = direction === "descending" ? -1 : 1;
    const compare = (a, b) => sign * (a - b || a.localeCompare(b, "en", { numeric: true }));
    for (const other of row.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", direction);
    const body = header.closest("table").tBodies[0];
    body.append(...[...body.rows].sort((a, b) => compare(value(a), value(b))));
    return `${column}.${direction}`;
  };

  const restore = () => {
    for (const form of all("form.filter")) {
      const groups = state.get(form.dataset.for + ".only");
      form.elements.words.value = state.get(form.dataset.for + ".words") ?? "";
      for (const box of all("input[type=checkbox]", form)) box.checked = !groups || groups.split("|").includes(box.value);
      filter(form);
    }
    for (const root of all("[data-sortable]")) {
      const [column, direction] = (state.get(root.id + ".sort") ?? "").split(".");
      const header = all("thead th", root)[Number(column)];
      if (direction && header) sort(header, direction);
    }
    const target = location.hash.length > 1 && !location.hash.includes("=") && document.getElementById(location.hash.slice(1));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  };

  for (const form of all("form.filter")) {
    const changed = () => {
      const { words, groups } = filter(form);
      keep(form.dataset.for + ".words", words);
      keep(form.dataset.for + ".only", groups);
    };
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(changed));
  }
  for (const button of all("[data-sortable] thead button")) {
    button.addEventListener("click", () => {
      const header = button.closest("th");
      const direction = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      keep(button.closest("[data-sortable]").id + ".sort", sort(header, direction));
    });
  }
  addEventListener("hashchange", () => {
    const now = fromHash();
    if (String(now) !== String(state) || !location.hash.includes("=")) { state = now; restore(); }
  });
  addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));
  document.documentElement.classList.add("js");
  restore();
})();
