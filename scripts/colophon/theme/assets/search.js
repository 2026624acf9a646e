/* What every page has of the search: the keys and links that open it, an empty dialog, and the folding of letters. The rest
   is in find.js and hits.js, which are fetched when somebody searches or comes from a result. */
(() => {
  const script = document.currentScript.src;
  const root = new URL("../../", script);

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

  const UNSPACED = "[ー\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]";
  globalThis.colophon = { fold, UNSPACED };

  let style;
  const load = (name = "find.js") => {
    if (!style) {
      style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = new URL("search.css", script);
      document.head.append(style);
    }
    const all = name === "find.js" ? ["assets/colophon/hits.js", "pagefind/pagefind.js"] : [];
    for (const needed of all) import(new URL(needed, root)).catch(() => {}); // at the same time as what imports them
    return import(new URL(name, script));
  };

  let dialog;
  const open = async (trigger) => {
    // Clicks do not focus in Safari, and a key pressed on the page leaves nothing to return to.
    if (document.activeElement === document.body) trigger ??= document.querySelector("[data-colophon-search]");
    trigger?.focus();
    const first = !dialog;
    if (first) {
      dialog = document.createElement("dialog");
      dialog.className = "colophon-find";
      dialog.ariaLabel = gettext("Search");
      dialog.innerHTML =
        '<form class="find-form" role="search"><label class="find-field"><input autocomplete="off" spellcheck="false" enterkeyhint="go"></label></form>';
      dialog.querySelector("label").prepend(gettext("Search texts and glossary"));
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input").select();
    if (!first) return;
    // Nothing is seen of it until its style is there, but what is typed meanwhile arrives.
    dialog.style.opacity = 0;
    const found = load();
    style.onload = style.onerror = () => (dialog.style.opacity = "");
    (await found).inDialog(dialog);
  };

  // Links to the page of the search, until there is a script that opens a dialog instead.
  for (const trigger of document.querySelectorAll("[data-colophon-search]")) {
    trigger.role = "button";
    trigger.ariaHasPopup = "dialog";
  }

  document.addEventListener("click", (event) => {
    const trigger = event.target.closest("[data-colophon-search]");
    if (!trigger || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(trigger);
  });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === " " && target.matches("[data-colophon-search]")) {
      event.preventDefault();
      return open(target);
    }
    const control = event.ctrlKey || event.metaKey;
    const typing = target.closest("input, textarea, select, [contenteditable]");
    if (event.altKey || !(control ? key === "k" : key === "/" && !typing)) return;
    event.preventDefault();
    open();
  });

  const asked = new URLSearchParams(location.search).getAll("mark");
  if (new URL(".", location).href === new URL("search/", root).href) load().then(({ onPage }) => onPage());
  else if (asked.length) load("hits.js").then(({ onArrival }) => onArrival(asked));
})();
