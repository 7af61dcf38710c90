export default function ({ data, setTriggerValue }) {
  const memory = (window.tutorBridge ??= { opener: null, which: 0, shown: "", newest: undefined });
  const panel = () => document.querySelector(".st-key-source_panel");
  const linksTo = (href) => [...document.querySelectorAll('a[href^="#src-"]')].filter((a) => a.getAttribute("href") === href);
  const opener = () => linksTo(memory.opener)[memory.which];

  const onClick = (event) => {
    const link = event.target.closest?.('a[href^="#src-"], a[href^="#copy-"]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const href = link.getAttribute("href");
    if (href.startsWith("#src-")) {
      memory.opener = href;
      memory.which = linksTo(href).indexOf(link);
      memory.shown = memory.source = "";
      memory.opening = true; // until the panel is drawn, which takes a run of the page: Escape counts already
      setTriggerValue("cite", href.slice(5));
      return;
    }
    navigator.clipboard?.writeText(data.copies[href.slice(6)] ?? "").then(() => {
      link.dataset.done = "yes";
      setTimeout(() => delete link.dataset.done, 1800);
    });
  };

  const onKey = (event) => {
    if (event.key !== "Escape" || !(panel() || memory.opening)) return;
    if (document.querySelector('[role="dialog"], [data-baseweb="popover"]')) return;
    event.preventDefault();
    memory.opening = false;
    setTriggerValue("close", "escape");
  };

  let tries = 0;
  let timer = 0;
  const show = () => {
    const text = panel()?.querySelector(`.${data.view}`)?.parentElement?.closest('[data-testid="stMarkdown"]');
    const place = text?.querySelector(".lit") ?? text;
    if (!place && tries++ < 200) {
      timer = setTimeout(show, 50);
      return;
    }
    const opened = memory.source !== data.source;
    memory.opening = false;
    memory.shown = data.view;
    memory.source = data.source;
    const settle = () => {
      place?.scrollIntoView({ block: "center" });
      if (opened) opener()?.scrollIntoView({ block: "nearest" });
    };
    settle();
    timer = setTimeout(settle, 400); // once more when formulas and the narrower column have their size
    if (opened) panel()?.querySelector(".st-key-source_close button")?.focus({ preventScroll: true });
  };

  if (data.source && data.view !== memory.shown) show();
  if (!data.source && memory.shown) {
    memory.shown = memory.source = "";
    opener()?.focus();
    // Drawing the page anew may take the focus away again.
    const back = () => document.activeElement === document.body && opener()?.focus();
    for (const pause of [100, 300, 800, 1600]) setTimeout(back, pause);
  }
  // A new answer is read from its question on; one that was there when the page was opened stays at its end.
  if (data.newest && memory.newest !== undefined && memory.newest !== data.newest && !data.source) {
    let free = false;
    const let_go = () => { free = true; };
    for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) document.addEventListener(sign, let_go, { once: true });
    const bring = () => free || [...document.querySelectorAll(".asked")].at(-1)?.scrollIntoView({ block: "start" });
    for (const pause of [150, 500, 1000]) setTimeout(bring, pause);
  }
  memory.newest = data.newest;
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey, true);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("click", onClick, true);
    document.removeEventListener("keydown", onKey, true);
  };
}
