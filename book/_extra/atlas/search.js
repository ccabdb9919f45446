"use strict";
// Finds a neighbourhood by its name, its town or district, its code, or a postcode in it.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const MOST = 8; // places listed at once
  const POSTCODE = /^([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})$/;
  const UNIT = 3; // letters of a postcode's second half
  const received = new Map(); // from each postcode district to where its postcodes lie
  const make = (...given) => atlas.make(...given);

  // Called by the file of a postcode district: for each neighbourhood all second halves, joined.
  atlas.receivePostcodes = (district, places) => received.set(district, places);

  const simplify = (words) =>
    words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\s+/g, " ").trim();

  // A script, because a page that is opened from a folder may not fetch.
  atlas.loadScript = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(script.src));
    document.head.append(script);
  });

  async function findPostcode(district, unit, data) {
    if (!atlas.postcodeDistricts.includes(district)) return null;
    if (!received.has(district)) await atlas.loadScript(`../atlas/postcodes/${district}.js`);
    for (const [code, units] of Object.entries(received.get(district))) {
      for (let start = 0; start < units.length; start += UNIT) {
        if (units.startsWith(unit, start)) return data.codes.indexOf(code);
      }
    }
    return null;
  }

  // What is looked for in, made once of each list of places.
  function readTexts(places) {
    places.texts ??= places.names.map((name, place) => simplify(
      `${name}, ${places.districts[places.district[place]][1]} ${places.codes[place]}`));
    return places.texts;
  }

  function findPlaces(words, texts) {
    const wanted = simplify(words);
    const found = [];
    texts.forEach((text, place) => {
      const at = text.indexOf(wanted);
      if (wanted && at >= 0) found.push({ place, early: at > 0 && text[at - 1] !== " " });
    });
    return found.sort((one, other) => one.early - other.early || one.place - other.place)
      .map(({ place }) => place);
  }

  // The places to find are the data's own, or what `load` promises once somebody looks for one.
  atlas.makeSearch = (data, { onChoose, say }) => {
    const known = atlas.postcodeDistricts.length > 0;
    let places = data.load ? null : data;
    async function ready() {
      places ??= await data.load();
      return places;
    }
    const input = document.createElement("input");
    input.type = "search";
    input.id = "atlas-search";
    input.autocomplete = "off";
    const label = make("label", known ? "Find a place or a postcode" : "Find a place");
    label.htmlFor = input.id;
    const go = make("button", "Find");
    go.type = "submit";
    const list = document.createElement("ul");
    list.className = "atlas-found";
    const form = make("form", "", label, input, go, list);
    form.setAttribute("role", "search");
    form.className = "atlas-search";
    const note = make("p", known ? atlas.postcodeSource
      : "There are no postcodes beside this page: search by name.");
    note.className = "datacell-source";
    form.append(note);

    function choose(place) {
      list.replaceChildren();
      input.value = "";
      onChoose(place, input);
    }
    function describe(place) {
      return `${places.names[place]}, ${places.districts[places.district[place]][1]}`;
    }
    function readPostcode() {
      return known ? input.value.toUpperCase().replace(/\s+/g, " ").trim().match(POSTCODE) : null;
    }
    function listFound() {
      const found = readPostcode() ? [] : findPlaces(input.value, readTexts(places));
      list.replaceChildren(...found.slice(0, MOST).map((place) =>
        make("li", "", atlas.makeButton(describe(place), () => choose(place)))));
      if (found.length) {
        say(`${atlas.count(found.length)} found; Enter opens the first, ${describe(found[0])}.`);
      } else say("");
    }
    const tellAbsence = (error) =>
      say(`The names of places are not beside this page (${error.message}).`);
    input.addEventListener("input", () => {
      if (places) listFound();
      else ready().then(listFound, tellAbsence);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const postcode = readPostcode();
      if (!postcode) {
        try {
          if (!places) await ready();
        } catch (error) {
          tellAbsence(error);
          return;
        }
        const [first] = findPlaces(input.value, readTexts(places));
        if (first === undefined) say(`No neighbourhood here is called “${input.value.trim()}”.`);
        else choose(first);
        return;
      }
      const [, district, unit] = postcode;
      try {
        const place = await findPostcode(district, unit, data);
        if (place === null || place < 0) say(`${district} ${unit} is not a postcode of ${data.title}.`);
        else choose(place);
      } catch (error) {
        say(`The postcodes of ${district} are not beside this page (${error.message}).`);
      }
    });
    return { form, input };
  };
})();
