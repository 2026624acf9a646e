/* The reader's tools: display settings, cards, addresses of passages, citations, the glossary's filter, verification. */
(() => {
  const script = document.currentScript.src;
  const root = document.documentElement;
  const GAP = 6; // pixels
  const find = (selector, inside = document) => [...inside.querySelectorAll(selector)];

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
    made.addEventListener("click", () => act(made));
    return made;
  };

  let styled;
  const style = () =>
    (styled ??= new Promise((done) => {
      const link = make("link", { rel: "stylesheet", href: new URL("tools.css", script) });
      link.onload = link.onerror = done;
      document.head.append(link);
    }));

  /* Below the lines of a name or passage, or above them; never on them, never beyond the window's edge. */
  const place = (box, lines, above) => {
    const { clientWidth, clientHeight } = root;
    const { offsetWidth: width, offsetHeight: height } = box;
    const head = document.querySelector(".md-header").offsetHeight;
    const over = lines[0].top - GAP - height;
    const under = lines.at(-1).bottom + GAP;
    const up = over > head && (above || under + height > clientHeight);
    const left = Math.max(GAP, Math.min((up ? lines[0] : lines.at(-1)).left, clientWidth - width - GAP));
    const moves = getComputedStyle(box).position === "absolute";
    box.style.left = `${left + (moves && scrollX)}px`;
    box.style.top = `${(up ? over : under) + (moves && scrollY)}px`;
  };

  const said = make("div.said", { role: "status" });
  const say = (words) => {
    said.textContent = "";
    setTimeout(() => (said.textContent = words), 50);
  };

  /* Where the clipboard is out of reach, as on http, the reader copies from a field. */
  const copy = async (text, trigger) => {
    const words = (trigger.dataset.words ??= trigger.textContent);
    try {
      await navigator.clipboard.writeText(text);
      trigger.style.minWidth = `${trigger.offsetWidth}px`;
      trigger.textContent = "Copied";
      say("Copied");
      setTimeout(() => (trigger.textContent = words), 2000);
    } catch {
      const { parentElement: around } = trigger;
      const field = make("textarea.field", { readonly: "", rows: 3, "aria-label": "Press Ctrl+C or ⌘C to copy" }, text);
      find(".tool-field", around).forEach((old) => old.remove());
      around.append(field);
      field.select();
    }
  };

  // --- the reader's settings: nothing is kept but what differs from the default ------------------------------------

  const SETTINGS = {
    colours: ["Colours", { "": "As my device", light: "Light", dark: "Dark" }],
    marks: ["Marked names", { none: "None", "": "First in a paragraph", all: "All" }],
  };

  const chosen = (name) => root.dataset[name] ?? "";

  const set = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  };

  const keep = (name, value) => {
    set(name, value);
    try {
      if (value) localStorage.setItem(`colophon.${name}`, value);
      else localStorage.removeItem(`colophon.${name}`);
    } catch {} // storage is blocked: the choice holds for this page
  };

  const radios = (name, legend, options) =>
    make(
      "fieldset.choice",
      {},
      make("legend", {}, legend),
      ...Object.entries(options).map(([value, words]) => {
        const radio = make("input", { type: "radio", name, value });
        return make("label", {}, radio, make("span", {}, ...[words].flat()));
      }),
    );

  const check = (form, name, value) => find(`[name=${name}]`, form).forEach((one) => (one.checked = one.value === value));

  const buildPanel = (opener) => {
    const groups = Object.entries(SETTINGS).map(([name, [legend, options]]) => radios(name, legend, options));
    const note = make("p", {}, "Kept on this device only.");
    const panel = make("form.panel", { popover: "", role: "dialog", "aria-label": "Display" }, ...groups, note);
    const refresh = () => Object.keys(SETTINGS).forEach((name) => check(panel, name, chosen(name)));
    panel.addEventListener("change", ({ target }) => keep(target.name, target.value));
    panel.addEventListener("toggle", ({ newState }) => {
      if (newState !== "open") return;
      refresh();
      place(panel, [opener.getBoundingClientRect()]);
      panel.querySelector(":checked")?.focus();
    });
    panel.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (to && to !== opener && !panel.contains(to)) panel.hidePopover();
    });
    document.body.append(panel);
    return panel;
  };

  const reread = () => {
    try {
      Object.keys(SETTINGS).forEach((name) => set(name, localStorage.getItem(`colophon.${name}`)));
    } catch {}
  };

  const offerSettings = (opener) => {
    const first = async (event) => {
      event.preventDefault();
      opener.removeEventListener("click", first);
      await style();
      const panel = (opener.popoverTargetElement = buildPanel(opener));
      opener.focus();
      panel.showPopover();
    };
    opener.addEventListener("click", first);
    addEventListener("storage", reread); // chosen in another window,
    addEventListener("pageshow", ({ persisted }) => persisted && reread()); // or on the page the reader comes back from
  };

  // --- cards -------------------------------------------------------------------------------------------------------

  /*
    A name is a link to its entry already, so the card stands out of the order of focus: the link in it, for those who
    tap, leads to the same place. A screen reader hears the card as the description of the name that has the focus.
  */
  const offerCards = () => {
    const entries = new Map(find("a.named[id^=in-]").map((link) => [link.href, link]));
    if (!entries.size) return;
    const body = make("div", { id: "colophon-card" });
    const title = make("p.title");
    const card = make("div.card", { popover: "manual" }, title, body);
    let shown; // the name whose card is open
    let timer;
    let pointer;

    const told = (named) => {
      const parts = [];
      for (let dd = named.closest("dt").nextElementSibling; dd?.tagName === "DD"; dd = dd.nextElementSibling) {
        const part = make("div", {}, ...dd.cloneNode(true).childNodes);
        find(".where", part).forEach((where) => where.remove());
        if (part.textContent.trim()) parts.push(part);
      }
      return parts;
    };

    const close = () => {
      clearTimeout(timer);
      shown?.removeAttribute("aria-describedby");
      shown = undefined;
      card.remove();
    };

    const open = async (mention) => {
      const named = entries.get(mention.href);
      clearTimeout(timer);
      if (!named || shown === mention) return;
      close();
      shown = mention;
      await style();
      if (shown !== mention) return;
      title.replaceChildren(make("a", { href: named.href, tabindex: -1 }, named.textContent));
      body.replaceChildren(...told(named));
      document.body.append(card);
      mention.setAttribute("aria-describedby", body.id);
      card.showPopover();
      place(card, [...mention.getClientRects()]);
    };

    const soon = (act, delay) => {
      clearTimeout(timer);
      timer = setTimeout(act, delay);
    };

    const away = () => !shown?.matches(":focus-visible") && close();

    document.addEventListener("pointerover", ({ target, pointerType }) => {
      if (pointerType === "touch") return;
      const mention = target.closest("a.mention");
      if (mention) soon(() => open(mention), 250);
      else if (card.contains(target)) clearTimeout(timer);
      else soon(away, 300);
    });
    document.addEventListener("focusin", ({ target }) => {
      if (target.matches("a.mention:focus-visible")) open(target);
      else if (!target.matches("a.mention")) close();
    });
    document.addEventListener("pointerdown", ({ pointerType }) => (pointer = pointerType));
    document.addEventListener("pointerup", ({ target }) => !card.contains(target) && !target.closest("a.mention") && close());
    document.addEventListener("click", (event) => {
      const mention = event.target.closest("a.mention");
      const tapped = event.detail && pointer !== "mouse" && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!mention || !tapped || shown === mention || !entries.has(mention.href)) return;
      event.preventDefault();
      open(mention);
    });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    addEventListener("resize", () => card.isConnected && place(card, [...shown.getClientRects()]));
  };

  const canPop = "popover" in HTMLElement.prototype;
  const opener = document.querySelector(".colophon-display");
  if (canPop) {
    offerSettings(opener);
    offerCards();
  } else {
    opener.hidden = true;
  }
  document.body.append(said);
})();
