// The CMS waits until editor.js has told it how records and entries are read and written.
window.CMS_MANUAL_INIT = true;
