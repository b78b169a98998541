// The keyboard.

const KEYS = {
  j: () => go(list.step(1)),
  k: () => go(list.step(-1)),
  a: () => judge(list.current, "accept"),
  r: () => judge(list.current, "reject"),
  w: () => judge(list.current, "wrong"),
  "/": () => byId("q").select(),
  "?": () => byId("keys").showModal(),
  Escape: () => list.select(null),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  const field = event.target.closest?.("input, select, textarea");
  if (field) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (field.id === "q" && field.value) {
      field.value = "";
      apply();
    } else field.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
