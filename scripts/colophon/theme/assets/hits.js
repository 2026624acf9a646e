/* What a query asks for, which words of a text answer it, and the marks on a page that a result leads to. */
const { fold, UNSPACED } = globalThis.colophon;

const LETTERS = /[^\p{L}\p{N}]/gu;
const BETWEEN = RegExp(`(?<=${UNSPACED})(?!\\p{M})(?=${UNSPACED})`, "gu");
const FORMS = /[\ufb00-\ufb06\uff00-\uffef\u2100-\u214f\u2160-\u217f\u{1d400}-\u{1d7ff}]+/gu;
const NOT_INDEXED = /[$+<=>^`|~]/g; // Pagefind leaves these out of its index, and looks for them in a query
const COMMON = new Set(
  "a an and are as at be been by did do does for from had has have how in is it its of on or that the this to vs versus was were what when where which who whom whose why with".split(
    " ",
  ),
);
export const EXACT = 4; // the word itself
const INFLECTED = 3; // the word with another ending of at most two letters
const BEGUN = 2; // a longer word that begins with it
const AKIN = 1; // what Pagefind takes for the same word

/** Words as the index holds them, as `indexed` in rendering/search.py: scripts without spaces by letters. */
export const indexed = (text) => text.replace(FORMS, (forms) => forms.normalize("NFKC")).replace(BETWEEN, " ");

export const letters = (word) => fold(word.replace(/['’]s?$/i, "")).replace(LETTERS, "");

/** A name as a reader may type it, as `folded` in rendering/search.py. */
export const folded = (form) =>
  fold(form.replaceAll(".", ""))
    .replace(/['’]s$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^the /, "");

const kept = new Map();
const keys = (word) => {
  if (!kept.has(word)) {
    const parts = word.split(/[^\p{L}\p{N}\p{M}]+/u).map(letters);
    kept.set(word, [...new Set([letters(word), ...(parts.length > 1 ? parts : [])])].filter(Boolean));
  }
  return kept.get(word);
};

const alike = (one, other) => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
};

/** How well a word answers a word that was asked for, or 0; `hit`: whether Pagefind found it. */
export const answers = (word, asked, hit) =>
  Math.max(
    0,
    ...keys(word).map((key) => {
      if (key === asked) return EXACT;
      if (asked.length < 3) return 0;
      const same = alike(key, asked);
      const longer = Math.max(key.length, asked.length);
      const shorter = Math.min(key.length, asked.length);
      if (same > 2 && same === shorter && longer - same < 3) return INFLECTED;
      if (same === asked.length) return BEGUN;
      return hit && same > Math.min(3, asked.length - 1) && same > longer / 2 ? AKIN : 0;
    }),
  );

/** The words and phrases of a query: `words` as compared, `text` as typed, `common` if it says nothing. */
export const termsOf = (query, language = document.documentElement.lang) => {
  const plain = query.replace(/[“”„«»‟❝❞＂]/g, '"').replace(NOT_INDEXED, " ");
  return [...plain.matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map(([whole, quoted], at) => {
      const text = (quoted ?? whole).replace(/^((?:\p{L}\.)+\p{L}?)$/u, (name) => name.replaceAll(".", "")).trim();
      const words = indexed(text).split(/\s+/).map(letters).filter(Boolean);
      const operator = /^(AND|OR|NOT)$/.test(whole) || (at > 0 && /^-\p{L}/u.test(whole));
      const common = quoted === undefined && (operator || (/^en\b/.test(language) && COMMON.has(text)));
      return { text, words, common, operator, quoted: quoted !== undefined };
    })
    .filter(({ words }) => words.length);
};

/** A term as Pagefind looks for it: it finds no phrases in scripts with marks, such as Thai. */
export const asked = ({ text, words, quoted }) =>
  words.length > 1 && (quoted || /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+$/u.test(text)) ? `"${indexed(text)}"` : indexed(text);

/** Where a term is among words, from `from` up to `to`: first and last word, and how well it answers. */
export const placesOf = ({ words: term, quoted }, words, from, to, hits = new Set()) => {
  const found = [];
  for (let at = from; at <= to - term.length; at++) {
    const level =
      term.length > 1 || quoted
        ? term.every((word, more) => keys(words[at + more]).includes(word)) && EXACT
        : answers(words[at], term[0], hits.has(at));
    if (level) found.push({ first: at, last: at + term.length - 1, level });
  }
  return found;
};

/** The least number of letters to change, add, leave out or swap to make one word the other, or `most` + 1. */
const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length];
};

/** The names nearest to what was typed, best first: `names` are pairs of a name and its folded forms. */
export const nearest = (typed, names) => {
  const word = folded(typed);
  const most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
  if (!most) return [];
  return names
    .map(([name, forms]) => [name, Math.min(...forms.map((form) => distance(word, form, most)))])
    .filter(([, away]) => away && away <= most)
    .sort(([, one], [, other]) => one - other)
    .slice(0, 3)
    .map(([name]) => name);
};

// --- marks on the page that a result leads to

const HIDDEN = ".pn, .headerlink, script, style, [hidden], .tool-bar, .colophon-contents";
const WORD = RegExp(`${UNSPACED}\\p{M}*|(?:(?!${UNSPACED})\\S)+`, "gu");
const BLOCK = "p, li, td, th, dd, dt, h1, h2, h3, h4, blockquote, figcaption, summary";

/** The words of an element in order, each with where it begins and ends; one that a link cuts in two is one word. */
const wordsIn = (element) => {
  const words = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let open;
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    if (parent.closest(HIDDEN)) continue;
    const block = parent.closest(BLOCK);
    for (const { 0: text, index } of node.data.matchAll(WORD)) {
      // Without the marks around it, unless it is nothing else.
      const before = /^[^\p{L}\p{N}]*/u.exec(text)[0].length % text.length;
      const end = { node, at: index + (text.replace(/[^\p{L}\p{N}\p{M}]+$/u, "") || text).length };
      if (open && !index && open.block === block && !RegExp(UNSPACED, "u").test(text[0])) {
        open.word.text += text;
        if (/[\p{L}\p{N}]/u.test(text)) open.word.end = end;
      } else words.push({ text, start: { node, at: index + before }, end });
    }
    open = words.length && /\S$/.test(node.data) ? { block, word: words.at(-1) } : undefined;
  }
  return words;
};

const toRange = ({ start }, { end }) => new StaticRange({ startContainer: start.node, startOffset: start.at, endContainer: end.node, endOffset: end.at });

/** Every place on the page that answers one of these queries, in order. */
export const rangesOf = (queries, element) => {
  const words = wordsIn(element);
  const texts = words.map(({ text }) => text);
  const found = new Map();
  for (const term of queries.flatMap((query) => termsOf(query).filter(({ common }) => !common))) {
    for (const { first, last, level } of placesOf(term, texts, 0, texts.length)) {
      if (level >= INFLECTED) found.set(first, Math.max(last, found.get(first) ?? 0));
    }
  }
  const places = [];
  for (const [first, last] of [...found].sort(([one], [other]) => one - other)) {
    const before = places.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(last, before[1]); // words side by side are one place
    else places.push([first, last]);
  }
  return places.map(([first, last]) => toRange(words[first], words[last]));
};

/** Mark what answers `queries` on this page, with a bar to go from one place to the next. */
export const onArrival = (queries) => {
  const article = document.querySelector(".md-content article");
  const ranges = article && CSS.highlights ? rangesOf(queries, article) : [];
  if (!ranges.length) return;
  CSS.highlights.set("colophon-hits", new Highlight(...ranges));

  const status = document.createElement("span");
  status.role = "status";
  const bar = document.createElement("div");
  bar.className = "find-bar";
  bar.role = "region";
  bar.ariaLabel = gettext("Search hits");
  bar.append(status);

  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inTarget = target ? ranges.findIndex((range) => target.contains(range.startContainer)) : -1;
  let current = inTarget;
  const show = (move) => {
    if (move) current = (Math.max(current, move > 0 ? -1 : 0) + move + ranges.length) % ranges.length;
    const range = ranges[current];
    if (range) {
      const mark = new Highlight(range);
      mark.priority = 1;
      CSS.highlights.set("colophon-hit", mark);
    }
    if (move) range.startContainer.parentElement.scrollIntoView({ block: "center" });
    const words = queries[0].replaceAll('"', "");
    const all = ranges.length;
    const number = current + 1;
    status.textContent = range ? gettext(`${number} of ${all} for “${words}”`) : gettext(`${all} for “${words}”`);
  };
  const button = (words, act, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.ariaLabel = name;
    made.addEventListener("click", act);
    bar.append(made);
  };
  button("↑", () => show(-1), gettext("Previous place"));
  button("↓", () => show(1), gettext("Next place"));
  const end = () => {
    CSS.highlights.clear();
    bar.remove();
    history.replaceState(history.state, "", location.pathname + location.hash);
  };
  button("✕", end, gettext("Remove the marks"));
  document.body.append(bar);
  show();
};
