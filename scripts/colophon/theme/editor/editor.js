// Starts the CMS with the configuration and the file formats of the site.

import { likeBefore, readEntry, readRecord, writeEntry, writeRecord } from "./files.js";

const { cms, schemas } = await (await fetch("config.json")).json();

window.CMS.registerCustomFormat("colophon-frontmatter", "md", {
  fromFile: (text) => readEntry(text, schemas.entry),
  toFile: (form) => writeEntry(form, schemas.entry),
});
window.CMS.registerCustomFormat("colophon-record", "yml", {
  fromFile: (text) => readRecord(text, schemas.record),
  toFile: (form) => writeRecord(form, schemas.record),
});

// The CMS reads every file without its line ends and writes a new one that it moves to the place of the old.
const move = FileSystemFileHandle.prototype.move;
if (move)
  FileSystemFileHandle.prototype.move = async function (folder, name) {
    const old = await folder.getFileHandle(name).catch(() => null);
    if (old && /\.(md|yml)$/.test(name)) {
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      const [before, after] = await Promise.all(
        [old, this].map(async (handle) => decoder.decode(await (await handle.getFile()).arrayBuffer())),
      );
      const writable = await this.createWritable();
      await writable.write(likeBefore(after, before));
      await writable.close();
    }
    return move.call(this, folder, name);
  };

await window.CMS.init({ config: cms });
