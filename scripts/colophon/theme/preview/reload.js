/* Waits until something was saved, then loads the page anew. Only the preview adds it to a page. */
{
  const { src, dataset } = document.currentScript;
  const changes = new URL(dataset.version, src);
  let asking;
  const ask = async () => {
    try {
      asking = new AbortController();
      const answer = await fetch(changes, { signal: asking.signal, cache: "no-store" });
      if ((await answer.text()) !== dataset.version) return location.reload();
    } catch (error) {
      if (error.name === "AbortError") return;
      await new Promise((done) => setTimeout(done, 500));
    }
    ask();
  };
  document.addEventListener("visibilitychange", () => {
    asking?.abort();
    document.hidden || ask();
  });
  document.hidden || ask();
}
