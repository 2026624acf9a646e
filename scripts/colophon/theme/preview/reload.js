/* Waits until something was saved, then loads the page anew. Only the preview adds it to a page. */
{
  const { src, dataset } = document.currentScript;
  const changes = new URL(dataset.version, src);
  let asking;
  const ask = async ({ signal }) => {
    while (!signal.aborted) {
      try {
        const answer = await fetch(changes, { signal, cache: "no-store" });
        if ((await answer.text()) !== dataset.version) return location.reload();
      } catch {
        if (!signal.aborted) await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  // One loop at most, and none while the page is hidden: a browser has few connections to one host for all its tabs.
  const follow = () => {
    asking?.abort();
    asking = new AbortController();
    document.hidden || ask(asking);
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}
