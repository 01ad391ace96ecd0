"use strict";
// The report is complete without this script, which adds the search for users, the
// tables as CSV, and the keyboard in the details of an edge.
(() => {
  // A cell of the matrix is a link that says what its glyphs mean.
  const text = (cell) => (cell.querySelector("a[aria-label]")?.ariaLabel ?? cell.innerText).replace(/\s+/g, " ").trim();
  // A spreadsheet takes a cell with these beginnings for a formula.
  const quoted = (cell) => '"' + cell.replace(/^[=+\-@＝＋－＠]/, "'$&").replaceAll('"', '""') + '"';
  const line = (row) => [...row.cells].flatMap((cell) => Array(cell.colSpan).fill(quoted(text(cell)))).join(",");
  const csv = (table) => [...table.rows].filter((row) => !row.hidden).map((row) => line(row) + "\r\n").join("");

  for (const table of document.querySelectorAll("table[data-csv]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "CSV of " + table.dataset.csv.replaceAll("-", " ");
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\uFEFF", csv(table)], { type: "text/csv" }));
      link.download = table.dataset.csv + ".csv";
      link.click();
      URL.revokeObjectURL(link.href);
    });
    table.after(button);
  }

  const search = document.getElementById("search");
  // The address or the id of a user finds it also where both are masked.
  const masked = (word) => word.replace(/^(.)[^@]*@/u, "$1…@").replace(/^([0-9a-f]{4})[0-9a-f-]{28,}$/, "$1…");
  search?.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of document.querySelector("#userlist tbody").rows) {
      const content = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => content.includes(word) || content.includes(masked(word)));
      shown += row.hidden ? 0 : 1;
    }
    document.getElementById("found").textContent = search.value ? shown + " found" : "";
  });

  // Closing the details returns to the link that opened them.
  let opener = null;
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#e"]');
    if (link && /^#e\d+$/.test(link.getAttribute("href"))) opener = link;
    if (event.target.closest(".close")) {
      event.preventDefault();
      close();
    }
  });
  const close = () => {
    location.hash = "";
    opener?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".detail:target")) close();
  });
  window.addEventListener("hashchange", () => document.querySelector(".detail:target")?.focus());
})();
