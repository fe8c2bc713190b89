"use strict";
// Keeps the page new: asks its own server for news, and puts what changed in place of what was, without losing the place.
(() => {
  const FOCUS = "a[href], button:not([hidden]), summary";
  const news = document.getElementById("news");
  const kept = new Set([news, document.currentScript]);
  const words = () => document.getElementById("desk").dataset;
  let wanted = words().version;
  let busy = false;
  let lost = false;
  let quiet = 0;

  const say = (text, lasting = false) => {
    clearTimeout(quiet);
    news.textContent = text;
    if (!lasting) quiet = setTimeout(() => { news.textContent = ""; }, 6000);
  };

  // Where an element is: the nearest part of the page with a name, and its place among what can have the focus there.
  const placeOf = (element) => {
    if (!element || element === document.body) return null;
    const home = element.closest("[id]") || document.body;
    return [home.id, [...home.querySelectorAll(FOCUS)].indexOf(element)];
  };
  const found = (place) => {
    if (!place) return null;
    const home = place[0] ? document.getElementById(place[0]) : document.body;
    return home && (place[1] < 0 ? home : [...home.querySelectorAll(FOCUS)][place[1]]);
  };

  // What is in the window, from the top, and how far below its edge each is.
  const inWindow = () => {
    if (window.scrollY === 0) return [];
    return [...document.querySelectorAll("main [id], .desk [id]")]
      .map((element) => [element.id, element.getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && box.top >= 0 && box.top < window.innerHeight)
      .map(([id, box]) => [id, box.top]);
  };

  const enliven = () => {
    document.querySelectorAll(".copy, .unfold").forEach((button) => { button.hidden = false; });
  };

  const swap = (text) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.getElementById("news")) return; // not the preview
    const focus = placeOf(document.activeElement);
    const seen = inWindow();
    const height = window.scrollY;
    const folds = new Map([...document.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]));
    const unfold = document.querySelector(".unfold[aria-pressed=true]") !== null;
    const wasOld = document.body.classList.contains("old");
    for (const node of [...document.body.childNodes]) if (!kept.has(node)) node.remove();
    news.before(...[...next.body.childNodes].filter((node) => node.id !== "news" && node.nodeName !== "SCRIPT"));
    document.body.className = next.body.className;
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    for (const fold of document.querySelectorAll("details[id]")) {
      if (folds.has(fold.id)) fold.open = folds.get(fold.id);
      else if (fold.classList.contains("note") && folds.size && !wasOld) fold.classList.add("fresh");
    }
    enliven();
    if (unfold) document.querySelector(".unfold")?.setAttribute("aria-pressed", "true");
    const at = seen.find(([id]) => document.getElementById(id));
    const moved = at && document.getElementById(at[0]).getBoundingClientRect().top - at[1];
    window.scrollTo({ top: at ? window.scrollY + moved : height, behavior: "instant" });
    found(focus)?.focus({ preventScroll: true });
    say(words().news);
  };

  const renew = async () => {
    if (busy) return;
    busy = true;
    try {
      while (words().version !== wanted) {
        const asked = wanted;
        const answer = await fetch(location.pathname, { cache: "no-store" });
        if (!answer.ok) break;
        swap(await answer.text());
        if (wanted === asked) wanted = words().version; // it may have become newer still on its way
      }
    } catch {
      // The stream of news tells that the server is gone.
    } finally {
      busy = false;
    }
  };

  // Only a page that is looked at listens: browsers open few connections to one server.
  let source = null;
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(words().events);
    source.onmessage = (event) => { wanted = event.data; renew(); };
    source.onopen = () => { if (lost) say(""); lost = false; };
    source.onerror = () => {
      if (!lost) say(words().lost, true);
      lost = true;
      if (source.readyState === EventSource.CLOSED) { // it was refused, and the browser would not ask again
        source = null;
        setTimeout(listen, 3000);
      }
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else listen();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (button?.classList.contains("copy")) {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
        say(words().copied);
      } catch {
        window.getSelection().selectAllChildren(text);
      }
    } else if (button?.classList.contains("unfold")) {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      document.querySelectorAll("details.note").forEach((fold) => { fold.open = open; });
    }
  });

  // A link to a note unfolds it.
  const unfold = () => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = document.getElementById(name);
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", unfold);
  enliven();
  unfold();
  listen();
})();
