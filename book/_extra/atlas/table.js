"use strict";
// The table of the page, made the map's equal: sortable, filtered alike, linked both ways.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const FIRST = 50; // rows drawn until all are asked for
  const collator = new Intl.Collator("en-GB", { numeric: true });

  function makeButton(words, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", onClick);
    return button;
  }
  atlas.makeButton = makeButton;

  atlas.makeTable = (frame, data, { onChoose, onPoint }) => {
    const table = frame.querySelector("table");
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows];
    const places = new Map(rows.map((row, place) => [row, place]));
    const residents = data.layers.find((layer) => layer.column === "population");
    let last = residents; // what the last column holds
    let order = { column: 2, down: false };
    let shown = rows.map((_, place) => place);
    let every = false;

    const keys = [
      (place) => data.names[place],
      (place) => data.districts[data.district[place]][1],
      (place) => data.ranks[place],
      (place) => last.values[place],
    ];
    function compare(one, other) {
      const [first, second] = [one, other].map(keys[order.column]);
      if (first === null || second === null) return (first === null) - (second === null);
      const sign = order.down ? -1 : 1;
      const words = typeof first === "string";
      return sign * (words ? collator.compare(first, second) : first - second) || one - other;
    }

    const more = makeButton("", () => {
      every = true;
      draw();
    });
    more.className = "atlas-more";
    frame.after(more);

    function fillRow(place) {
      const row = rows[place];
      const name = row.cells[0];
      if (!name.querySelector("button")) {
        const button = makeButton(name.textContent, () => onChoose(place, button));
        button.className = "atlas-link";
        name.replaceChildren(button);
      }
      row.cells[3].textContent = atlas.writeValue(last.values[place], last);
      return row;
    }

    function draw() {
      const sorted = [...shown].sort(compare);
      const drawn = every ? sorted : sorted.slice(0, FIRST);
      body.replaceChildren(...drawn.map(fillRow));
      more.hidden = drawn.length === sorted.length;
      more.textContent = `Show all ${sorted.length.toLocaleString("en-GB")} rows`;
      heads.forEach((head, column) => {
        const sense = order.down ? "descending" : "ascending";
        head.setAttribute("aria-sort", column === order.column ? sense : "none");
      });
      return sorted;
    }

    heads.forEach((head, column) => {
      head.replaceChildren(makeButton(head.textContent, () => {
        const down = column === order.column ? !order.down : column === 3;
        order = { column, down };
        draw();
      }));
    });
    const findRow = (event) => places.get(event.target.closest("tbody tr")) ?? null;
    for (const kind of ["mouseover", "focusin"]) {
      body.addEventListener(kind, (event) => onPoint(findRow(event)));
    }
    for (const kind of ["mouseleave", "focusout"]) body.addEventListener(kind, () => onPoint(null));

    return {
      show(wanted, layer, { sorted = false } = {}) {
        shown = wanted;
        last = layer.column === "most_vulnerable_share" ? residents : layer;
        heads[3].querySelector("button").textContent =
          last === residents ? "Residents" : atlas.nameLayer(last);
        if (sorted) order = { column: last === residents ? 2 : 3, down: last !== residents && !last.low };
        draw();
      },
      mark(chosen) {
        for (const row of table.querySelectorAll(".atlas-current")) {
          row.classList.remove("atlas-current");
        }
        for (const place of chosen) {
          if (!rows[place].isConnected && shown.includes(place)) {
            every = true;
            draw();
          }
          rows[place].classList.add("atlas-current");
        }
        const row = chosen.length && rows[chosen[0]].isConnected ? rows[chosen[0]] : null;
        if (row) frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
      },
      list: () => [...shown].sort(compare),
    };
  };
})();
