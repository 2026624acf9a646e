// The CMS waits until editor.js has said how records and entries are read and written.
window.CMS_MANUAL_INIT = true;
