/* The untouched file against its digest and against the paragraphs on the page; fetched when a reader asks. */

// White space does not count, nor do the pictures by which markup.py shows some of it; it shows other controls so too.
const split = (text) => text.split(/[\s\x1c-\x1f\x85\u240b\u240c\u241c-\u241f]+/).filter(Boolean);
const visible = (text) =>
  text.replace(/[\0-\x08\x0e-\x1b\x7f]/g, (mark) => String.fromCharCode(mark > "~" ? 0x2421 : 0x2400 + mark.charCodeAt()));

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/* What was compared and how it came out, in sentences; `file` and `sha256` are what the record says. */
export const verify = async ({ file, sha256 }) => {
  if (!crypto.subtle) return [gettext("Nothing was compared: over plain http a browser computes no SHA-256. Do it by hand:")];
  let bytes;
  try {
    const answer = await fetch(file, { cache: "no-store" });
    const { status } = answer;
    if (!answer.ok) return [gettext(`Nothing was compared: the server answers ${status} when asked for the file.`)];
    bytes = await answer.arrayBuffer();
  } catch {
    return [gettext("Nothing was compared: the file could not be fetched. Is there a connection?")];
  }
  const size = bytes.byteLength.toLocaleString(document.documentElement.lang);
  const digest = hex(await crypto.subtle.digest("SHA-256", bytes));
  if (digest !== sha256) {
    return [
      gettext(`The file (${size} bytes) is not the one recorded here: its SHA-256 digest is ${digest}.`),
      gettext("It was changed or damaged after it was recorded, or on its way to you. The words were not compared."),
    ];
  }
  let words;
  try {
    words = split(visible(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return [gettext(`The file (${size} bytes) has the digest recorded here, but is not UTF-8. The words were not compared.`)];
  }
  const paragraphs = [...document.querySelectorAll(".para")];
  const page = paragraphs.flatMap((paragraph) => {
    const copy = paragraph.cloneNode(true);
    copy.querySelectorAll(".pn, .pg, .headerlink, [popover]").forEach((mark) => mark.remove());
    // A sign is shown for one character that cannot be seen, and names it: ⟨U+202E⟩.
    copy.querySelectorAll("bdi.control").forEach((sign) => sign.replaceWith(String.fromCodePoint(`0x${sign.textContent.slice(3, -1)}`)));
    return split(copy.textContent).map((word) => ({ word, at: paragraph.id.slice(1) }));
  });
  let same = 0;
  while (same < words.length && page[same]?.word === words[same]) same++;
  if (same < Math.max(words.length, page.length)) {
    const around = (all) => all.slice(Math.max(0, same - 4), same + 6).join(" ");
    const [shown, held] = [around(page.map(({ word }) => word)), around(words)];
    const place = (page[same] ?? page.at(-1))?.at;
    return [
      gettext(`The file (${size} bytes) has the digest recorded here, but the words on this page differ from it, first in paragraph ${place}.`),
      gettext(`The page: “… ${shown} …”`),
      gettext(`The file: “… ${held} …”`),
    ];
  }
  const count = paragraphs.length;
  return [
    ngettext(
      `The file (${size} bytes) has the digest recorded here, and the words of the one paragraph on this page match it exactly.`,
      `The file (${size} bytes) has the digest recorded here, and the words of the ${count} paragraphs on this page match it exactly.`,
      count,
    ),
    gettext("The digest comes from the same site as the file: to be sure of both, compare it with one noted earlier or kept elsewhere."),
  ];
};
