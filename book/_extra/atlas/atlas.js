"use strict";
// Puts the atlas of some neighbourhoods together: one view, which map, table and card all follow.
(() => {
  const atlas = window.datacellAtlas;
  const FIRST_LAYER = "most_vulnerable_share";
  const FIFTH = 20;
  const { make } = atlas;

  // The nation, where it is there, has further districts, and opens them: see nation.js.
  atlas.show = (data, { root, parts, holder, nation = null, first }) => {
    const every = data.codes.map((_, place) => place);
    const layers = new Map(data.layers.map((layer) => [layer.column, layer]));
    const view = { ...atlas.emptyView };
    const ended = new AbortController(); // ends what listens beyond the view's own elements
    let opener = null; // what had the focus before the card took it
    let comparing = false;

    const { status, say } = atlas.makeStatus();
    const colour = atlas.makeLayerChoice(data);
    const whole = nation ?? data;
    const district = atlas.makeChoice(`Show one ${data.noun}`, "atlas-district", [
      atlas.makeOption("", `All of ${whole.title}`),
      ...whole.districts.map(([code, name]) => atlas.makeOption(code, name)),
    ]);
    const only = document.createElement("input");
    only.type = "checkbox";
    only.id = "atlas-only";
    const onlyLabel = make("label", ` Only the most vulnerable fifth of ${data.nation}`);
    onlyLabel.prepend(only);
    const lenses = make("div", "", ...data.lenses.map(({ title, column }) => {
      const button = atlas.makeButton(title, () => {
        const off = view.layer === column && view.only;
        change({ layer: off ? "" : column, only: off ? "" : "fifth" }, { sorted: true });
      });
      button.dataset.column = column;
      return button;
    }));
    lenses.className = "atlas-lenses";
    lenses.setAttribute("role", "group");
    lenses.setAttribute("aria-label", "Needs, among the most vulnerable fifth");

    const frame = atlas.makeMapFrame(`Map of ${data.title}; the table below holds the same.`);
    const legend = atlas.makeLegend();
    const card = make("section");
    card.className = "atlas-card";
    card.setAttribute("aria-labelledby", "atlas-card-name");
    const comparison = make("section");
    comparison.className = "atlas-comparison";
    comparison.setAttribute("aria-label", "Two neighbourhoods side by side");
    card.hidden = comparison.hidden = true;
    const take = make("p", "",
      atlas.makeButton("Download what is shown (CSV)", () =>
        atlas.download(atlas.writeTable(table.list(), data), "atlas.csv")),
      make("span", " The address of this page holds the view: copy it to share."));
    take.className = "atlas-buttons";

    const search = atlas.makeSearch(whole, { onChoose: nation ? nation.choose : choose, say });
    const controls = make("div", "", colour.field, district.field, onlyLabel);
    controls.className = "atlas-controls";
    parts.append(search.form, status, controls, lenses, legend.title, legend.list, frame, card,
      comparison, take);

    const table = atlas.makeTable(holder, data, { onChoose: choose, onPoint: point });
    const map = atlas.makeMap(frame, data, {
      onChoose: (place) => choose(place, frame),
      onPoint: point,
      describe(place) {
        const layer = layers.get(view.layer || FIRST_LAYER);
        const value = atlas.tellValue(place, layer);
        return make("span", `${data.names[place]}: ${
          layer.unit === "standing" && layer.values[place] !== null ? `in the most vulnerable ${value}` : value}`);
      },
    });

    const services = atlas.makeServices(data, map, { onChange: (kinds) => change({ services: kinds }) });
    lenses.after(services.group);

    const find = (code) => {
      const place = data.codes.indexOf(code);
      return place < 0 ? null : place;
    };
    const listChosen = () =>
      [find(view.place), find(view.with)].filter((place) => place !== null);

    function point(place) {
      map.raise(listChosen(), place);
    }

    function listShown() {
      const shares = data.layers[0].values;
      return every.filter((place) =>
        (!view.district || data.districts[data.district[place]][0] === view.district)
        && (!view.only || (shares[place] !== null && shares[place] <= FIFTH)));
    }

    function draw({ sorted = false, fit = false } = {}) {
      const layer = layers.get(view.layer || FIRST_LAYER);
      const shown = listShown();
      const classes = atlas.classify(layer, shown);
      colour.select.value = view.layer;
      district.select.value = view.district;
      only.checked = Boolean(view.only);
      for (const button of lenses.children) {
        const on = Boolean(view.only) && button.dataset.column === view.layer;
        button.setAttribute("aria-pressed", String(on));
      }
      legend.draw(layer, classes.legend, data);
      map.paint(classes.find, shown);
      if (fit) map.showAll(view.district ? shown : every);
      table.show(shown, layer, { sorted });
      map.raise(listChosen(), null);
    }

    // Takes over what is known, and leaves what an address has made up.
    function change(given, options = {}) {
      const wanted = { ...view, ...given };
      if (!layers.has(wanted.layer) || wanted.layer === FIRST_LAYER) wanted.layer = "";
      if (!data.districts.some(([code]) => code === wanted.district)) wanted.district = "";
      if (find(wanted.place) === null) wanted.place = null;
      if (find(wanted.with) === null || wanted.with === wanted.place) wanted.with = "";
      const fit = wanted.district !== view.district;
      const redraw = ["layer", "district", "only"].some((one) => wanted[one] !== view[one]);
      Object.assign(view, wanted);
      if (redraw || options.first) draw({ fit, ...options });
      view.services = services.show(view.services);
      atlas.writeView(view);
      showCards();
    }

    function showCards() {
      const [place, other] = [find(view.place), find(view.with)];
      card.hidden = place === null;
      comparison.hidden = place === null || other === null;
      if (place !== null) {
        atlas.fillCard(card, place, data, { onPrint: printCard, onCompare: compare, onClose: close });
      }
      if (!comparison.hidden) {
        const onEnd = () => {
          change({ with: "" });
          card.querySelector("h3").focus();
        };
        atlas.fillComparison(comparison, place, other, data, { onEnd });
      }
      map.raise(listChosen(), null);
      table.mark(listChosen());
    }

    function choose(place, from) {
      opener = from;
      const code = data.codes[place];
      const inside = listShown().includes(place) ? {} : { district: nation ? view.district : "", only: "" };
      change({ place: code, with: comparing ? view.place : view.with, ...inside });
      comparing = false;
      say("");
      if (from !== frame) map.showPlace(place);
      card.querySelector("h3").focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    }

    function compare() {
      comparing = true;
      const where = nation ? ` of ${data.title}` : "";
      say(`Choose another neighbourhood${where} to set beside ${data.names[find(view.place)]}.`);
      search.input.focus();
    }

    function close() {
      comparing = false;
      change({ place: null, with: "" });
      if (opener && opener.isConnected) opener.focus();
      else search.input.focus();
    }

    // What holds the card is printed, and nothing else that it holds.
    function printCard() {
      const holders = [];
      for (let one = card.parentElement; one; one = one.parentElement) holders.push(one);
      for (const one of holders) one.classList.add("atlas-holds-card");
      window.addEventListener("afterprint", () => {
        for (const one of holders) one.classList.remove("atlas-holds-card");
      }, { once: true });
      window.print();
    }

    colour.select.addEventListener("change", () =>
      change({ layer: colour.select.value }, { sorted: true }));
    district.select.addEventListener("change", () => {
      if (nation) nation.open(district.select.value, { layer: view.layer });
      else change({ district: district.select.value });
    });
    only.addEventListener("change", () => change({ only: only.checked ? "fifth" : "" }));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && view.place !== null) close();
    }, { signal: ended.signal });
    const observer = new ResizeObserver(() => map.resize());
    observer.observe(frame);
    change(first, { first: true });
    if (view.place !== null) choose(find(view.place), search.input);
    root.dataset.ready = String(Math.round(performance.now()));
    return {
      say,
      change,
      choose: (code, from) => choose(find(code), from),
      end() {
        ended.abort();
        observer.disconnect();
        map.remove();
        parts.replaceChildren();
      },
    };
  };
})();
