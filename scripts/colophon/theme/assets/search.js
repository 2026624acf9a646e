/* The search dialog, built when it is first opened. */
(() => {
  const script = document.currentScript.src;
  const root = new URL("../../", script);
  const TEXT = "text";
  const PAGE = "page";
  const LABELS = { "": "All", [TEXT]: "Text", [PAGE]: "Page" };
  const label = (type) => LABELS[type] ?? type.replace("kind:", "");
  const PER_LOAD = 8;
  const EXCERPT = 30; // words
  const NOT_INDEXED = /[$+<=>^`|~]/g; // Pagefind leaves these out of its index, and looks for them in a query
  const LEAD = 6;

  // As formats/folding.py; reading.js uses it too.
  const OTHERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ŋ: "n", ı: "i", ς: "σ", ё: "е" }; // prettier-ignore
  const ACCENTS = /(?<=[a-z\u0131\u03b1-\u03c9])[\u0300-\u036f]+|[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]/g;
  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .normalize("NFKD")
      .replace(ACCENTS, "")
      .normalize("NFC")
      .replace(/[ßæœøłđðþħŧŋıςё]/g, (letter) => OTHERS[letter]);

  // As rendering/search.py folds meta.forms.
  const folded = (form) => fold(form.replaceAll(".", "")).replace(/\s+/g, " ").trim().replace(/^the /, "");

  const letters = (word) => fold(word).replace(/[^\p{L}\p{N}]/gu, "");

  // As `indexed` in rendering/search.py: scripts without spaces by letters.
  const UNSPACED = "[ー\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]";
  const BETWEEN = RegExp(`(?<=${UNSPACED})(?!\\p{M})(?=${UNSPACED})`, "gu");
  const FORMS = /[\ufb00-\ufb06\uff00-\uffef\u2100-\u214f\u2160-\u217f\u{1d400}-\u{1d7ff}]+/gu;
  const indexed = (text) => text.replace(FORMS, (forms) => forms.normalize("NFKC")).replace(BETWEEN, " ");
  const spaceBetween = (word, next = "") => (RegExp(`${UNSPACED} ${UNSPACED}`, "u").test(`${word} ${next}`) ? "" : " ");
  globalThis.colophon = { fold, UNSPACED };

  // The letters of a Chinese or Japanese word as a phrase; Pagefind finds no phrases in scripts with marks, such as Thai.
  const asIndexed = (query) =>
    /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]{2,}$/u.test(query) ? `"${indexed(query)}"` : indexed(query);

  // Pagefind answers unknown words with others that begin alike.
  const areAnswers = (items, query) => {
    const found = items
      .flatMap(({ words, hits, meta }) => [...hits.map((hit) => words[hit]), ...Object.values(meta)])
      .flatMap((text) => [...text.split(/\s+/), ...text.split(/[^\p{L}\p{N}\p{M}]+/u)])
      .map(letters);
    const asked = query.split(/\s+/).map(letters);
    return asked.every((word) => found.some((other) => other.startsWith(word.slice(0, word.length > 6 ? 4 : 3))));
  };

  const make = (kind, attributes, ...children) => {
    const [tag, part] = kind.split(".");
    const element = document.createElement(tag);
    if (part) element.className = `find-${part}`;
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };

  const excerpt = ({ words, hits }, from, to) => {
    const inside = hits.filter((hit) => hit >= from && hit < to);
    if (!inside.length) return "";
    const reach = (hit) => inside.filter((other) => other >= hit && other < hit + EXCERPT - LEAD).length;
    const [densest] = inside.toSorted((one, other) => reach(other) - reach(one));
    const start = Math.max(from, Math.min(densest - LEAD, to - EXCERPT));
    const end = Math.min(to, start + EXCERPT);
    const text = words.slice(start, end).flatMap((whole, at) => {
      const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u.exec(whole);
      const marked = inside.includes(start + at) ? make("mark", {}, word) : word;
      return [before, marked, after, spaceBetween(whole, words[start + at + 1])];
    });
    return make("span.excerpt", {}, start > from ? "… " : "", ...text, end < to ? "…" : "");
  };

  const paragraphs = (item) => {
    const { anchors, words, hits, url } = item;
    const found = anchors
      .map(({ id, location: from }, index) => {
        const to = anchors[index + 1]?.location ?? words.length;
        const inside = hits.filter((hit) => hit >= from && hit < to).map((hit) => letters(words[hit]));
        return { id, from, to, score: 99 * new Set(inside).size + inside.length };
      })
      .filter(({ score }) => score)
      .sort((one, other) => other.score - one.score);
    const rest = found.splice(3).length;
    const lines = found
      .sort((one, other) => one.from - other.from)
      .map(({ id, from, to }) => {
        const number = make("span.number", {}, `¶ ${id.slice(1)}`);
        return make("li", {}, make("a", { href: `${url}#${id}` }, number, " ", excerpt(item, from, to)));
      });
    if (rest) lines.push(make("li.rest", {}, `and ${rest} more`));
    return lines.length ? make("ul.paragraphs", { role: "list" }, ...lines) : "";
  };

  // An entry has title, aliases, the sentence shown anyway, and more.
  const passage = (item) => {
    const { words, hits, meta } = item;
    const about = indexed(meta.about ?? "");
    const [before] = `${words.join(" ")} `.split(about || undefined);
    const start = before.split(" ").length - 1;
    const body = start + (about ? about.split(" ").length : 0);
    if (hits.some((hit) => hit >= body)) return excerpt(item, body, words.length);
    return excerpt(item, indexed(meta.title).split(" ").length, Math.min(start, meta.shown ?? start));
  };

  const resultItem = (item) => {
    const { title, type, about = "" } = item.meta;
    const head = make("div.head", {}, make("a.title", { href: item.url }, title), " ", make("span.type", {}, label(type)));
    return make("li", {}, head, make("p.about", {}, about), type === TEXT ? paragraphs(item) : passage(item));
  };

  let index;
  const openIndex = async () => {
    const { createInstance } = await import(new URL("pagefind/pagefind.js", root));
    const pagefind = createInstance({ baseUrl: root.pathname });
    const { type } = await pagefind.filters();
    return { pagefind, kinds: Object.keys(type).filter((one) => one !== TEXT && one !== PAGE) };
  };

  const load = (results) =>
    Promise.all(
      results.map(async (result) => {
        const data = await result.data();
        return { ...data, words: data.content.split(/\s+/), hits: result.words };
      }),
    );

  const find = async (query, type, name) => {
    const { pagefind, kinds } = await index;
    const search = (term, any, names) =>
      pagefind.search(asIndexed(term) || null, { filters: { ...(any && { type: { any } }), ...(names && { names }) } });
    const form = folded(query.replaceAll('"', ""));
    const types = type && [type];
    const found = search(query, types, name);
    const [all, anyType, anyName, entries] = await Promise.all([
      found,
      type ? search(query, "", name) : found,
      name ? search(query, types) : found,
      search(form, types || kinds, name),
    ]);
    if (!all.results.length && !navigator.onLine) throw Error();
    const first = entries.results.slice(0, 5);
    const items = await load(first);
    const named = first.filter((_, at) => items[at].meta.forms?.split("|").includes(form));
    const results = [...named, ...all.results.filter(({ id }) => !named.some((entry) => entry.id === id))];
    return { results, types: { ...anyType.filters.type, "": anyType.results.length }, names: anyName.filters.names };
  };

  const build = () => {
    const style = make("link", { rel: "stylesheet", href: new URL("search.css", script) });
    document.head.append(style);

    const field = make("input", { autocomplete: "off", spellcheck: "false", enterkeyhint: "go" });
    const close = make("button.close", { type: "button" }, "Close");
    const types = make("fieldset.types", { "aria-label": "Type" });
    const names = make("select");
    const namesLabel = make("label.names", {}, "Names ", names);
    const status = make("p.status", { role: "status", "aria-live": "polite" });
    const fieldLabel = make("label.field", {}, "Search texts and glossary", field);
    const form = make("form.form", { role: "search" }, fieldLabel, close, types, namesLabel, status);
    const list = make("ol.results", { role: "list" });
    const more = make("button.more", {}, "More results");
    const file = location.protocol === "file:" ? "/index.html" : "/";
    const texts = make("a", { href: new URL(`documents${file}`, root) }, "texts");
    const glossary = make("a", { href: new URL(`glossary${file}`, root) }, "glossary");
    const hint = make("p.hint", {}, "See the ", texts, " or the ", glossary, ".");
    const body = make("div.body", {}, list, more, hint);
    const dialog = make("dialog", { class: "colophon-find", "aria-label": "Search" }, form, body);

    let latest = 0;
    let timer;
    let waiting;

    const say = (words, found = true) => {
      status.textContent = words;
      hint.hidden = found;
    };

    const showFilters = (counts, total) => {
      const type = form.elements.type.value;
      let offered = 0;
      for (const chip of types.querySelectorAll("label")) {
        const { value } = chip.control;
        const count = counts.types?.[value] ?? 0;
        chip.querySelector("b").textContent = count;
        chip.hidden = value && !count && value !== type;
        offered += !chip.hidden;
      }
      types.hidden = offered < 3 && !type;

      const name = names.value;
      const found = Object.entries({ [name]: 0, ...counts.names })
        .filter(([one, count]) => one && (count || one === name))
        .sort(([, one], [, other]) => other - one);
      const options = found.map(([value, count]) => make("option", { value }, `${value} (${count})`));
      names.replaceChildren(make("option", { value: "" }, "anyone"), ...options);
      names.value = name;
      namesLabel.hidden = !name && !found.some(([, count]) => count < total);
    };

    const makeTypes = (kinds) => {
      for (const value of ["", TEXT, ...kinds, PAGE]) {
        const radio = make("input", { type: "radio", name: "type", value });
        radio.checked = !value;
        types.append(make("label", {}, radio, make("span", {}, label(value), " ", make("b"))));
      }
    };

    const fail = () => {
      index = undefined; // Pagefind never refetches what failed
      list.replaceChildren();
      types.hidden = namesLabel.hidden = more.hidden = true;
      say("The search index could not be loaded. It needs a connection and does not load from files.", false);
    };

    const show = async () => {
      const turn = ++latest;
      clearTimeout(timer);
      const slow = setTimeout(() => turn === latest && say("Searching…"), 500);
      try {
        const { kinds } = await (index ??= openIndex());
        if (!form.elements.type) makeTypes(kinds);
        const query = field.value.replace(/[“”„]/g, '"').replace(NOT_INDEXED, "").trim();
        const type = form.elements.type.value;
        const asked = query || type || names.value;
        let found = asked ? await find(query, type, names.value) : { results: [] };
        const items = await load(found.results.slice(0, PER_LOAD));
        if (turn !== latest) return;
        if (items.length && !areAnswers(items, asIndexed(query))) found = { results: [] };
        const count = found.results.length;
        waiting = found.results.slice(PER_LOAD);
        more.hidden = !waiting.length;
        list.replaceChildren(...(count ? items.map(resultItem) : []));
        showFilters(found, count);
        body.scrollTop = 0;
        if (count) say(count > 1 ? `${count} results` : "1 result");
        else if (query) say(`Nothing found for “${query}”. Try fewer words or a surname.`, false);
        else if (asked) say("No results with these filters.", false);
        else say("Names, acronyms or words; phrases in “quotation marks”.");
        return true;
      } catch {
        if (turn === latest) fail();
      } finally {
        clearTimeout(slow);
      }
    };

    const showMore = async () => {
      if (!waiting.length) return; // a second click, while the first still loads
      const turn = latest;
      try {
        const items = await load(waiting.splice(0, PER_LOAD));
        if (turn !== latest) return;
        const added = items.map(resultItem);
        list.append(...added);
        more.hidden = !waiting.length;
        added[0].querySelector("a").focus();
      } catch {
        if (turn === latest) fail();
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 120);
    });
    types.addEventListener("change", show);
    names.addEventListener("change", show);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (document.activeElement === field && (await show())) list.querySelector("a")?.click();
    });
    more.addEventListener("click", showMore);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [field, ...body.querySelectorAll("li a, button:not([hidden])")];
      const at = stops.indexOf(event.target);
      if (!by || at < 0 || event.isComposing) return;
      event.preventDefault();
      stops[at + by]?.focus();
    });
    // A selection dragged out of the field also ends on the backdrop.
    let pressed;
    dialog.addEventListener("pointerdown", ({ target }) => (pressed = target));
    dialog.addEventListener("click", ({ target }) => {
      const here = target.closest("a")?.pathname === location.pathname;
      if (here || (target === dialog && pressed === dialog)) dialog.close();
    });

    // Nothing is seen of it until its style is there, but what is typed meanwhile arrives.
    dialog.style.opacity = 0;
    style.onload = style.onerror = () => (dialog.style.opacity = "");
    document.body.append(dialog);
    return (trigger, query) => {
      // Clicks do not focus in Safari, and a key pressed on the page leaves nothing to return to.
      if (document.activeElement === document.body) trigger ??= document.querySelector("[data-colophon-search]");
      trigger?.focus();
      if (!dialog.open) dialog.showModal();
      if (query) field.value = query;
      field.select();
      if (query || !list.hasChildNodes()) show();
    };
  };

  let built;
  const open = (trigger, query) => (built ??= build())(trigger, query);

  document.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-colophon-search]");
    if (!trigger || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(trigger);
  });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const control = event.ctrlKey || event.metaKey;
    const typing = target.closest("input, textarea, select, [contenteditable]");
    if (event.altKey || !(control ? key === "k" : key === "/" && !typing)) return;
    event.preventDefault();
    open();
  });

  if (new URL(".", location).href === new URL("search/", root).href) {
    open(null, new URLSearchParams(location.search).get("q"));
  }
})();
