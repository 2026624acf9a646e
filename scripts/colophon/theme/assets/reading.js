/* The reader's tools. */
(() => {
  const script = document.currentScript.src;
  const root = document.documentElement;
  const HEADER = 48; // pixels
  const { fold, UNSPACED } = colophon; // of search.js
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href.split(/[?#]/)[0];

  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const on = (type, act, target = document) => target.addEventListener(type, act);
  const flat = (text) => text.replace(/\s+/g, " ").trim();

  const make = (kind, attributes, ...children) => {
    const [tag, part] = kind.split(".");
    const element = document.createElement(tag);
    if (part) element.className = `tool-${part}`;
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };

  const button = (words, act) => {
    const made = make("button.button", { type: "button" }, words);
    on("click", () => act(made), made);
    return made;
  };

  const radios = (name, legend, options, chosen) => {
    const choice = make("fieldset.choice", {}, make("legend", {}, legend));
    for (const [value, ...words] of options) {
      const radio = make("input", { type: "radio", name, value });
      radio.defaultChecked = value === chosen;
      choice.append(make("label", {}, radio, make("span", {}, ...words)));
    }
    return choice;
  };

  const timer = () => {
    let waiting;
    return (delay, act, ...given) => {
      clearTimeout(waiting);
      if (act) waiting = setTimeout(act, delay, ...given);
    };
  };

  let styled;
  const style = () =>
    (styled ??= new Promise((done) => {
      const link = make("link", { rel: "stylesheet", href: new URL("tools.css", script) });
      link.onload = link.onerror = done;
      document.head.append(link);
    }));

  const place = (box, lines, above) => {
    const { offsetWidth, offsetHeight } = box;
    const [first] = lines;
    const last = lines.at(-1);
    const over = first.top - offsetHeight - 6;
    const up = over > HEADER && (above || last.bottom + offsetHeight + 6 > root.clientHeight);
    const left = Math.min((up ? first : last).left, root.clientWidth - offsetWidth - 6);
    box.style.left = `${Math.max(6, left) + scrollX}px`;
    box.style.top = `${(up ? over : last.bottom + 6) + scrollY}px`;
  };

  const status = make("div.said", { role: "status" });

  const copy = async (text, trigger) => {
    const words = (trigger.dataset.words ??= trigger.textContent);
    const say = (said, shown) => {
      status.textContent = said;
      trigger.textContent = shown;
    };
    try {
      await navigator.clipboard.writeText(text);
      trigger.style.minWidth = `${trigger.offsetWidth}px`;
      say(gettext("Copied"), gettext("Copied"));
      setTimeout(say, 2000, "", words);
    } catch {
      const around = trigger.parentElement;
      const field = make("textarea.field", { readonly: "", "aria-label": gettext("Press Ctrl+C or ⌘C to copy") }, text);
      around.querySelector(".tool-field")?.remove();
      around.append(field);
      field.select();
    }
  };

  // --- settings

  const SETTINGS = {
    colours: [gettext("Colors"), [["", gettext("As my device")], ["light", gettext("Light")], ["dark", gettext("Dark")]]],
    marks: [gettext("Marked names"), [["none", gettext("None")], ["", gettext("First in a paragraph")], ["all", gettext("All")]]],
  };

  const frames = find("meta[name=theme-color]").map((meta) => [meta, meta.media]);

  const frame = () => {
    const { colours } = root.dataset;
    for (const [meta, media] of frames) meta.media = !colours ? media : media.includes(colours) ? "all" : "not all";
  };

  const set = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    frame();
  };

  const openSettings = async () => {
    await style();
    if (document.querySelector(".tool-panel")) return; // a second click, while the first still loaded
    const groups = Object.keys(SETTINGS).map((name) => radios(name, ...SETTINGS[name], root.dataset[name] ?? ""));
    const foot = make("p", {}, make("button.button", {}, gettext("Done")), " ", gettext("Kept on this device only."));
    const panel = make("dialog.panel", { "aria-label": gettext("Display") }, make("form", { method: "dialog" }, ...groups, foot));
    on("close", () => panel.remove(), panel);
    on("click", ({ target }) => target === panel && panel.close(), panel);
    on(
      "change",
      ({ target: { name, value } }) => {
        set(name, value);
        try {
          if (value) localStorage.setItem(`colophon.${name}`, value);
          else localStorage.removeItem(`colophon.${name}`);
        } catch {}
      },
      panel,
    );
    document.body.append(panel);
    panel.showModal();
    panel.querySelector(":checked").focus();
  };

  const reread = ({ persisted }) => {
    if (!persisted) return;
    try {
      for (const name in SETTINGS) set(name, localStorage.getItem(`colophon.${name}`));
    } catch {}
  };

  // --- cards

  const definitions = (term) => {
    const found = [];
    for (let next = term; (next = next.nextElementSibling)?.tagName === "DD"; ) found.push(next);
    return found;
  };

  const offerCards = () => {
    const NAME = "a.mention, .strip a"; // what has a card: a name, and a paragraph in a strip
    const entries = new Map(find("a.named").map((link) => [link.href, link]));
    const namedBy = (mention) =>
      entries.get(mention?.href) ?? find("li > .pn").find((number) => number.getAttribute("href") === mention?.getAttribute("xlink:href"));
    let shown; // the name whose card is open
    let card;
    let pointer;
    const soon = timer();

    const close = () => {
      soon();
      shown?.removeAttribute("aria-describedby");
      card?.remove();
      shown = card = undefined;
    };

    const open = async (mention) => {
      soon();
      if (shown === mention) return;
      close();
      const named = namedBy(mention);
      if (!named) return;
      shown = mention;
      await style();
      if (shown !== mention) return;
      const content = make("div", { id: "colophon-card" });
      for (const { childNodes } of named.matches(".pn") ? [named.parentElement] : definitions(named.parentElement)) {
        content.append(make("div", {}, ...[...childNodes].map((node) => node.cloneNode(true))));
      }
      find(".where, .pn", content).forEach((part) => part.remove());
      for (const link of find("a", content)) link.tabIndex = -1;
      const title = make("a.title", { href: named.href, tabindex: -1 }, named.textContent);
      card = make("div.card", { popover: "manual" }, title, content);
      document.querySelector("article").append(card);
      mention.setAttribute("aria-describedby", content.id);
      card.showPopover();
      place(card, [...mention.getClientRects()]);
    };

    on("pointerover", ({ target, pointerType, buttons }) => {
      if (pointerType === "touch" || buttons) return;
      const mention = target.closest(NAME);
      if (mention) soon(250, open, mention);
      else if (card?.contains(target)) soon();
      else if (!shown?.matches(":focus-visible")) soon(300, close);
    });
    on("focusin", ({ target }) => {
      if (target.matches(NAME) && target.matches(":focus-visible")) open(target);
      else if (!target.closest(`${NAME}, .tool-card`)) close();
    });
    on("pointerdown", ({ pointerType }) => (pointer = pointerType));
    on("pointerup", ({ target }) => target.closest(`${NAME}, .tool-card`) || close());
    on("click", (event) => {
      const mention = event.target.closest(NAME);
      if (!namedBy(mention) || !event.detail || pointer === "mouse" || shown === mention) return;
      event.preventDefault();
      open(mention);
    });
    on("keydown", ({ key }) => key === "Escape" && close());
    on("resize", () => card && place(card, [...shown.getClientRects()]), window);
  };

  // --- addresses of passages

  const words = (range) => {
    const held = range.cloneContents();
    find(".pn, .pg, .headerlink, [popover]", held).forEach((mark) => mark.remove());
    return held.textContent;
  };

  const selected = (range) =>
    find(".para").flatMap((para) => {
      if (!range.intersectsNode(para)) return [];
      const part = document.createRange();
      part.selectNodeContents(para);
      const all = words(part);
      if (para.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
      let to = words(part).trimEnd().length;
      part.setEnd(para, 0);
      if (para.contains(range.startContainer)) part.setEnd(range.startContainer, range.startOffset);
      let from = words(part).length;
      from += all.slice(from).search(/\S|$/);
      if (from >= to) return [];
      // Of scripts without spaces no program here knows the words.
      const inside = (at) => /^[\p{L}\p{N}\p{M}]{2}/u.test(all.slice(at - 1)) && !RegExp(UNSPACED, "u").test(all.slice(at - 1, at + 1));
      while (from && inside(from)) from--;
      while (inside(to)) to++;
      return { para, before: all.slice(0, from).trimStart() || para.id.slice(1), words: all.slice(from, to), after: all.slice(to) };
    });

  // https://wicg.github.io/scroll-to-text-fragment/
  const fragment = (parts) => {
    const even = (text) => text.replace(/\s+/g, " ").toLowerCase();
    const page = even(document.body.textContent);
    const once = (text) => page.split(even(text)).length < 3;
    const encoded = (text) => encodeURIComponent(flat(text)).replaceAll("-", "%2D");
    const [first] = parts;
    const last = parts.at(-1);
    const [lead, opening, closing, trail] = [first.before, first.words, last.words, last.after].map((text, at) =>
      text.split(at ? /(?=\s)/ : /(?<=\s)/),
    );
    const whole = first === last && opening.length < 30;
    const start = whole ? first.words : opening.slice(0, 5).join("");
    const end = whole ? "" : closing.slice(-5).join("");
    let around = -1;
    let prefix;
    let suffix;
    do {
      prefix = lead.slice(-++around || lead.length).join("");
      suffix = trail.slice(0, around).join("");
    } while (around < 12 && !(whole ? once(prefix + start + suffix) : once(prefix + start) && once(end + suffix)));
    const [left, from, to, right] = [prefix, start, end, suffix].map(encoded);
    return [left && `${left}-`, from, to, right && `-${right}`].filter(Boolean).join();
  };

  const offerPassages = (chicago) => {
    let bar;
    let pressed;
    const number = timer();
    const selection = timer(); // which Firefox reports changed after a click

    /** Paragraphs by number, after the pages of the original that they are on. */
    const numbered = (first, last = first) => {
      const [from, to] = [first, last].map(({ id }) => id.slice(1));
      const pages = [...new Set([first, last].map(({ dataset }) => dataset.page ?? ""))].filter(Boolean).join(gettext(" to "));
      return `${pages && `${pages}, `}${first === last ? `¶ ${from}` : `¶¶ ${from}–${to}`}`;
    };

    const citation = (numbers, target) => {
      const cited = chicago.cloneNode(true);
      cited.querySelector(".address").textContent = `${numbers}. ${target}`;
      return flat(cited.textContent);
    };

    const close = () => {
      const from = bar?.contains(document.activeElement) && bar.closest(".para").querySelector(".pn");
      bar?.remove();
      bar = undefined;
      from?.focus?.();
    };

    const offer = async (stand, lines, label, actions, above) => {
      await style();
      close();
      const buttons = actions.map(([words, text]) => button(words, (made) => copy(text(), made)));
      bar = make("span.bar", { popover: "manual", role: "group", "aria-label": label }, ...buttons);
      stand(bar);
      bar.showPopover();
      place(bar, lines, above);
    };

    const offerParagraph = (link) => {
      const { id } = link.parentElement;
      const target = `${address}#${id}`;
      const actions = [
        [gettext("Copy link"), () => target],
        [gettext("Copy citation"), () => citation(numbered(link.parentElement), target)],
      ];
      link.focus();
      offer((it) => link.after(it), [link.getBoundingClientRect()], link.getAttribute("aria-label"), actions, true);
    };

    const offerSelection = () => {
      const chosen = getSelection();
      if (pressed || bar?.contains(document.activeElement)) return;
      if (chosen.isCollapsed) return bar?.matches(".pn + *") || close();
      const range = chosen.getRangeAt(0);
      const parts = selected(range);
      if (!parts.length) return close();
      const first = parts[0].para;
      const last = parts.at(-1).para;
      const numbers = numbered(first, last);
      const target = () => `${address}#${first.id}:~:text=${fragment(parts)}`;
      const quoted = parts.map((part) => flat(part.words)).join("\n\n");
      offer((it) => last.append(it), [...range.getClientRects()], gettext("Selected words"), [
        [gettext("Copy link to these words"), target],
        [gettext("Copy quotation with citation"), () => `${gettext(`“${quoted}”`)} ${citation(numbers, target())}`],
      ]);
    };

    on("click", ({ target }) => target.matches(".para > .pn") && number(50, offerParagraph, target)); // the page moves first
    on("selectionchange", () => selection(300, offerSelection));
    on("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key !== "Tab" || event.shiftKey || !bar || document.activeElement !== document.body) return;
      event.preventDefault();
      bar.firstChild.focus();
    });
    on("pointerdown", (event) => {
      if (!bar?.contains(event.target)) pressed = !close();
      else if (event.target.type === "button") event.preventDefault(); // the selection stays
    });
    for (const type of ["pointerup", "pointercancel"]) {
      on(type, ({ target }) => {
        pressed = false;
        if (!bar?.contains(target)) selection(50, offerSelection);
      });
    }
  };

  // --- citations

  const offerCitation = (cited) => {
    const text = () => (cited.tagName === "PRE" ? cited.textContent : flat(cited.textContent));
    const made = button(gettext("Copy"), () => copy(text(), made));
    const form = cited.closest("details");
    const name = (form?.firstElementChild ?? cited.closest("dd").previousElementSibling).textContent;
    made.ariaLabel = gettext(`Copy ${name}`);
    cited.after(made);
    const download = form && document.querySelector(`.cite-files [download$=".${cited.id.slice(5)}"]`);
    // With what only the browser knows.
    if (download) download.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text()}\n`)}`;
  };

  // --- the glossary's filter

  const folded = (text) => fold(text).replace(/[.'’]/g, "").replace(/^|[^\p{L}\p{N}\p{M}]+/gu, " ");

  const offerFilter = (list) => {
    const kinds = new Map();
    const entries = find("dt", list).map((term) => {
      const parts = [term, ...definitions(term)];
      const { label } = parts[1].querySelector(".eyebrow").dataset;
      const also = parts[1].querySelector(".also span")?.textContent ?? "";
      kinds.set(label, (kinds.get(label) ?? 0) + 1);
      return { parts, label, names: folded(`${term.textContent}, ${also}`) };
    });
    const options = [["", entries.length], ...kinds].map(([label, count]) => [
      label,
      `${label || gettext("All")} `,
      make("b", {}, count),
    ]);
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const outcome = make("p", { role: "status" });
    const choice = radios("kind", gettext("Kind"), options, "");
    const form = make("form.filter", {}, make("label", {}, list.dataset.label, field), choice, outcome);

    const show = () => {
      const asked = folded(field.value).trimEnd().split(/(?= )/);
      const kind = form.elements.kind.value;
      let count = 0;
      for (const { parts, label, names } of entries) {
        const fits = (!kind || label === kind) && asked.every((word) => names.includes(word));
        count += fits;
        for (const part of parts) part.hidden = !fits;
      }
      for (const link of find(".letters a", list)) {
        const heading = document.getElementById(link.hash.slice(1));
        const names = heading.nextElementSibling;
        link.hidden = heading.hidden = names.hidden = !names.querySelector("dt:not([hidden])");
      }
      const all = entries.length;
      outcome.textContent = count ? gettext(`${count} of ${all}`) : gettext(`0 of ${all}. No matching entry. Try searching the texts.`);
    };

    on("input", show, form);
    on("keydown", ({ key }) => key === "Escape" && (form.reset(), show()), form);
    on("submit", (event) => event.preventDefault(), form);
    list.prepend(form);
    show();
  };

  // --- verification

  const offerVerification = (panel) => {
    const outcome = make("div", { role: "status" });
    const say = (...sentences) => outcome.replaceChildren(...sentences.map((words) => make("p", {}, words)));
    const verify = async () => {
      try {
        say(...(await (await import(new URL("verify.js", script))).verify(panel.dataset)));
      } catch {
        say(gettext("Nothing was compared: the script that compares could not be loaded. It needs a connection, and does not work from files."));
      }
    };
    panel.prepend(button(gettext("Verify this text"), verify), outcome);
  };

  // --- what this page has use for

  document.body.append(status);
  frame();
  on("click", openSettings, document.querySelector(".colophon-display"));
  on("pageshow", reread, window);
  // What a screen reader says of a mark that is a number or a sign.
  for (const mark of find(".footnote-ref, .footnote-backref")) {
    const number = mark.textContent;
    mark.ariaLabel = mark.title || gettext(`Source ${number}`);
  }
  for (const span of find(".address")) if (flat(span.textContent) === gettext("address of this page")) span.textContent = address;
  const day = new Date().toLocaleDateString("sv"); // as YYYY-MM-DD
  const known = {
    a: address,
    i: day,
    r: day.replaceAll("-", "/"),
    d: day.split("-").map(Number).join(", "),
    l: new Date().toLocaleDateString(root.lang === "en" ? "en-US" : root.lang, { dateStyle: "long" }),
  };
  for (const span of find("[data-fill]")) span.textContent = span.dataset.fill.replace(/%(\w)/g, (_, name) => known[name]);
  if (document.querySelector(".citation, .filterable, .verify")) {
    style().then(() => {
      find(".citation").forEach(offerCitation);
      find(".filterable").forEach(offerFilter);
      find(".verify").forEach(offerVerification);
    });
  }
  const chicago = document.querySelector("#cite-chicago");
  if (root.showPopover && document.querySelector(".para, .strip a")) {
    offerCards();
    if (chicago && document.querySelector(".para")) offerPassages(chicago);
  }
})();
