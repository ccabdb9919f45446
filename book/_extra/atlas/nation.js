"use strict";
// Starts the atlas of a nation: its districts first, and a district's neighbourhoods when asked for.
(() => {
  const atlas = window.datacellAtlas;
  const { make } = atlas;
  const FIRST_LAYER = "most_vulnerable_share";
  const root = document.getElementById("atlas-view");
  const parts = root.querySelector(".atlas-parts");
  const holder = document.querySelector(".atlas-rows");
  const overview = JSON.parse(document.getElementById("atlas-data").textContent);
  const layers = new Map(overview.layers.map((layer) => [layer.column, layer]));
  const every = overview.districts.map((_, district) => district);
  const received = new Map(); // from a district's code to its neighbourhoods
  let places = null; // the names and codes of all neighbourhoods
  let current = null; // what is shown: a district's atlas, or the districts
  let open = ""; // the code of the district that is shown
  let asked = 0; // a later request overtakes an earlier one

  // Called by the files beside the page.
  atlas.receiveDistrict = (code, content) => received.set(code, content);
  atlas.receivePlaces = (names, codes) => {
    const district = names.flatMap((own, number) => own.map(() => number));
    places = { names: names.flat(), codes: codes.flat(), district, districts: overview.districts };
  };

  async function loadPlaces() {
    if (!places) await atlas.loadScript("places.js");
    return places;
  }

  async function loadDistrict(code) {
    if (!received.has(code)) await atlas.loadScript(`districts/${code}.js`);
    const own = received.get(code);
    const known = overview.neighbourhoods;
    return {
      ...own,
      ...known,
      title: findName(code),
      districts: [[code, findName(code)]],
      district: own.codes.map(() => 0),
      layers: known.layers.map((layer, number) => ({ ...layer, values: own.values[number] })),
    };
  }

  const findName = (code) => overview.districts.find(([one]) => one === code)?.[1];

  const nation = {
    title: overview.title,
    districts: overview.districts,
    load: loadPlaces,
    open: (code, view) => (code ? show(code, { ...atlas.emptyView, ...view }, { focus: true })
      : showDistricts(view, { focus: true })),
    choose(place, from) {
      const code = places.codes[place];
      const district = overview.districts[places.district[place]][0];
      if (district === open) current.choose(code, from);
      else show(district, { ...atlas.emptyView, place: code }, {});
    },
  };

  // What stands above a district's atlas: its name, and the way back.
  function makeBar(code, view) {
    const heading = make("h2", findName(code));
    heading.tabIndex = -1;
    const back = atlas.makeButton(`Back to all of ${overview.title}`, () => nation.open("", view));
    const bar = make("div", "", heading, back);
    bar.className = "atlas-bar";
    return { bar, heading };
  }

  async function show(code, view, { focus = false }) {
    const number = (asked += 1);
    let data;
    try {
      data = await loadDistrict(code);
    } catch (error) {
      if (!current) showDistricts(view, {});
      current.say(`The neighbourhoods of ${findName(code)} are not beside this page (${error.message}).`);
      return;
    }
    if (number !== asked) return; // somebody has chosen another in the meantime
    if (current) current.end();
    open = code;
    const first = { ...view, district: code };
    current = atlas.show(data, { root, parts, holder, nation, first });
    const { bar, heading } = makeBar(code, { layer: view.layer });
    parts.prepend(bar);
    if (focus) heading.focus();
  }

  function showDistricts({ layer: wanted = "" } = {}, { focus = false } = {}) {
    asked += 1;
    if (current) current.end();
    open = "";
    const { status, say } = atlas.makeStatus();
    const colour = atlas.makeLayerChoice(overview);
    const district = atlas.makeChoice(`Show one ${overview.noun}`, "atlas-district", [
      atlas.makeOption("", `All of ${overview.title}`),
      ...overview.districts.map(([code, name]) => atlas.makeOption(code, name)),
    ]);
    const search = atlas.makeSearch(nation, { onChoose: nation.choose, say });
    const frame = atlas.makeMapFrame(
      `Map of the ${overview.nouns} of ${overview.title}; the table below holds the same.`);
    const legend = atlas.makeLegend();
    const controls = make("div", "", colour.field, district.field);
    controls.className = "atlas-controls";
    parts.append(search.form, status, controls, legend.title, legend.list, frame);

    let layer = layers.get(FIRST_LAYER);
    const choose = (number) => nation.open(overview.districts[number][0], readChoice());
    const readChoice = () => ({ layer: layer.column === FIRST_LAYER ? "" : layer.column });
    const point = (number) => map.raise([], number);
    const table = atlas.makeTable(holder, overview, {
      onChoose: choose,
      onPoint: point,
      middle: [
        {
          head: "Neighbourhoods",
          key: (number) => overview.counts[number],
          write: (number) => atlas.count(overview.counts[number]),
          number: true,
        },
        {
          head: "Among the most vulnerable fifth",
          key: (number) => overview.layers[0].values[number],
          write: (number) => atlas.writeValue(overview.layers[0].values[number], overview.layers[0]),
          number: true,
        },
      ],
      down: true,
      first: overview.noun[0].toUpperCase() + overview.noun.slice(1),
      caption: `All ${overview.nouns} of ${overview.title}`,
    });
    const map = atlas.makeMap(frame, overview, {
      onChoose: choose,
      onPoint: point,
      describe: (number) =>
        make("span", `${overview.names[number]}: ${atlas.writeValue(layer.values[number], layer)}`),
    });

    function draw(column, options) {
      layer = layers.get(column || FIRST_LAYER) ?? layers.get(FIRST_LAYER);
      const view = readChoice();
      colour.select.value = view.layer;
      const classes = atlas.classify(layer, every);
      legend.draw(layer, classes.legend, overview);
      map.paint(classes.find, every);
      table.show(every, layer, options);
      atlas.writeView({ ...atlas.emptyView, ...view });
    }
    colour.select.addEventListener("change", () => draw(colour.select.value, { sorted: true }));
    district.select.addEventListener("change", () => nation.open(district.select.value, readChoice()));
    const observer = new ResizeObserver(() => map.resize());
    observer.observe(frame);
    current = {
      say,
      end() {
        observer.disconnect();
        map.remove();
        parts.replaceChildren();
      },
    };
    draw(wanted, {});
    if (focus) search.input.focus();
    root.dataset.ready = String(Math.round(performance.now()));
  }

  // An address may name a neighbourhood alone: then its district is looked up.
  async function follow(view) {
    let { district } = view;
    if (view.place !== null && !findName(district)) {
      const place = (await loadPlaces().catch(() => null))?.codes.indexOf(view.place) ?? -1;
      district = place < 0 ? "" : overview.districts[places.district[place]][0];
    }
    if (!findName(district)) showDistricts(view);
    else if (district === open) current.change({ ...view, district });
    else await show(district, view, {});
  }

  parts.hidden = false;
  root.querySelector(".atlas-waiting").remove();
  window.addEventListener("hashchange", () => follow(atlas.readView()));
  follow(atlas.readView());
})();
