// The part of the address after #: the filters, and the finding that is looked at.

const FILTERS = ["q", "rule", "severity", ...FACETS, "from", "to", "new", "verdict"];
const NO_FILTERS = Object.fromEntries(FILTERS.map((name) => [name, ""]));

// What the address asks for; null where it names a part of the page, or nothing.
function asked() {
  const hash = location.hash.slice(1);
  if (!hash.includes("=")) return null;
  return Object.fromEntries(new URLSearchParams(hash));
}

// Written a moment later: browsers allow only so many changes a minute.
const writeAddress = later(300, () => {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(filters.wanted)) if (value) parts.set(name, value);
  if (list.current !== null) {
    parts.set("story", stories.story[storyOf[list.current]]);
    parts.set("finding", notes.id[list.current]);
  }
  const hash = String(parts);
  const address = location.hash.includes("=") || hash ? `#${hash}` : location.hash;
  if (address !== location.hash && !(address === "#" && !location.hash)) history.replaceState(null, "", address);
});
