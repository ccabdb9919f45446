"use strict";
// The card of a neighbourhood: where it stands and why, its people, and what nobody knows of it.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const FIFTH = 20; // percent: a reason is given only past this line

  function make(tag, words, ...children) {
    const element = document.createElement(tag);
    if (words) element.textContent = words;
    element.append(...children);
    return element;
  }
  atlas.make = make;

  function tellStanding(place, data) {
    const rank = data.ranks[place];
    if (rank === null) return "It has no rank: too little is known of it.";
    const share = data.layers[0].values[place];
    const among = `${atlas.count(rank)} of ${atlas.count(data.ranked)}`;
    return `In the most vulnerable ${share}% of neighbourhoods in ${data.nation} ` +
      `(number ${among}; 1 is the most vulnerable).`;
  }

  function tellReasons(place, data) {
    const reasons = data.layers
      .filter((layer) => layer.group === "domain" && layer.values[place] !== null)
      .map((layer) => ({ title: layer.title, share: layer.values[place] }))
      .filter(({ share }) => share <= FIFTH)
      .sort((one, other) => one.share - other.share);
    if (!reasons.length) {
      return make("p", `In no domain is it among the most vulnerable ${FIFTH}% of ${data.nation}.`);
    }
    const items = reasons.map(({ title, share }) =>
      make("li", `${title}: in the most vulnerable ${share}%`));
    return make("ul", "", ...items);
  }

  function listFigures(place, layers) {
    const list = document.createElement("dl");
    for (const layer of layers) {
      const name = layer.group === "indicator" ? atlas.nameLayer(layer) : layer.title;
      list.append(make("dt", name), make("dd", atlas.writeValue(layer.values[place], layer)));
    }
    return list;
  }

  function fold(title, ...children) {
    return make("details", "", make("summary", title), ...children);
  }

  // Whom to tell that something is wrong: text, a link to write to, and nothing that can be run.
  function tellContact({ contact }) {
    if (!contact) return make("p", "Nobody is named to answer for these figures yet.");
    const words = make("p", `Is something wrong? ${contact.challenge} ${contact.owner} ` +
      `(${contact.role}) answers for it: `);
    const ways = [
      ...(contact.email ? [[`mailto:${contact.email}`, contact.email]] : []),
      ...(contact.page ? [[contact.page, contact.page]] : []),
    ].map(([address, name]) => {
      const link = make("a", name);
      link.href = address;
      return link;
    });
    ways.forEach((link, number) => words.append(...(number ? [" or "] : []), link));
    words.append(".");
    return words;
  }

  // The card's own address: what comes after the file's name is all that another reader needs.
  function tellAddress(place, data) {
    const link = make("a", "The address of this card");
    link.href = `#${encodeURIComponent(data.codes[place])}`;
    const words = make("p", "", link, " opens it again: copy it to share.");
    words.className = "atlas-address";
    return words;
  }

  // Residents come last: whom to look for comes first.
  function listCounts(data) {
    const counts = data.layers.filter((layer) => layer.group === "count");
    return [...counts.slice(1), counts[0]];
  }

  atlas.fillCard = (card, place, data, { onPrint, onCompare, onClose }) => {
    const heading = make("h3", data.names[place]);
    heading.tabIndex = -1;
    heading.id = "atlas-card-name";
    const group = (name) => data.layers.filter((layer) => layer.group === name);
    const [all] = listCounts(data).slice(-1);
    const residents = atlas.writeValue(all.values[place], all);
    const buttons = make("p", "",
      atlas.makeButton("Print this card", onPrint),
      atlas.makeButton("Compare with another", onCompare),
      atlas.makeButton("Close", onClose));
    buttons.className = "atlas-buttons";
    const wider = data.wider.length ? [
      make("p", "These are part of the index, but their sources know them only for doctors' " +
        "practices or larger areas. No number of this neighbourhood can be given:"),
      make("ul", "", ...data.wider.map((title) => make("li", title)))] : [];
    const happened = group("outcome").map((layer) =>
      make("p", `${layer.title}, ${layer.unit}: ${atlas.tellValue(place, layer)}. Nobody ` +
        "publishes it for smaller areas."));
    const larger = [...happened, ...wider];
    const status = document.querySelector(".bd-header-announcement");
    const source = make("p", `${status ? `${status.textContent.trim()} ` : ""}${data.source}`);
    source.className = "datacell-source";
    card.replaceChildren(
      heading,
      make("p", `${data.districts[data.district[place]][1]} · ${data.codes[place]}`),
      make("p", "", make("strong", tellStanding(place, data))),
      make("h4", "Why"),
      tellReasons(place, data),
      make("h4", "How many live there"),
      listFigures(place, listCounts(data)),
      ...atlas.tellServices(place, data),
      fold("Every domain, share and rate",
        listFigures(place, [...group("domain"), ...group("indicator")])),
      ...(larger.length ? [fold("Known only for larger areas", ...larger)] : []),
      make("p", `This says nothing about any one household: it adds up ${residents} people, and ` +
        "those who need help most may live next door to those who need none."),
      tellContact(data),
      tellAddress(place, data),
      source,
      buttons,
    );
    card.hidden = false;
    return heading;
  };

  atlas.fillComparison = (section, one, other, data, { onEnd }) => {
    const caption = make("caption", "Side by side");
    const names = [one, other].map((place) => {
      const head = make("th", data.names[place]);
      head.scope = "col";
      return head;
    });
    const first = make("th", "What");
    first.scope = "col";
    const layers = [data.layers[0], ...listCounts(data),
      ...data.layers.filter((layer) => ["domain", "indicator", "outcome"].includes(layer.group))];
    const rows = layers.map((layer) => {
      const head = make("th", atlas.nameLayer(layer));
      head.scope = "row";
      const cells = [one, other].map((place) => {
        const cell = make("td", atlas.writeValue(layer.values[place], layer));
        cell.className = "number";
        return cell;
      });
      return make("tr", "", head, ...cells);
    });
    const table = make("table", "", caption, make("thead", "", make("tr", "", first, ...names)),
      make("tbody", "", ...rows));
    const frame = make("div", "", table);
    frame.className = "datacell-table";
    const buttons = make("p", "", atlas.makeButton("End the comparison", onEnd));
    buttons.className = "atlas-buttons";
    section.replaceChildren(frame, buttons);
    section.hidden = false;
  };
})();
