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

  const capitalise = (words) => words[0].toUpperCase() + words.slice(1);

  // What stands between a neighbourhood's name and the layer that is shown.
  function listMiddle(data) {
    const district = (place) => data.districts[data.district[place]][1];
    return [
      { head: capitalise(data.noun), key: district, write: district },
      {
        head: "In the most vulnerable",
        key: (place) => data.ranks[place],
        write: (place) => atlas.writeValue(
          data.ranks[place] === null ? null : data.layers[0].values[place], data.layers[0]),
        number: true,
      },
    ];
  }

  // The table's frame with its caption, four headings, and a body that is still empty.
  function makeFrame({ caption, first, middle }) {
    const { make } = atlas;
    const heads = [first, ...middle.map(({ head }) => head), "Residents"].map((words) => {
      const head = make("th", words);
      head.scope = "col";
      return head;
    });
    const body = make("tbody");
    const table = make("table", "", make("caption", caption),
      make("thead", "", make("tr", "", ...heads)), body);
    const frame = make("div", "", table);
    frame.className = "datacell-table atlas-table";
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", caption);
    return { frame, heads, body };
  }

  function makeRow(place, data, middle, onChoose) {
    const { make } = atlas;
    const button = makeButton(data.names[place], () => onChoose(place, button));
    const head = make("th", "", button);
    head.scope = "row";
    const cells = middle.map(({ write, number }) => {
      const cell = make("td", write(place));
      if (number) cell.className = "number";
      return cell;
    });
    const last = make("td");
    last.className = "number";
    return make("tr", "", head, ...cells, last);
  }

  // Rows are neighbourhoods, unless told what else: with the standing in the third column.
  atlas.makeTable = (holder, data, {
    onChoose, onPoint, middle = listMiddle(data), down = false, first = "Neighbourhood",
    caption = `All neighbourhoods of ${data.title}`,
  }) => {
    const { frame, heads, body } = makeFrame({ caption, first, middle });
    holder.replaceChildren(frame);
    const rows = []; // each made when it is first drawn
    const places = new Map();
    const residents = data.layers.find((layer) => layer.column === "population");
    let last = residents; // what the last column holds
    let order = { column: 2, down };
    let shown = [];
    let every = false;

    const keys = [
      (place) => data.names[place],
      ...middle.map(({ key }) => key),
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
      if (!rows[place]) {
        rows[place] = makeRow(place, data, middle, onChoose);
        places.set(rows[place], place);
      }
      const row = rows[place];
      row.cells[3].textContent = atlas.writeValue(last.values[place], last);
      return row;
    }

    function draw() {
      const sorted = [...shown].sort(compare);
      const drawn = every ? sorted : sorted.slice(0, FIRST);
      body.replaceChildren(...drawn.map(fillRow));
      more.hidden = drawn.length === sorted.length;
      more.textContent = `Show all ${atlas.count(sorted.length)} rows`;
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
        if (sorted) order = last === residents ? { column: 2, down } : { column: 3, down: !last.low };
        draw();
      },
      mark(chosen) {
        for (const row of body.querySelectorAll(".atlas-current")) {
          row.classList.remove("atlas-current");
        }
        for (const place of chosen) {
          if (!rows[place]?.isConnected && shown.includes(place)) {
            every = true;
            draw();
          }
          rows[place]?.classList.add("atlas-current");
        }
        const row = rows[chosen[0]];
        if (row?.isConnected) frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
      },
      list: () => [...shown].sort(compare),
    };
  };
})();
