"use strict";
// Updates the page when its server announces a newer version, and keeps scroll position, focus and open details.
(() => {
  const FOCUS = "a[href], button:not([hidden]), summary";
  const news = document.getElementById("news");
  const permanent = new Set([news, document.currentScript]);
  const words = () => document.getElementById("desk").dataset;
  let newest = words().version;
  let busy = false;
  let lost = false;
  let timer = 0;

  const announce = (text, lasting = false) => {
    clearTimeout(timer);
    news.textContent = text;
    if (!lasting) timer = setTimeout(() => { news.textContent = ""; }, 6000);
  };

  // The position of an element: the nearest ancestor with an id, and the index among the focusable elements within it.
  const positionOf = (element) => {
    if (!element || element === document.body) return null;
    const container = element.closest("[id]") || document.body;
    return [container.id, [...container.querySelectorAll(FOCUS)].indexOf(element)];
  };
  const elementAt = (position) => {
    if (!position) return null;
    const [id, index] = position;
    const container = id ? document.getElementById(id) : document.body;
    return container && (index < 0 ? container : [...container.querySelectorAll(FOCUS)][index]);
  };

  // The elements with an id in the window, from the top, and their distance from its upper edge.
  const visibleElements = () => {
    if (window.scrollY === 0) return [];
    return [...document.querySelectorAll("main [id], .desk [id]")]
      .map((element) => [element.id, element.getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && box.top >= 0 && box.top < window.innerHeight)
      .map(([id, box]) => [id, box.top]);
  };

  const showButtons = () => {
    document.querySelectorAll(".copy, .unfold").forEach((button) => { button.hidden = false; });
  };

  const replacePage = (text) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.getElementById("news")) return; // not the preview
    const focus = positionOf(document.activeElement);
    const seen = visibleElements();
    const height = window.scrollY;
    const folds = new Map([...document.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]));
    const unfold = document.querySelector(".unfold[aria-pressed=true]") !== null;
    const wasOld = document.body.classList.contains("old");
    for (const node of [...document.body.childNodes]) if (!permanent.has(node)) node.remove();
    news.before(...[...next.body.childNodes].filter((node) => node.id !== "news" && node.nodeName !== "SCRIPT"));
    document.body.className = next.body.className;
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    for (const fold of document.querySelectorAll("details[id]")) {
      if (folds.has(fold.id)) fold.open = folds.get(fold.id);
      else if (fold.classList.contains("note") && folds.size && !wasOld) fold.classList.add("fresh");
    }
    showButtons();
    if (unfold) document.querySelector(".unfold")?.setAttribute("aria-pressed", "true");
    const at = seen.find(([id]) => document.getElementById(id));
    const moved = at && document.getElementById(at[0]).getBoundingClientRect().top - at[1];
    window.scrollTo({ top: at ? window.scrollY + moved : height, behavior: "instant" });
    elementAt(focus)?.focus({ preventScroll: true });
    announce(words().news);
  };

  const update = async () => {
    if (busy) return;
    busy = true;
    try {
      while (words().version !== newest) {
        const requested = newest;
        const answer = await fetch(location.pathname, { cache: "no-store" });
        if (!answer.ok) break;
        replacePage(await answer.text());
        if (newest === requested) newest = words().version; // a still newer version may have been announced meanwhile
      }
    } catch {
      // The event stream reports that the server is gone.
    } finally {
      busy = false;
    }
  };

  // Only a visible page listens: browsers limit the connections to one server.
  let source = null;
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(words().events);
    source.onmessage = (event) => { newest = event.data; update(); };
    source.onopen = () => { if (lost) announce(""); lost = false; };
    source.onerror = () => {
      if (!lost) announce(words().lost, true);
      lost = true;
      if (source.readyState === EventSource.CLOSED) { // it was refused, and the browser does not retry by itself
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
        announce(words().copied);
      } catch {
        window.getSelection().selectAllChildren(text);
      }
    } else if (button?.classList.contains("unfold")) {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      document.querySelectorAll("details.note").forEach((fold) => { fold.open = open; });
    }
  });

  // A link to an annotation opens it.
  const unfold = () => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = document.getElementById(name);
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", unfold);
  showButtons();
  unfold();
  listen();
})();
