/* The search: what answers a query, in which order, and the two places that show it: the dialog and the page /search/. */
import { asked, folded, indexed, letters, nearest, placesOf, termsOf } from "./hits.js";

const { UNSPACED } = globalThis.colophon;
const root = new URL("../../", import.meta.url);
const TEXT = "text";
const PAGE = "page";
// In the index, the label, and what stands for none.
const FILTERS = {
  name: ["names", gettext("Who is mentioned"), gettext("anyone")],
  year: ["year", gettext("Year"), gettext("any")],
  collection: ["collection", gettext("Collection"), gettext("any")],
};
const LABELS = { "": gettext("All"), [TEXT]: gettext("Text"), [PAGE]: gettext("Page") };
const label = (type) => LABELS[type] ?? type.replace("kind:", "");
const AHEAD = 8; // of texts and of other pages: how many are read before the best are shown
const NAMED = 2; // a paragraph that only names somebody whose other name was asked for
const PARTS = /^(about|names|also|positions|prose|p\d+|n\d+)$/; // as rendering/search.py marks them
const EXCERPT = 30; // words
const LEAD = 6;

const make = (kind, attributes, ...children) => {
  const [tag, part] = kind.split(".");
  const element = document.createElement(tag);
  if (part) element.className = `find-${part}`;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};

/** Where results come: entries by name first, then what has the phrase, then all words in a paragraph, then the rest. */
const ORDER = "called name office phrase phraseElsewhere paragraph akin within alsoNamed page elsewhere scattered".split(" ");
const TIERS = Object.fromEntries(ORDER.map((name, at) => [name, at]));
const MOST_NAMED = 3; // entries before the texts

const digits = (number) => number.toLocaleString(document.documentElement.lang);

// --- the index

let index;
const openIndex = async () => {
  const [{ createInstance }, about] = await Promise.all([
    import(new URL("pagefind/pagefind.js", root)),
    fetch(new URL("pagefind/names.json", root)).then((answer) => answer.json()),
  ]);
  const pagefind = createInstance({ baseUrl: root.pathname });
  for (let shard = 2; shard <= about.shards; shard++) {
    await pagefind.mergeIndex(new URL(`pagefind/${shard}/`, root).pathname, { baseUrl: root.pathname });
  }
  const { type = {} } = await pagefind.filters();
  return { pagefind, kinds: about.kinds.filter((one) => type[one]), names: about.names };
};

const load = (results) =>
  Promise.all(
    results.map(async (result) => {
      const data = await result.data();
      return { ...data, id: result.id, words: data.content.split(/\s+/), hits: new Set(result.words) };
    }),
  );

// --- how well a page answers

const partsOf = ({ anchors, words, meta }) => {
  const known = meta.type === PAGE ? [] : anchors.filter(({ id }) => PARTS.test(id));
  const title = indexed(meta.title).split(/\s+/).length;
  const starts = [["title", 0], ...(meta.type === PAGE ? [["prose", title]] : known.map(({ id, location }) => [id, location]))];
  return starts.map(([id, from], at) => ({ id, from, to: starts[at + 1]?.[1] ?? words.length }));
};

/** How well each of `terms` is answered by words of a page, and where. */
const answer = ({ words, hits }, parts, terms) => {
  const places = [];
  const levels = terms.map((term) => {
    const found = parts.flatMap(({ from, to }) => placesOf(term, words, from, to, hits));
    places.push(...found);
    return Math.max(0, ...found.map(({ level }) => level));
  });
  return { levels, places };
};

const complete = ({ levels }) => levels.every(Boolean);
const total = ({ levels }) => levels.reduce((sum, level) => sum + level, 0);

/** A page with its rank (a lower tier first, then a higher score) and the places that answer, or nothing. */
const weigh = (item, terms, phrase) => {
  const parts = partsOf(item);
  const whole = answer(item, parts, terms);
  if (!complete(whole)) return;
  const within = (...ids) => parts.filter(({ id }) => ids.includes(id));
  const isPhrase = (part) => phrase.words.length > 1 && placesOf(phrase, item.words, part.from, part.to).length > 0;
  const score = (answered, some) => total(answered) / terms.length + (some.some(isPhrase) ? 8 : 0);
  const { type } = item.meta;
  const called = within("title", "names", "also", ...(type === TEXT ? ["about"] : []));
  const byName = answer(item, called, terms);
  if (type !== TEXT) {
    const offices = [...called, ...within("positions")];
    const byOffice = answer(item, offices, terms);
    const [tier, best, some] =
      complete(byName)
        ? [type === PAGE ? TIERS.page : TIERS.name, byName, called]
        : complete(byOffice) && terms.length > 1
          ? [TIERS.office, byOffice, offices]
          : [parts.some(isPhrase) ? TIERS.phraseElsewhere : TIERS.elsewhere, whole, parts];
    return { ...item, parts, places: whole.places, tier, score: score(best, some) };
  }
  const passages = parts
    .filter(({ id }) => id.startsWith("p"))
    .map((part) => {
      const own = answer(item, [part], terms);
      const others = answer(item, within(`n${part.id.slice(1)}`), terms);
      const levels = own.levels.map((level, at) => Math.max(level, others.levels[at] && NAMED));
      return { ...part, levels, places: own.places, score: score({ levels }, [part]) };
    });
  const full = passages.filter(complete);
  const sure = full.filter(({ levels }) => Math.min(...levels) > 1);
  const most = Math.max(1, ...passages.map(({ levels }) => levels.filter(Boolean).length));
  const partly = passages.filter(({ levels }) => levels.filter(Boolean).length === most);
  const byTitle = complete(byName);
  const shown = [sure, full, byTitle ? [] : partly].find((some) => some.length) ?? [];
  const passed = shown.toSorted((one, other) => other.score - one.score);
  const tier = sure.some(isPhrase) ? TIERS.phrase : sure.length ? TIERS.paragraph : full.length ? TIERS.akin : TIERS.scattered;
  return byTitle
    ? { ...item, passages: passed, tier: TIERS.name, score: score(byName, called) }
    : { ...item, passages: passed, tier, score: passed[0]?.score ?? 0 };
};

const inOrder = (items) => {
  const order = (some) => some.toSorted((one, other) => one.tier - other.tier || other.score - one.score);
  const first = order(items).filter(({ tier, meta }) => tier <= TIERS.office && meta.type !== TEXT);
  for (const item of first.slice(MOST_NAMED)) if (item.tier !== TIERS.called) item.tier = TIERS.alsoNamed;
  return order(items);
};

/** The entries that a query names, each with the words that name it, and whether it has no other words. */
const entriesCalled = (words, names) => {
  const called = new Map();
  let only = true;
  for (let at = 0; at < words.length; ) {
    let to = words.length + 1;
    let some = [];
    let form;
    while (!some.length && --to > at) {
      form = words.slice(at, to).join(" ");
      some = names.filter(([, forms]) => forms.includes(form));
    }
    for (const [name] of some) called.set(name, form);
    only &&= some.length > 0;
    at = Math.max(to, at + 1);
  }
  return { called: [...called], only };
};

/** The least number of words among which each list of places has one. */
const span = (lists) => {
  const all = lists.flatMap((places, term) => places.map((at) => [at, term])).sort(([one], [other]) => one - other);
  const last = lists.map(() => -Infinity);
  let least = Infinity;
  for (const [at, term] of all) {
    last[term] = at;
    least = Math.min(least, at - Math.min(...last));
  }
  return least;
};

// --- what answers a query

/** Results in order, counts for the filters, terms that were left out, and names that were perhaps meant. */
const find = async (query, chosen) => {
  const { pagefind, kinds, names } = await index;
  const { type, name } = chosen;
  // Always with words: without any, Pagefind fetches its whole index.
  const look = (terms, other) => {
    const filters = Object.entries({ ...chosen, ...other }).filter(([, value]) => value);
    return pagefind.search(terms.length === 1 ? asked(terms[0]) : terms.map(({ text }) => indexed(text)).join(" "), {
      filters: Object.fromEntries(filters.map(([key, value]) => [FILTERS[key]?.[0] ?? key, value])),
    });
  };
  const every = termsOf(query);
  let terms = every.filter(({ common }) => !common);
  const calledBy = (some) => entriesCalled(folded(some.map(({ text }) => text).join(" ")).split(" "), names);
  let { called, only } = calledBy(every);
  if (!terms.length && only) terms = every;
  if (query && !terms.length) return { results: [], total: 0, common: every };

  /** Where more pages hold all words than are read at once: first those in which the words are near each other. */
  const nearFirst = async (results) => {
    if (terms.length < 2 || results.length <= AHEAD) return results;
    const lists = await Promise.all(terms.map((term) => look([term])));
    const at = lists.map((list) => new Map(list.results.map(({ id, words }) => [id, words])));
    const far = new Map(results.map(({ id }) => [id, span(at.map((places) => places.get(id) ?? []))]));
    const rank = ({ id }) => (far.get(id) < terms.length ? 0 : far.get(id) < 60 ? 1 : 2);
    return results.toSorted((one, other) => rank(one) - rank(other));
  };

  const left = every.filter(({ operator }) => operator);
  const phrase = { words: every.flatMap(({ words }) => words), quoted: true };
  let all;
  let texts;
  let waiting;
  let items;
  const next = async () => {
    const [some, others] = [true, false].map((wanted) => waiting.filter(({ id }) => texts.has(id) === wanted).slice(0, AHEAD));
    const taken = [...some, ...others];
    waiting = waiting.filter((result) => !taken.includes(result));
    return (await load(taken)).map((item) => weigh(item, terms, phrase)).filter(Boolean);
  };
  for (;;) {
    let ofTexts;
    [all, ofTexts] = await Promise.all([look(terms), look(terms, { type: TEXT })]);
    texts = new Set(type && type !== TEXT ? [] : ofTexts.results.map(({ id }) => id));
    waiting = await nearFirst(all.results);
    items = await next();
    if (!items.length) waiting = [];
    if (items.length || terms.length < 2) break;
    // No page has all words: leave out one that is nowhere, or else the rarest that is not a name.
    const known = await Promise.all(
      terms.map(async (term) => {
        const { results } = await look([term]);
        const first = await load(results.slice(0, 3));
        if (!first.some((item) => weigh(item, [term], term))) return 0;
        return results.length + (calledBy([term]).only ? 1e9 : 0);
      }),
    );
    const at = known.indexOf(Math.min(...known));
    left.push({ ...terms[at], nowhere: !known[at] });
    terms = terms.toSpliced(at, 1);
  }
  if (!all.results.length && !navigator.onLine) throw Error();

  if (!only) ({ called, only } = calledBy(terms));
  if (!type || kinds.includes(type)) {
    const entries = await Promise.all(
      called.map(async ([one, form]) => {
        const { results } = await look([{ text: form, words: [form] }], { type: type || { any: kinds }, name: name ? [name, one] : one });
        const [entry] = await load(results.slice(0, 1));
        if (!entry) return [];
        waiting = waiting.filter(({ id }) => id !== entry.id);
        const weighed = items.find(({ id }) => id === entry.id) ?? { ...entry, tier: TIERS.within, parts: partsOf(entry), places: [] };
        const tier = only ? TIERS.called : Math.min(weighed.tier, TIERS.within);
        return [{ ...weighed, tier, score: only ? 0 : (weighed.score ?? 0) }];
      }),
    );
    const first = entries.flat();
    items = [...first, ...items.filter(({ id }) => !first.some((entry) => entry.id === id))];
  }
  const [anyType, ...others] = await Promise.all(["type", ...Object.keys(FILTERS)].map((key) => (chosen[key] ? look(terms, { [key]: "" }) : all)));

  // A name that is asked for by another of its names is marked where the text has it.
  const also = terms.flatMap((term) => {
    const forms = names.filter(([, some]) => some.includes(term.words.join(" "))).flatMap(([, some]) => some);
    return forms.filter((form) => form !== term.words.join(" ")).map((form) => ({ text: form, words: form.split(" ").map(letters), quoted: true }));
  });
  const words = names.flatMap(([one]) => one.split(" ")).map((word) => [word, [folded(word)]]);
  const strangers = items.length ? left.filter(({ nowhere }) => nowhere) : every.filter(({ common }) => !common);
  const whole = strangers.length ? nearest(query, names) : [];
  const meant =
    whole.length || strangers.length === every.length
      ? whole
      : strangers.flatMap(({ text }) => nearest(text, words).map((word) => query.replace(text, word)));
  return {
    results: inOrder(items),
    next: async () => inOrder(await next()),
    waiting: () => waiting.length,
    total: items.length + waiting.length,
    types: { ...anyType.filters.type, "": anyType.results.length },
    filters: others.map((other, at) => other.filters[Object.values(FILTERS)[at][0]]),
    left,
    meant: [...new Set(meant)].slice(0, 3),
    terms,
    also,
  };
};

// --- what is shown of a result

const spaceBetween = (word, next = "") => (RegExp(`${UNSPACED} ${UNSPACED}`, "u").test(`${word} ${next}`) ? "" : " ");

const excerpt = ({ words }, { from, to }, places) => {
  const marked = new Set(places.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, more) => first + more)));
  const inside = [...marked].filter((at) => at >= from && at < to).sort((one, other) => one - other);
  const reach = (at) => inside.filter((other) => other >= at && other < at + EXCERPT - LEAD).length;
  const [densest = from] = inside.toSorted((one, other) => reach(other) - reach(one));
  const start = Math.max(from, Math.min(densest - LEAD, to - EXCERPT));
  const end = Math.min(to, start + EXCERPT);
  const text = words.slice(start, end).flatMap((whole, at) => {
    const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su.exec(whole);
    const shown = inside.includes(start + at) ? make("mark", {}, word) : word;
    return [before, shown, after, spaceBetween(whole, words[start + at + 1])];
  });
  return make("span.excerpt", {}, start > from ? "… " : "", ...text, end < to ? "…" : "");
};

const resultItem = (item, { terms, also = [] }, most, rest) => {
  const query = terms.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
  const to = (id, others = []) => {
    const url = new URL(item.url, location);
    for (const one of query ? [query, ...others] : []) url.searchParams.append("mark", one);
    url.hash = id;
    return url;
  };

  const passages = () => {
    const { passages: found } = item;
    const notes = JSON.parse(item.meta.notes ?? "{}"); // of editors, by paragraph
    const lines = (some) =>
      some
        .toSorted((one, other) => one.from - other.from)
        .map((part) => {
          const named = part.levels.includes(NAMED) ? also.filter((form) => placesOf(form, item.words, part.from, part.to).length) : [];
          const places = [...part.places, ...named.flatMap((form) => placesOf(form, item.words, part.from, part.to))];
          const link = make("a", { href: to(part.id, named.map(({ text }) => `"${text}"`)) }, make("span.number", {}, `¶ ${part.id.slice(1)}`), " ", excerpt(item, part, places));
          if (part === found[0]) link.dataset.best = "";
          const { [part.id]: note } = notes;
          return make("li", {}, link, note ? make("div.note", {}, make("b", {}, gettext("Editors’ note:")), ` ${note}`) : "");
        });
    if (!found.length) return "";
    const list = make("ul.passages", { role: "list" }, ...lines(found.slice(0, most)));
    const others = found.slice(most);
    if (others.length) list.append(make("li.rest", {}, rest(others.length, () => list.replaceChildren(...lines(found)))));
    return list;
  };

  /** Of an entry: a sentence that answers and is not shown anyway, or else the name or position that does. */
  const sentence = () => {
    const about = indexed(item.meta.about ?? "").split(/\s+/).filter(Boolean).length;
    const places = item.places.filter(({ level }) => level > 1 || item.tier === TIERS.elsewhere);
    for (const id of ["prose", "positions", "names"]) {
      const part = item.parts.find((one) => one.id === id);
      if (!part) continue;
      const from = id === "prose" ? Math.min(part.from + about, part.to) : part.from;
      if (places.some(({ first }) => first >= from && first < part.to)) return excerpt(item, { from, to: part.to }, places);
    }
    return "";
  };

  const { title, type, about = "" } = item.meta;
  const head = make("h2.head", {}, make("a.title", { href: to("") }, title), " ", make("span.type", {}, label(type)));
  return make("li", {}, head, about ? make("p.about", {}, about) : "", type === TEXT ? passages() : sentence());
};

// --- the form and its results

const addressOf = (query, chosen) => {
  const url = new URL(location.protocol === "file:" ? "search/index.html" : "search/", root);
  for (const [key, value] of Object.entries({ q: query, ...chosen })) if (value) url.searchParams.set(key, value);
  return url;
};

const attach = (form, field, body, onPage) => {
  const types = make("fieldset.types", { "aria-label": gettext("Type") });
  const selects = Object.entries(FILTERS).map(([key, [, label, none]]) => [key, none, make("select", { name: key }), label]);
  const labels = selects.map(([, , select, label]) => make("label.names", {}, `${label} `, select));
  const status = make("p.status", { role: "status" });
  form.append(types, ...labels, status);
  const list = make("ol.results", { role: "list" });
  const more = make("button.more", { type: "button" }, gettext("More results"));
  const file = location.protocol === "file:" ? "/index.html" : "/";
  const texts = make("a", { href: new URL(`documents${file}`, root) }, gettext("All texts"));
  const glossary = make("a", { href: new URL(`glossary${file}`, root) }, gettext("Glossary"));
  const hint = make("p.hint", {}, texts, " · ", glossary);
  const near = make("p.near");
  const everything = make("a.all", {}, gettext("All results on a page of their own"));
  body.append(near, list, everything, more, hint);
  // Until there is an answer.
  for (const part of [types, ...labels, near, everything, more, hint]) part.hidden = true;
  const most = 3;

  let latest = 0;
  let timer;
  let last;
  let chosen = { type: "", name: "", year: "", collection: "" };

  const say = (words, found = true) => {
    status.textContent = words;
    hint.hidden = found;
  };

  const showFilters = (counts, shown) => {
    let offered = 0;
    for (const chip of types.querySelectorAll("label")) {
      const { value } = chip.control;
      const number = counts.types?.[value] ?? 0;
      chip.querySelector("b").textContent = number;
      chip.hidden = value && !number && value !== chosen.type;
      chip.control.checked = value === chosen.type;
      offered += !chip.hidden;
    }
    types.hidden = offered < 3 && !chosen.type;

    selects.forEach(([key, none, select], at) => {
      const { [key]: now = "" } = chosen;
      const found = Object.entries({ [now]: 0, ...counts.filters?.[at] })
        .filter(([one, number]) => one && (number || one === now))
        .sort(([year, one], [other, most]) => (key === "year" ? other - year : most - one));
      const options = found.map(([value, number]) => make("option", { value }, `${value} (${number})`));
      select.replaceChildren(make("option", { value: "" }, none), ...options);
      select.value = now;
      labels[at].hidden = !now && !(found.some(([, number]) => number < shown) && (key === "name" || found[1]));
    });
  };

  const makeTypes = (kinds) => {
    for (const value of ["", TEXT, ...kinds, PAGE]) {
      const radio = make("input", { type: "radio", name: "type", value });
      types.append(make("label", {}, radio, make("span", {}, label(value), " ", make("b"))));
    }
  };

  const fail = () => {
    index = undefined; // Pagefind never refetches what failed
    list.replaceChildren();
    for (const one of labels) one.hidden = true;
    types.hidden = more.hidden = everything.hidden = near.hidden = true;
    say(gettext("The search index could not be loaded. It needs a connection and does not load from files."), false);
  };

  const restOf = (number, expand) => {
    if (!onPage) return make("a", { href: addressOf(field.value, chosen) }, gettext(`and ${number} more`));
    const button = make("button", { type: "button" }, gettext(`Show ${number} more`));
    button.addEventListener("click", () => {
      const at = [...list.querySelectorAll("a, button")].indexOf(button);
      expand();
      list.querySelectorAll("a, button")[at]?.focus();
    });
    return button;
  };
  const quotedOnly = ({ terms }) => terms?.length === 1 && terms[0].quoted;
  const shown = (item) => resultItem(item, last, onPage && quotedOnly(last) ? Infinity : most, restOf);

  const outcome = (query, found) => {
    const number = found.total;
    if (found.common?.length) return [gettext(`“${query}” is in almost every text. Add another word, or a name.`), false];
    const said = [];
    for (const { text, nowhere, operator } of found.left ?? []) {
      if (operator) said.push(gettext(`“${text}” was left out; results have all the other words.`));
      else said.push(nowhere ? gettext(`“${text}” was not found.`) : gettext(`Nothing has all these words; “${text}” was left out.`));
    }
    if (!number) {
      if (query) return [[...said.slice(1), gettext(`Nothing found for “${query}”. Try fewer words or a surname.`)].join(" "), false];
      return [gettext("Names, acronyms or words; phrases in “quotation marks”."), true];
    }
    const passages = found.results.reduce((sum, item) => sum + (item.passages?.length ?? 0), 0);
    const results = ngettext(`${digits(number)} result`, `${digits(number)} results`, number);
    const places = ngettext(`${digits(passages)} paragraph`, `${digits(passages)} paragraphs`, passages);
    return [[passages > 1 && !found.waiting() ? `${results}, ${places}` : results, ...said].join(". "), true];
  };

  const show = async () => {
    const turn = ++latest;
    clearTimeout(timer);
    const slow = setTimeout(() => turn === latest && say(gettext("Searching…")), 500);
    try {
      const { kinds } = await (index ??= openIndex());
      if (!form.elements.type) makeTypes(kinds);
      const query = field.value.trim();
      const found = query ? await find(query, chosen) : { results: [], total: 0 };
      if (turn !== latest) return;
      last = found;
      if (!chosen.type && !found.waiting?.()) {
        found.types = { "": found.total };
        for (const { meta } of found.results) found.types[meta.type] = (found.types[meta.type] ?? 0) + 1;
      }
      const held = body.querySelector(":focus");
      list.replaceChildren(...found.results.slice(0, onPage ? undefined : AHEAD).map(shown));
      more.hidden = !onPage || !found.waiting?.();
      everything.hidden = onPage || found.total <= AHEAD;
      everything.href = addressOf(query, chosen);
      const number = digits(found.total);
      everything.textContent = gettext(`All ${number} results`);
      const links = (found.meant ?? []).flatMap((meant) => [", ", make("a", { href: addressOf(meant, chosen), "data-meant": meant }, meant)]).slice(1);
      near.replaceChildren(...(links.length ? [gettext("Did you mean:"), " ", ...links] : []));
      near.hidden = !links.length;
      showFilters(found, found.total);
      body.scrollTop = 0;
      // Who is among the results already stays there.
      if (held && !held.checkVisibility()) {
        const same = (link) => link.pathname + link.hash === held.pathname + held.hash;
        ([...list.querySelectorAll("a")].find(same) ?? field).focus();
      }
      say(...outcome(query, found));
      return true;
    } catch {
      if (turn === latest) fail();
    } finally {
      clearTimeout(slow);
    }
  };

  const showMore = async () => {
    const turn = latest;
    more.disabled = true; // a second click, while the first still loads
    try {
      const items = await last.next();
      if (turn !== latest) return;
      const added = items.map(shown);
      list.append(...added);
      more.hidden = !last.waiting();
      added[0]?.querySelector("a").focus();
    } catch {
      if (turn === latest) fail();
    } finally {
      more.disabled = false;
    }
  };

  /** Ask for something else; `settles`: what comes next is a new step in the history of the page. */
  const ask = ({ query = field.value, ...filters }, settles = false) => {
    if (field.value !== query) field.value = query;
    chosen = { ...chosen, ...filters };
    if (onPage) onPage(query, chosen, settles);
    return show();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120, {});
  });
  form.addEventListener("change", ({ target: { name, value } }) => name in chosen && ask({ [name]: value }, true));
  near.addEventListener("click", (event) => {
    const { meant } = event.target.dataset;
    if (!meant || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    field.focus();
    ask({ query: meant }, true);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (onPage) return ask({}, true);
    if (document.activeElement !== field || !(await show())) return;
    (list.querySelector("li:first-child [data-best]") ?? list.querySelector("a"))?.click();
  });
  more.addEventListener("click", showMore);
  form.parentElement.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...body.querySelectorAll("a, button")].filter((stop) => stop.checkVisibility());
    const at = stops.indexOf(event.target);
    if (!by || at < 0 || event.isComposing) return;
    event.preventDefault();
    stops[at + by]?.focus();
  });
  return ask;
};

/** Fill the dialog that search.js has opened. */
export const inDialog = (dialog) => {
  const form = dialog.querySelector("form");
  const field = form.querySelector("input");
  const close = make("button.close", { type: "button" }, gettext("Close"));
  const body = make("div.body");
  form.append(close);
  dialog.append(body);
  const ask = attach(form, field, body);
  close.addEventListener("click", () => dialog.close());
  // A selection dragged out of the field also ends on the backdrop.
  let pressed;
  dialog.addEventListener("pointerdown", ({ target }) => (pressed = target));
  dialog.addEventListener("click", ({ target }) => {
    const link = target.closest("a");
    const here = link && link.pathname + link.search === location.pathname + location.search;
    if (here || (target === dialog && pressed === dialog)) dialog.close();
  });
  ask({});
};

/** Make the page /search/ show the results of its address. */
export const onPage = () => {
  const [form] = document.querySelectorAll(".md-content form.find-here");
  if (!form) return;
  const field = form.querySelector("input");
  const page = make("div.page");
  const body = make("div.body");
  form.before(page);
  form.classList.add("find-form");
  page.append(form, body);
  const { title } = document;
  let settled = true; // what is typed is one step in the history of the page, until Enter or a filter ends it
  const ask = attach(form, field, body, (query, chosen, settles) => {
    const url = addressOf(query, chosen);
    if (url.href !== location.href) history[settled ? "pushState" : "replaceState"](null, "", url);
    settled = settles;
    document.title = query ? `${query} · ${title}` : title;
  });
  const fromAddress = () => {
    const { searchParams } = new URL(location);
    const [query, ...filters] = ["q", "type", ...Object.keys(FILTERS)].map((key) => [key, searchParams.get(key) ?? ""]);
    ask({ query: query[1], ...Object.fromEntries(filters) }, true);
  };
  addEventListener("popstate", fromAddress);
  if (!location.search) field.focus();
  fromAddress();
};
