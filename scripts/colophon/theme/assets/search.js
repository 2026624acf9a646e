/* The search dialog; it is built, and the index fetched, when a reader first opens it. */
(() => {
  const script = document.currentScript.src;
  const root = new URL("../../", script);
  const PER_LOAD = 8;
  const EXCERPT = 30; // words, LEAD of them before the first hit
  const LEAD = 6;

  // The same folding as that of meta.forms, in searching.py.
  const folded = (form) =>
    form.replaceAll(".", "").toUpperCase().toLowerCase().replace(/\s+/g, " ").trim().replace(/^the /, "");

  const letters = (word) => word.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  // For a word it does not know, Pagefind answers with any word that begins with the same letter.
  const areAnswers = (items, query) => {
    const found = items
      .flatMap(({ words, hits, meta }) => [...hits.map((hit) => words[hit]), ...Object.values(meta)])
      .flatMap((text) => [...text.split(/\s+/), ...text.split(/[^\p{L}\p{N}\p{M}]+/u)])
      .map(letters);
    return query
      .split(/\s+/)
      .map(letters)
      .every((asked) => found.some((word) => word.startsWith(asked.slice(0, asked.length > 6 ? 4 : 3))));
  };

  const make = (kind, attributes, ...children) => {
    const [tag, name] = kind.split(".");
    const element = document.createElement(tag);
    if (name) element.className = `find-${name}`;
    for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
    element.append(...children);
    return element;
  };

  const link = (path, label) => make("a", { href: new URL(path, root) }, label);

  // Pagefind's own excerpts are HTML, and know no paragraphs.
  const excerpt = ({ words, hits }, from, to) => {
    const inside = hits.filter((hit) => hit >= from && hit < to);
    const reach = (hit) => inside.filter((other) => other >= hit && other < hit + EXCERPT - LEAD).length;
    const densest = inside.reduce((one, other) => (reach(other) > reach(one) ? other : one), from);
    const start = Math.max(from, Math.min(densest - LEAD, to - EXCERPT));
    const end = Math.min(to, start + EXCERPT);
    const text = make("span.excerpt", {}, start > from ? "… " : "");
    for (let at = start; at < end; at++) {
      const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(words[at]);
      text.append(before, inside.includes(at) ? make("mark", {}, word) : word, after, " ");
    }
    text.append(end < to ? "…" : "");
    return text;
  };

  const paragraphs = (item) => {
    const { anchors, words, url } = item;
    const found = anchors
      .map(({ id, location: from }, index) => {
        const to = anchors[index + 1]?.location ?? words.length;
        const marked = item.hits.filter((hit) => hit >= from && hit < to).map((hit) => letters(words[hit]));
        return { id, from, to, score: 100 * new Set(marked).size + marked.length };
      })
      .filter(({ score }) => score);
    const best = found.toSorted((one, other) => other.score - one.score).slice(0, 3);
    const lines = best
      .sort((one, other) => one.from - other.from)
      .map(({ id, from, to }) => {
        const number = make("span.number", {}, `¶ ${id.slice(1)}`);
        return make("li", {}, make("a", { href: `${url}#${id}` }, number, " ", excerpt(item, from, to)));
      });
    const rest = found.length - lines.length;
    if (rest) lines.push(make("li.rest", {}, `and ${rest} more paragraph${rest > 1 ? "s" : ""}`));
    return lines.length ? make("ul.paragraphs", { role: "list" }, ...lines) : "";
  };

  // From what follows the first sentence, which is shown anyway, unless only that or another name was hit.
  const passage = (item) => {
    const { words, hits, meta } = item;
    const text = words.join(" ");
    const title = meta.title.split(/\s+/).length;
    const at = text.indexOf(meta.about);
    const body = at < 0 ? title : text.slice(0, at + meta.about.length).split(" ").length;
    const last = Math.max(...hits);
    return last < title ? "" : excerpt(item, last < body ? title : body, words.length);
  };

  const resultItem = (item) => {
    const { title, type, about = "" } = item.meta;
    return make(
      "li",
      {},
      make("div.head", {}, make("a.title", { href: item.url }, title), " ", make("span.type", {}, type)),
      make("p.about", {}, about),
      type === "Text" ? paragraphs(item) : passage(item),
    );
  };

  let index;
  const openIndex = () =>
    (index ??= (async () => {
      const { createInstance } = await import(new URL("pagefind/pagefind.js", root));
      const pagefind = createInstance({ baseUrl: root.pathname });
      const { type } = await pagefind.filters();
      return { pagefind, types: Object.keys(type) };
    })());

  const load = (results) =>
    Promise.all(
      results.map(async (result) => {
        const { url, meta, anchors, content } = await result.data();
        return { url, meta, anchors, words: content.split(/\s+/), hits: result.words };
      }),
    );

  const find = async (query, type, names) => {
    const { pagefind, types } = await openIndex();
    const search = (term, filters) => pagefind.search(term || null, { filters });
    const ofType = type && { type };
    const ofName = names && { names };
    const name = folded(query.replaceAll('"', ""));
    const entryTypes = types.filter((one) => !["Text", "Page"].includes(one) && (!type || one === type));
    const [all, anyType, anyName, entries] = await Promise.all([
      search(query, { ...ofType, ...ofName }),
      search(query, { ...ofName }),
      search(query, { ...ofType }),
      search(name, { type: { any: entryTypes }, ...ofName }),
    ]);
    if (!all.results.length && !navigator.onLine) throw new Error("offline");
    const first = entries.results.slice(0, name && entryTypes.length && 5);
    const items = await load(first);
    const named = first.filter((_, at) => items[at].meta.forms?.split("|").includes(name));
    const ids = named.map(({ id }) => id);
    return {
      results: [...named, ...all.results.filter(({ id }) => !ids.includes(id))],
      types: anyType.filters.type,
      names: anyName.filters.names,
    };
  };

  const build = async () => {
    const style = make("link", { rel: "stylesheet", href: new URL("search.css", script) });
    const styled = new Promise((done) => (style.onload = style.onerror = done));
    document.head.append(style);

    const field = make("input", {
      inputmode: "search",
      enterkeyhint: "go",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    });
    const close = make("button", { type: "button" }, "Close");
    const types = make("fieldset.types", {}, make("legend", {}, "Type"));
    const names = make("select");
    const namesLabel = make("label.names", {}, "Names ", names);
    const status = make("p.status", { role: "status", "aria-live": "polite" });
    const form = make("form.form", { role: "search" }, make("label.field", {}, "Search texts and glossary", field), close);
    form.append(types, namesLabel, status);
    const list = make("ol.results", { role: "list" });
    const more = make("button.more", { type: "button" }, "More results");
    const hint = make("p.hint");
    const body = make("div.body", {}, list, more, hint);
    const dialog = make("dialog", { class: "colophon-find", "aria-label": "Search" }, form, body);

    let latest = 0;
    let timer;
    let shown;
    let waiting;

    const say = (words, ...advice) => {
      status.textContent = words;
      hint.replaceChildren(...advice);
    };

    const showFilters = (typeCounts, nameCounts) => {
      const type = form.elements.type.value;
      let offered = 0;
      let all = 0;
      for (const chip of [...types.querySelectorAll("label")].reverse()) {
        const { value } = chip.control;
        const count = value ? (typeCounts[value] ?? 0) : all;
        all += count;
        offered += count > 0;
        chip.querySelector("b").textContent = count;
        chip.hidden = value && !count && value !== type;
      }
      types.hidden = offered < 3 && !type;

      const name = names.value;
      const found = Object.entries({ ...(name && { [name]: 0 }), ...nameCounts })
        .filter(([one, count]) => count || one === name)
        .sort(([, one], [, other]) => other - one);
      names.replaceChildren(
        make("option", { value: "" }, "anyone"),
        ...found.map(([value, count]) => make("option", { value }, `${value} (${count})`)),
      );
      names.value = name;
      namesLabel.hidden = !found.length;
    };

    const makeTypes = (values) => {
      const rank = (value) => (value === "Page") - (value === "Text");
      for (const value of ["", ...values.toSorted((one, other) => rank(one) - rank(other))]) {
        const radio = make("input", { type: "radio", name: "type", value });
        radio.checked = !value;
        types.append(make("label", {}, radio, make("span", {}, value || "All", " ", make("b"))));
      }
    };

    const fail = () => {
      index = undefined; // Pagefind remembers what it could not fetch; the next search starts with a new one
      list.replaceChildren();
      types.hidden = namesLabel.hidden = more.hidden = true;
      const page = location.protocol === "file:" ? "index.html" : "";
      say(
        "The search index could not be loaded.",
        "Search needs a connection to this site, and does not work in pages opened as files. Try the ",
        link(`documents/${page}`, "texts"),
        " or the ",
        link(`glossary/${page}`, "glossary"),
        " instead.",
      );
    };

    // True if what was found is still what is asked for.
    const show = async () => {
      const turn = ++latest;
      const slow = setTimeout(() => turn === latest && say("Searching…"), 500);
      try {
        const { types: values } = await openIndex();
        if (!form.elements.type) makeTypes(values);
        const query = field.value.replace(/[“”„]/g, '"').trim();
        const type = form.elements.type.value;
        const filtered = type || names.value;
        let found = query || filtered ? await find(query, type, names.value) : { results: [] };
        const items = await load(found.results.slice(0, PER_LOAD));
        if (turn !== latest) return;
        if (items.length && !areAnswers(items, query)) found = { results: [] };
        const count = found.results.length;
        waiting = found.results.slice(PER_LOAD);
        more.hidden = !waiting.length;
        list.replaceChildren(...(count ? items.map(resultItem) : []));
        showFilters(found.types ?? {}, found.names ?? {});
        if (count) say(count > 1 ? `${count} results` : "1 result");
        else if (!query && !filtered) say("", "A name, an acronym or words; a phrase in “quotation marks”.");
        else {
          const advice = `Try ${filtered ? "without the filters, " : ""}fewer words or a surname, or look through the `;
          say(`Nothing found${query && ` for “${query}”`}`, advice, link("glossary/", "glossary"), ".");
        }
        body.scrollTop = 0;
        return true;
      } catch {
        if (turn === latest) fail();
      } finally {
        clearTimeout(slow);
      }
    };

    const search = () => {
      clearTimeout(timer);
      timer = 0;
      shown = show();
    };

    const showMore = async () => {
      const turn = latest;
      const next = waiting.splice(0, PER_LOAD);
      try {
        const items = await load(next);
        if (turn !== latest) return;
        list.append(...items.map(resultItem));
        more.hidden = !waiting.length;
        list.children[list.children.length - items.length].querySelector("a").focus();
      } catch {
        fail();
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 120);
    });
    form.addEventListener("change", ({ target }) => target !== field && search());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (timer) search();
      if ((await shown) && dialog.open) list.querySelector("a")?.click();
    });
    more.addEventListener("click", showMore);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [field, ...body.querySelectorAll("a, button:not([hidden])")];
      const at = stops.indexOf(event.target);
      if (!by || at < 0 || event.isComposing) return;
      event.preventDefault();
      stops[at + by]?.focus();
    });
    // What is pressed on the dialog itself is its backdrop; a selection dragged out of the field only ends there.
    let pressed;
    dialog.addEventListener("pointerdown", ({ target }) => (pressed = target));
    dialog.addEventListener("click", (event) => {
      const { target } = event;
      const samePage = target.closest("a")?.pathname === location.pathname && !event.ctrlKey && !event.metaKey;
      if (samePage || (target === dialog && pressed === dialog)) dialog.close();
    });

    document.body.append(dialog);
    await styled;
    return (trigger, query) => {
      trigger?.focus(); // Safari does not focus a link that is clicked, and closing gives the focus back
      if (!dialog.open) dialog.showModal();
      if (query) field.value = query;
      field.select();
      if (query || !status.textContent) search();
    };
  };

  let built;
  const open = async (trigger, query) => (await (built ??= build()))(trigger, query);

  document.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-colophon-search]");
    if (!trigger || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(trigger);
  });

  document.addEventListener("keydown", (event) => {
    const { key, target, altKey, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    const typing = target.isContentEditable || target.matches("input, textarea, select");
    if (altKey || !(control ? key.toLowerCase() === "k" && !shiftKey : key === "/" && !typing)) return;
    event.preventDefault();
    open();
  });

  if (location.pathname.replace("index.html", "") === new URL("search/", root).pathname) {
    open(undefined, new URLSearchParams(location.search).get("q"));
  }
})();
